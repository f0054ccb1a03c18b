"""The difference of two versions of a passport, as data: what is new, gone, changed, renamed or in another place."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from voronka.core.process import Guard, Process
from voronka.core.questions import WORDS

Kind = Literal["added", "removed", "changed", "renamed", "moved"]
_OUTSIDE = ("key", "version")
"""What names a version rather than says something: never a difference."""
_KEPT = ("id", "first_said")
"""Of a thing: its name, and what it keeps of an untranslated text."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the new version says otherwise.

    `path` is the kind of thing as the classes name it (`cycle.stages.norm`), its first word the question (empty
    for what the passport as a whole says); `within` the things that hold it, outermost first, as the new version
    has them. `old` and `new` are the values; for `moved` they are the things before it, None at the beginning.
    `thing` is the thing itself where it has a name.
    """

    path: str
    kind: Kind
    old: Any = None
    new: Any = None
    thing: Any = None
    within: tuple[Any, ...] = ()

    @property
    def word(self) -> str:
        """The question that is answered otherwise; empty for the passport as a whole."""
        first = self.path.partition(".")[0]
        return first if first in WORDS else ""


def difference(old: Process, new: Process) -> tuple[Change, ...]:
    """Everything that the new version says otherwise, question by question; nothing where both say the same."""
    return tuple(_of_fields("", old, new, ()))


def _of_fields(path: str, old: Any, new: Any, within: tuple[Any, ...]) -> Iterator[Change]:
    for one in fields(new):
        if not path and one.name in _OUTSIDE:
            continue
        before, after = getattr(old, one.name), getattr(new, one.name)
        if before != after and one.name not in _KEPT:
            inner = f"{path}.{one.name}" if path else one.name
            yield from _of_values(inner, before, after, within)


def _of_values(path: str, old: Any, new: Any, within: tuple[Any, ...]) -> Iterator[Change]:
    if isinstance(new, tuple) and isinstance(old, tuple):
        items = (*old, *new)
        if all(isinstance(one, Guard) for one in items):
            yield from _of_guards(path, old, new, within)
        elif all(hasattr(one, "id") for one in items):
            yield from _of_things(path, old, new, within)
        else:
            yield Change(path, "changed", old, new, within=within)
    elif isinstance(new, Mapping) and isinstance(old, Mapping):
        yield from _of_mapping(path, old, new, within)
    elif path in WORDS and is_dataclass(new):
        yield from _of_fields(path, old, new, within)
    elif path.endswith(".title") and within:
        yield Change(path, "renamed", old, new, within[-1], within[:-1])
    else:
        yield Change(path, _kind(old, new), old, new, within=within)


def _of_mapping(
    path: str, old: Mapping[str, Any], new: Mapping[str, Any], within: tuple[Any, ...]
) -> Iterator[Change]:
    """By key; the key is the thing."""
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if isinstance(before, Mapping) or isinstance(after, Mapping):
            yield from _of_mapping(path, before or {}, after or {}, (*within, key))
        elif before != after:
            yield Change(path, _kind(before, after), before, after, key, within)


def _of_guards(
    path: str, old: tuple[Guard, ...], new: tuple[Guard, ...], within: tuple[Any, ...]
) -> Iterator[Change]:
    """Conditions are the same where they ask the same; one of the same name and another argument is changed."""
    left = {(one.name, one.arg): one for one in old}
    fresh = []
    for one in new:
        same = left.pop((one.name, one.arg), None)
        if same is None:
            fresh.append(one)
        elif same.mode != one.mode:
            yield Change(f"{path}.mode", "changed", same.mode, one.mode, one, within)
    for one in fresh:
        alike = [known for known in left.values() if known.name == one.name != "expression"]
        if len(alike) == 1 and sum(known.name == one.name for known in fresh) == 1:
            left.pop((alike[0].name, alike[0].arg))
            yield Change(path, "changed", alike[0], one, one, within)
        else:
            yield Change(path, "added", None, one, one, within)
    for gone in left.values():
        yield Change(path, "removed", gone, None, gone, within)


def _of_things(
    path: str, old: tuple[Any, ...], new: tuple[Any, ...], within: tuple[Any, ...]
) -> Iterator[Change]:
    """Things with a name: gone, new, changed inside; then those that stand in another place."""
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    for gone in (one for one in old if one.id not in after):
        yield Change(path, "removed", gone, None, gone, within)
    last = None
    for one in new:
        if one.id not in before:
            yield Change(path, "added", last, one, one, within)
        elif one != before[one.id]:
            yield from _of_fields(path, before[one.id], one, (*within, one))
        last = one
    for moved in _moved(
        [one.id for one in old if one.id in after], [one.id for one in new if one.id in before]
    ):
        place = [one.id for one in new].index(moved)
        yield Change(path, "moved", None, new[place - 1] if place else None, after[moved], within)


def _moved(old: list[str], new: list[str]) -> list[str]:
    """The fewest names whose moving makes the one order of the other: all but a longest common run."""
    place = {name: number for number, name in enumerate(old)}
    # Of the runs of each length the one with the earliest end, and what came before each name in its run.
    ends: list[int] = []
    before: dict[str, str] = {}
    for name in new:
        length = bisect_left(ends, place[name])
        if length:
            before[name] = old[ends[length - 1]]
        ends[length : length + 1] = [place[name]]
    stay: set[str] = set()
    name_of = old[ends[-1]] if ends else ""
    while name_of and name_of not in stay:
        stay.add(name_of)
        name_of = before.get(name_of, "")
    return [name for name in new if name not in stay]


def _kind(old: Any, new: Any) -> Kind:
    if _empty(old):
        return "added"
    return "removed" if _empty(new) else "changed"


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == ()

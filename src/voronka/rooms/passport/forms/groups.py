"""Groups of fields and lists of them: lines are added, removed and reordered by the same form that is saved."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from voronka.formats.passport.naming import id_of
from voronka.rooms.passport.forms.kinds import About, Kind, Words

MANY = ("lines", "group", "several", "stakes", "months", "by_stage", "conditions", "lead", "skips", "plans")
"""Parts of more than one control: they stand in a field set."""
STATE = ""
"""The key under which a line remembers, from showing to showing, that it is open."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One key of an answer, with the words that ask for it."""

    key: str
    label: Words
    kind: Kind
    help: Words = ""

    def field(self, value: Any, name: str, about: About) -> dict[str, Any]:
        """What the form shows of it."""
        own = f"{name}.{self.key}"
        return {
            "name": own,
            "label": self.label,
            "hidden_label": self.label,
            "help": self.help,
            "part": f"passport/fields/_{self.kind.part}.html",
            "many": self.kind.part in MANY,
            "tick": self.kind.part == "yes",
            **self.kind.shown(value, own, about),
        }


@dataclass(frozen=True, slots=True)
class Group:
    """Keys with their values; keys that the form does not ask for stay as they are.

    Without the key `least` the rest says nothing.
    """

    asks: tuple[Ask, ...]
    part: str = "group"
    least: str = ""

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        inside = value if isinstance(value, Mapping) else {}
        asked = [ask.field(inside.get(ask.key), name, about) for ask in self.asks]
        return {"fields": asked, "pair": not any(one["many"] for one in asked)}

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        before = was if isinstance(was, Mapping) else {}
        found = dict(before)
        for ask in self.asks:
            own = f"{name}.{ask.key}"
            value = ask.kind.typed(post, own, before.get(ask.key), about)
            if value is None:
                found.pop(ask.key, None)
            else:
                found[ask.key] = value
        if self.least and self.least not in found and not about.whole:
            return None
        return self._ordered(found, before) or None

    def _ordered(self, found: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        """What was written keeps its place; what is new stands in the order of the form."""
        keys = [key for key in before if key in found]
        wanted = [ask.key for ask in self.asks]
        for place, key in enumerate(wanted):
            if key in found and key not in keys:
                ahead = [one for one in wanted[:place] if one in keys]
                keys.insert(keys.index(ahead[-1]) + 1 if ahead else 0, key)
        return {key: found[key] for key in keys}


@dataclass(frozen=True, slots=True)
class Lines:
    """A list of things with ids, each a group of fields.

    `noun` is the id of one whose title gives none; `heads`: written as a mapping by id; `known`: titles by
    language, of ids that may stand bare; `folded`: each is a chapter that opens, `note` says what is in it.
    """

    asks: tuple[Ask, ...]
    add: Words
    noun: str = "item"
    heads: bool = False
    known: Callable[[str], Mapping[str, str]] | None = None
    folded: bool = False
    note: Callable[[Mapping[str, Any], About], list[str]] | None = None
    reserved: tuple[str, ...] = ()
    part: str = "lines"

    def shown(self, value: Any, name: str, about: About) -> dict[str, Any]:
        lines = self._mappings(value)
        return {
            "lines": [self._line(one, f"{name}.{place}", about) for place, one in enumerate(lines)],
            "add": self.add,
            "folded": self.folded,
            "single": len(self.asks) == 1,
            "plain": not any(ask.kind.part in MANY for ask in self.asks),
        }

    def _line(self, one: dict[str, Any], name: str, about: About) -> dict[str, Any]:
        key = str(one.get("id", ""))
        full = {"title": self._title(key, about), **one} if self.known else one
        return {
            "name": name,
            "token": name.rpartition(".")[2],
            "id": key,
            "title": str(full.get("title") or ""),
            "notes": self.note(one, about) if self.note else [],
            "open": bool(one.get(STATE)),
            "fresh": one.get(STATE) == "fresh",
            "fields": [ask.field(full.get(ask.key), name, about) for ask in self.asks],
        }

    def _title(self, key: str, about: About) -> str:
        """What a bare id is called."""
        return self.known(about.language).get(key, key) if self.known else ""

    def _mappings(self, value: Any) -> list[dict[str, Any]]:
        if self.heads and isinstance(value, Mapping):
            return [{**(one if isinstance(one, Mapping) else {}), "id": key} for key, one in value.items()]
        if not isinstance(value, list):
            return []
        return [one if isinstance(one, dict) else {"id": str(one)} for one in value]

    def typed(self, post: QueryDict, name: str, was: Any, about: About) -> Any:
        before = {one.get("id"): one for one in self._mappings(was)}
        lines = []
        for token in post.getlist(name):
            own = f"{name}.{token}"
            key = post.get(f"{own}.id", "")[:63]
            one = Group(self.asks).typed(post, own, before.get(key) or {"id": key}, about) or {}
            if post.get(f"{own}.open"):
                one[STATE] = "open"
            lines.append((token, one))
        said = [one for _token, one in changed(lines, name, about)]
        # What is only shown anew is a list, whatever it will be written as.
        return said if about.whole else self._written(said, was, about)

    def _written(self, lines: Iterable[dict[str, Any]], was: Any, about: About) -> Any:
        said = [{key: value for key, value in one.items() if key != STATE} for one in lines]
        said = [one for one in said if one.get("id") or set(one) - {"id"}]
        taken = {*self.reserved, *(one["id"] for one in said if one.get("id"))}
        for one in said:
            if not one.get("id"):
                one["id"] = self._id(str(one.get("title", "")), taken, about)
                taken.add(one["id"])
        if self.heads:
            return {
                one["id"]: {key: value for key, value in one.items() if key != "id"} for one in said
            } or None
        before = {one if isinstance(one, str) else one.get("id"): one for one in was or []}
        return [self._short(one, before.get(one["id"]), about) for one in said] or None

    def _id(self, title: str, taken: set[str], about: About) -> str:
        known = self.known(about.language) if self.known else {}
        usual = next((key for key, name in known.items() if name == title and key not in taken), "")
        return usual or id_of(title, taken, self.noun)

    def _short(self, one: dict[str, Any], before: Any, about: About) -> Any:
        """A bare id where that says it all: what it is called is known, and nobody wrote it out."""
        key = one["id"]
        if self.known and set(one) <= {"id", "title"} and one.get("title") == self._title(key, about):
            if isinstance(before, str) or (before is None and key != one["title"]):
                return key
            if isinstance(before, dict) and "title" not in before:
                return {"id": key}
        return (
            {"id": key, **{name: value for name, value in one.items() if name != "id"}}
            if before is None
            else one
        )


Placed = list[tuple[str, dict[str, Any]]]


def changed(lines: Placed, name: str, about: About) -> Placed:
    """The lines after what a button asked of this list."""
    verb, asked, token = about.op
    if asked != name:
        return lines
    place = next((which for which, (own, _one) in enumerate(lines) if own == token), -1)
    if verb == "add":
        return [*lines, ("", {STATE: "fresh"})]
    if place < 0:
        return lines
    line = lines.pop(place)
    if verb == "up":
        lines.insert(max(place - 1, 0), line)
    elif verb == "down":
        lines.insert(place + 1, line)
    return lines

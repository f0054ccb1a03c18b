"""What a check of a passport found: as data with its place; sentences are made elsewhere, in the reader's language."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final, Literal, Protocol

Grade = Literal["error", "gap"]
Path = tuple[str | int, ...]
OWN_FIELDS: Final = ("amount", "company", "contact")
"""Fields that every deal has; `title` is one too, but nothing can ask for it."""


class HasId(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """An error forbids publishing, a gap is shown on the passport's page. Lines and columns count from 1."""

    grade: Grade
    code: str
    line: int
    column: int
    path: str
    data: dict[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """The same as a dict that JSON can carry."""
        return {
            "grade": self.grade,
            "code": self.code,
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "data": self.data,
        }


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding whose place in the text is still a path; `at` is a further offset within a written value."""

    grade: Grade
    code: str
    path: Path
    data: dict[str, Any] = field(default_factory=dict)
    of_key: bool = False
    at: int = 0


def error(code: str, path: Path, **data: object) -> Remark:
    """What forbids publishing."""
    return Remark("error", code, path, data)


def gap(code: str, path: Path, **data: object) -> Remark:
    """What the passport leaves open."""
    return Remark("gap", code, path, data)


def twice(items: Sequence[HasId], path: Path, reserved: Iterable[str] = ()) -> Iterator[Remark]:
    """Ids that stand in a list twice, and those that mean something already."""
    taken = set(reserved)
    seen: set[str] = set()
    for place, item in enumerate(items):
        if item.id in seen:
            yield error("duplicate_id", (*path, place, "id"), id=item.id)
        elif item.id in taken:
            yield error("reserved_id", (*path, place, "id"), id=item.id)
        seen.add(item.id)


def near(have: object, known: Iterable[str]) -> dict[str, Any]:
    """What was written, the known names, and the nearest of them (empty where none is near)."""
    names = list(known)
    found = get_close_matches(str(have), names, 1, 0.5)
    return {"have": str(have), "nearest": found[0] if found else "", "known": names}


def said(path: Path) -> str:
    """A path as people write it: `cycle.stages[3].norm`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text

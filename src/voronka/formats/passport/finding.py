"""What a check of a passport found: as data with its place; sentences are made elsewhere, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal

Grade = Literal["error", "gap"]
Path = tuple[str | int, ...]


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

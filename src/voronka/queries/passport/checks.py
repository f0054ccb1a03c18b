"""A text checked: everything that was found in it, as sentences with their places."""

from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError

from voronka.core.company import Ours
from voronka.formats.passport import Finding, read
from voronka.queries.passport import findings
from voronka.store import company


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in the reader's language."""

    grade: str
    code: str
    line: int
    column: int
    path: str
    sentence: str
    hint: str

    def as_data(self) -> dict[str, Any]:
        """The same as a dict that JSON can carry."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check came to; a text with errors can't be published, one with gaps can."""

    process: str
    title: str
    stages: int
    errors: tuple[Said, ...]
    gaps: tuple[Said, ...]

    @property
    def summary(self) -> str:
        """Both numbers in one line."""
        return findings.summary(len(self.errors), len(self.gaps))


def check(text: str) -> Checked:
    """Read the text and say what was found, in the language of the page."""
    reading = read(text, _currency())
    process = reading.process
    return Checked(
        process=process.key if process else "",
        title=process.title if process else "",
        stages=len(process.cycle.stages) if process else 0,
        errors=tuple(said(one) for one in reading.errors),
        gaps=tuple(said(one) for one in reading.gaps),
    )


def said(finding: Finding) -> Said:
    """A finding with its sentence and hint."""
    return Said(
        finding.grade,
        finding.code,
        finding.line,
        finding.column,
        finding.path,
        findings.sentence(finding),
        findings.hint(finding),
    )


def _currency() -> str:
    """The money of a text that names none; a text can be checked where there is no company yet."""
    try:
        return company.ours().currency
    except DatabaseError:
        return Ours().currency

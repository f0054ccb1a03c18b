"""Findings of the check put to the fields that they are about, in words of the form rather than of the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from voronka.formats.passport import Finding
from voronka.queries.passport import findings

_PART = re.compile(r"[^.\[\]]+")
HINTED: Final = ("expression", "duplicate", "reserved", "accepts", "link_unreadable")
"""Codes (or their beginnings) whose hint helps in a form too; others speak of how a text is written."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as the form says it."""

    code: str
    sentence: str
    hint: str = ""


def told(finding: Finding) -> Told:
    """In the words of the form."""
    say = _SAID.get(finding.code)
    if say:
        return Told(finding.code, say())
    hint = findings.hint(finding) if finding.code.startswith(HINTED) else ""
    return Told(finding.code, findings.sentence(finding), hint)


_SAID: Final = {
    "missing_key": lambda: _("Fill this in."),
    "nothing_written": lambda: _("Fill this in."),
    "span_unreadable": lambda: _("Write a whole number above zero."),
    "percent_unreadable": lambda: _("Write a number from 0 to 100."),
    "percent_out_of_range": lambda: _("Write a number from 0 to 100."),
    "interest_unreadable": lambda: _("Say how much."),
    "month_unreadable": lambda: _("Choose a month."),
    "date_unreadable": lambda: _("Choose a day."),
    "rhythm_unreadable": lambda: _("Choose the days and the hour."),
    "guard_argument_missing": lambda: _("Say what this condition needs."),
    "wrong_kind": lambda: _("This can’t be read."),
}


def place(form: dict[str, Any], word: str, found: Iterable[Finding]) -> bool:
    """Put each finding to its field, or to the nearest that is there; were there errors among them?"""
    wrong = False
    for one in found:
        parts = _PART.findall(one.path)
        if parts[:1] != [word]:
            continue
        wrong = wrong or one.grade == "error"
        node = _walk(form, parts[1:], one.grade == "error")
        node.setdefault("errors" if one.grade == "error" else "gaps", []).append(told(one))
    return wrong


def _walk(node: dict[str, Any], parts: list[str], wrong: bool) -> dict[str, Any]:
    for part in parts:
        inner = _inside(node, part)
        if inner is None:
            return node
        node = inner
        if wrong:
            node["wrong"] = True
    return node


def _inside(node: dict[str, Any], part: str) -> dict[str, Any] | None:
    for one in node.get("fields", ()):
        if isinstance(one, dict) and str(one["name"]).rpartition(".")[2] == part:
            return one
    for one in node.get("lines", ()):
        if part in (
            one.get("token"),
            one.get("id"),
            one.get("month"),
            str(one.get("name")).rpartition(".")[2],
        ):
            return one
    return None

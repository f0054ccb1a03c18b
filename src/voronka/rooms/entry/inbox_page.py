"""What the inbox and an inquiry's page say: how long somebody waits, what the rule says, what can be done."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.process import Process
from voronka.frame import words
from voronka.frame.navigation import address
from voronka.frame.taking import address_of as list_address
from voronka.queries import spans
from voronka.queries.entry import COUNTED, Inbox, InquiryCard, Line
from voronka.rooms.entry import form_page
from voronka.rooms.entry.doors import DOORS, address_of


def context(seen: Inbox, shown: str, by: Actor, at: datetime) -> dict[str, Any]:
    """The context of the inbox."""
    count = _("%(n)s+") % {"n": COUNTED} if seen.count > COUNTED else str(seen.count)
    return {
        "area": "inquiries",
        "shown": shown,
        "lines": [line(one, access.RIGHTS.get(by.role, frozenset()), at) for one in seen.lines],
        "more": seen.more,
        "count": seen.count,
        "count_text": count,
        "within": within(seen.process),
        "download": list_address("inquiries", "inquiries_file", by),
        "new_inquiry": address("new_inquiry") if access.may(by, "inquiry.receive") else "",
        "held": form_page.count(seen.held) if seen.held else "",
        "form": form_page.address(seen.process.key) if access.may(by, "form.change") else "",
        "of": form_page.of_process(seen.process.key),
    }


def card(seen: InquiryCard, at: datetime) -> dict[str, Any]:
    """The context of one inquiry's page."""
    return {
        "area": "inquiries",
        "line": line(seen.line, seen.may, at),
        "entries": seen.entries,
        "fields": seen.fields,
        "told": any(one.value or one.lacking for one in seen.fields),
        "within": within(seen.process),
        "process_key": seen.process.key,
        "rule": seen.rule,
        "background": seen.background,
        "answer": next((one.said for one in seen.entries if one.side == "ours" and one.said), ""),
    }


def line(one: Line, may: frozenset[str], at: datetime) -> dict[str, Any]:
    """An inquiry with its clock and its doors."""
    clock, tone = waiting(one, at)
    doors = {}
    if one.status == "open":
        address_to = address_of(one.key)
        doors = {word: address_to(word) for word, door in DOORS.items() if door.verb in may}
        if one.brief_filled:
            doors.pop("brief", None)
    return {
        "seen": one,
        "clock": clock,
        "tone": tone,
        "doors": doors,
        "deal": address("deal", str(one.deal)) if one.deal else "",
        "rest": one.messages - 1,
    }


def waiting(one: Line, at: datetime) -> tuple[str, str]:
    """How the answer stands against the promised time: words and their tone."""
    if one.answered_at is not None:
        if one.late(at):
            return _("answered late"), "warn"
        return _("answered"), "good"
    if one.status != "open":
        return "", ""
    if one.answer_by is None:
        return _("not answered yet"), ""
    if at > one.answer_by:
        return _("the answer is %(span)s late") % {"span": words.duration(at - one.answer_by)}, "bad"
    return _("answer within %(span)s") % {"span": words.duration(one.answer_by - at)}, "warn"


def within(process: Process) -> str:
    """The answer time that the passport promises."""
    span = process.entry.answer_within
    return spans.span(span) if span else ""

"""What the inbox and an inquiry's page say: how long somebody waits, what the rule says, what can be done."""

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.process import Process
from voronka.frame.navigation import address
from voronka.frame.taking import address_of as list_address
from voronka.queries import answering, spans
from voronka.queries.entry import COUNTED, Inbox, InquiryCard, Line
from voronka.queries.entry_clock import State, clock
from voronka.rooms.entry import form_page
from voronka.rooms.entry.doors import DOORS, address_of

MOST = 6
"""So many offers that were asked about are named."""
TONES: Final[dict[State, str]] = {
    "": "", "answered": "good", "answered_late": "warn", "waiting": "", "running": "warn", "late": "bad",
}  # fmt: skip


def context(seen: Inbox, shown: str, by: Actor, at: datetime) -> dict[str, Any]:
    """The context of the inbox."""
    count = _("%(n)s+") % {"n": COUNTED} if seen.count > COUNTED else str(seen.count)
    return {
        "area": "inquiries",
        "shown": shown,
        "lines": [line(one, access.RIGHTS.get(by.role, frozenset()), at) for one in seen.lines],
        "more": seen.more,
        "count": min(seen.count, COUNTED),
        "count_text": count,
        "within": within(seen.process),
        "download": "" if seen.figure else list_address("inquiries", "inquiries_file", by),
        "new_inquiry": address("new_inquiry") if access.may(by, "inquiry.receive") else "",
        "held": form_page.count(seen.held) if seen.held else "",
        "form": form_page.address(seen.process.key) if access.may(by, "form.change") else "",
        "imports": address("imports") if access.may(by, "import.run") else "",
        "of": form_page.of_process(seen.process.key),
        "figure": answering.title(seen.figure, seen.process),
        "asked": asked(seen),
        "numbers": numbers(seen, by),
        "counted_at": seen.answering.counted_at if seen.answering else None,
    }


def numbers(seen: Inbox, by: Actor) -> list[dict[str, Any]]:
    """The last 30 days in numbers, each with the list behind it; nothing before the first count."""
    found = seen.answering
    if found is None or not (found.n or found.opened):
        return []
    deals = address("deals") if by.scope == "all" else ""
    first = {"title": _("First answer, half of them"), "value": answering.first_answer(found), "tone": ""}
    told = [
        _number(seen, "in_time", _("Answered in time"), found.in_time, found.due),
        _number(seen, "late", _("Answered late or not yet"), found.late, None, "warn"),
        _number(seen, "missed", _("Missed"), found.missed, None, "bad"),
        {**first, "url": _behind(seen, "inquiries") if found.n else ""},
    ]
    early = {"title": _("Sold too early"), "value": _share(found.early, found.opened)}
    tone = "warn" if found.early else ""
    if not found.opened:
        return told
    return [*told, {**early, "tone": tone, "url": f"{deals}?figure=early" if deals and found.early else ""}]


def asked(seen: Inbox) -> list[dict[str, Any]]:
    """The offers that were asked about most, each with the inquiries behind it."""
    most = seen.answering.asked[:MOST] if seen.answering else ()
    return [
        {"title": title, "count": count, "url": _behind(seen, answering.ASKED + key)}
        for key, title, count in most
    ]


def _number(
    seen: Inbox, figure: str, title: str, part: int, whole: int | None, tone: str = ""
) -> dict[str, Any]:
    value = str(part) if whole is None else _share(part, whole)
    url = _behind(seen, figure) if part else ""
    return {"title": title, "value": value, "tone": tone if part else "", "url": url}


def _share(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": part, "whole": whole}


def _behind(seen: Inbox, figure: str) -> str:
    of = form_page.of_process(seen.process.key)
    return f"{address('inquiries')}{of}{'&' if of else '?'}figure={figure}"


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
        "answer": seen.parting,
    }


def line(one: Line, may: frozenset[str], at: datetime) -> dict[str, Any]:
    """An inquiry with its clock and its doors."""
    told = clock(one, at)
    doors = {}
    if one.status == "open":
        address_to = address_of(one.key)
        doors = {word: address_to(word) for word, door in DOORS.items() if door.verb in may}
        if one.brief_filled:
            doors.pop("brief", None)
    return {
        "seen": one,
        "clock": told.says,
        "tone": TONES[told.state],
        "doors": doors,
        "deal": address("deal", str(one.deal)) if one.deal else "",
        "rest": one.messages - 1,
    }


def within(process: Process) -> str:
    """The answer time that the passport promises."""
    span = process.entry.answer_within
    return spans.span(span) if span else ""

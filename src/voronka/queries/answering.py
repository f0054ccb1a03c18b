"""How soon we answer those who turn to us: counted and kept by the worker, with the inquiries behind each number."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.process import Process, Span
from voronka.core.verdicts import ENTRY_DAYS, MISSED_AFTER
from voronka.core.waiting import half
from voronka.queries import told
from voronka.queries.spans import HOURS, span, working
from voronka.store import figures, sql, values

ANSWERING: Final = "answering"
LISTS: Final = "inquiry_lists"
LISTED: Final = 500
"""Of each number the newest inquiries so many can be looked at."""
Figure = Literal["inquiries", "missed", "due", "in_time", "late", "waiting"]
FIGURES: Final[tuple[Figure, ...]] = ("inquiries", "missed", "due", "in_time", "late", "waiting")
ASKED: Final = "asked."
"""Before the id of an offer: inquiries of the window that asked about it."""
_ROWS: Final = (
    "SELECT i.id, i.received_at, i.answered_at, i.status, d.opened_at, i.state FROM store_inquiryrow i"
    " LEFT JOIN store_dealrow d ON d.id = i.deal"
    " WHERE i.process = %s AND i.status IN ('open', 'closed') AND i.imported IS NULL"
    " AND i.received_at >= %s AND i.received_at <= %s"
    " ORDER BY i.received_at DESC, i.id DESC"
)


@dataclass(frozen=True, slots=True)
class Answering:
    """The last days in numbers. `middle` and its interval are minutes of working time until the first answer; None
    where there is too little data. `early` of `opened` deals began before the entry rule called them leads.
    """

    days: int
    counted_at: datetime
    inquiries: int
    missed: int
    due: int
    in_time: int
    late: int
    waiting: int
    n: int
    middle: int | None
    low: int | None
    high: int | None
    opened: int
    early: int
    asked: tuple[tuple[str, str, int], ...] = ()
    """Offers by id and title, with how many inquiries asked about them; the most wanted first."""


def answering(actor: Actor, process: str | None = None) -> Answering | None:
    """What the worker kept, of the whole company; None before the first count. Two statements."""
    access.require(actor, "inquiry.see")
    return kept(told.latest(process))


def kept(process: Process) -> Answering | None:
    """The same of a process that is at hand, for queries that have asked their right; one statement."""
    found = figures.kept_of(process.key, (ANSWERING,)).get(ANSWERING)
    return None if found is None else read(process, found)


def read(process: Process, found: figures.Kept) -> Answering:
    """A kept figure as numbers, with offers called as the process calls them."""
    data = found.data
    titles = {one.id: one.title for one in process.product.offers}
    asked = tuple((key, titles.get(key, key), count) for key, count in data.get("asked", {}).items())
    told_of = {name: data["counts"][name] for name in (*FIGURES, "opened", "early")}
    return Answering(days=ENTRY_DAYS, counted_at=found.computed_at, **told_of, **data["first"], asked=asked)


def listed(process: str, figure: str) -> tuple[int, ...]:
    """The newest inquiries behind a number, by their keys, as they were counted; nothing for one that there is not."""
    found = figures.kept_of(process, (LISTS,)).get(LISTS)
    return tuple(found.data.get(figure, ())) if found else ()


def counted(process: Process, at: datetime) -> dict[str, Any]:
    """Inquiries of the window that had their time: answered in it, late or missed. A deal is an answer as well; what
    was closed without an answer was nothing to answer, and what an import tells of was not ours to answer.
    """
    calendar, within = values.calendar(), process.entry.answer_within
    lists: dict[str, list[int]] = {name: [] for name in FIGURES}
    waits: list[tuple[int, bool]] = []
    wanted: dict[str, list[int]] = {}
    for key, told_at, answered, status, begun, state in sql.all_of(
        _ROWS, (process.key, at - timedelta(days=ENTRY_DAYS), at)
    ):
        received = sql.moment(told_at) or at
        answers = [one for one in map(sql.moment, (answered, begun)) if one is not None and one <= at]
        first = min(answers, default=None)
        for offer in json.loads(state).get("interest", {}) if "interest" in state else ():
            wanted.setdefault(offer, []).append(key)
        if first is None and status == "closed":
            continue
        minutes = calendar.worked(received, first or at) // timedelta(minutes=1)
        waits.append((minutes, first is not None))
        term = calendar.after(received, within) if within else None
        missed = first is None and calendar.after(received, MISSED_AFTER) < at
        due = term is not None and (first is not None or term < at)
        in_time = first is not None and term is not None and first <= term
        true = {
            "inquiries": missed or first is not None,
            "missed": missed,
            "due": due,
            "in_time": in_time,
            "late": due and not in_time,
            "waiting": first is None,
        }
        for name, is_so in true.items():
            if is_so:
                lists[name].append(key)
    first_answer = half(waits)
    behind = {**lists, **{ASKED + offer: keys for offer, keys in wanted.items()}}
    most = sorted(wanted.items(), key=lambda one: (-len(one[1]), one[0]))
    return {
        "counts": {name: len(keys) for name, keys in lists.items()},
        "lists": {name: keys[:LISTED] for name, keys in behind.items()},
        "asked": {offer: len(keys) for offer, keys in most},
        "first": {
            "n": first_answer.n,
            "middle": first_answer.middle,
            "low": first_answer.low,
            "high": first_answer.high,
        },
    }


def to_keep(found: dict[str, Any], counts: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """What is kept of it, by name: the numbers, with the deals of the window beside them, and the lists behind them."""
    deals = {"opened": counts["opened"], "early": counts["early"]}
    return {
        ANSWERING: {
            "counts": {**found["counts"], **deals},
            "first": found["first"],
            "asked": found["asked"],
        },
        LISTS: found["lists"],
    }


def first_answer(seen: Answering) -> str:
    """How soon half have their first answer, with the interval; or how much data is lacking."""
    if seen.middle is None:
        said = ngettext("too little data: %(n)s inquiry", "too little data: %(n)s inquiries", seen.n)
        return said % {"n": seen.n}
    half_of_them = working(timedelta(minutes=seen.middle), timedelta.max)
    if seen.low is None or seen.high is None or seen.low == seen.high:
        return half_of_them
    return f"{half_of_them} ({_between(seen.low, seen.high)})"


def _between(low: int, high: int) -> str:
    """An interval of working minutes with its unit: once where both ends have the same."""
    first, last = (_unit(number) for number in (low, high))
    if first == last:
        return span(last)
    if first.unit == last.unit:
        return f"{first.amount}\u2013{span(last)}"
    return f"{span(first)} \u2013 {span(last)}"


def _unit(number: int) -> Span:
    return Span(number, "m") if timedelta(minutes=number) < HOURS else Span(round(number / 60), "h")


def known(figure: str) -> bool:
    """Is there such a number?"""
    return figure in FIGURES or figure.startswith(ASKED)


def title(figure: str, process: Process) -> str:
    """What a number counts, over its list; empty for one that there is not."""
    if figure.startswith(ASKED):
        offers = {one.id: one.title for one in process.product.offers}
        offer = figure.removeprefix(ASKED)
        return _("Asked within 30 days about “%(offer)s”") % {"offer": offers.get(offer, offer)}
    return {
        "inquiries": _("Inquiries of the last 30 days that were answered or missed"),
        "missed": _("Missed within 30 days: nobody has answered for two working days"),
        "due": _("Inquiries of the last 30 days whose answer was due"),
        "in_time": _("Answered in time within 30 days"),
        "late": _("Answered late or not yet, within 30 days"),
        "waiting": _("Waiting for the first answer"),
    }.get(figure, "")

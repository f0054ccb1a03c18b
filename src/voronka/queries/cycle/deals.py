"""The list of deals: filters that stand in the address, a page by key, totals from kept counters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from voronka.core.access import Actor
from voronka.core.process import Process
from voronka.queries import figures, told
from voronka.queries.cycle import sorting, walking
from voronka.queries.cycle.board import Choice, Sum, add, people
from voronka.queries.cycle.cards import (
    BY_KEY,
    UNPLANNED,
    Card,
    Owner,
    Part,
    cards,
    deals_by,
    due_here,
    read,
    sight,
    titled,
)
from voronka.queries.cycle.sorting import Asked, Where
from voronka.queries.cycle.walking import Found
from voronka.queries.find_hits import number_of
from voronka.store import names, said, sql
from voronka.store.models import StageCount

PAGE = 50
MATCHES = 100
"""Clients that a word may match; whoever types more letters finds the rest."""
MOST_TEXTS = 300
"""So many texts with the word are looked at, the newest."""


Status = Literal["open", "won", "imported", "lost", "all"]
Step = Literal["", "late", "none", "file"]


@dataclass(frozen=True, slots=True)
class OwnFilter:
    """An own field that must be this word, or count for at least and at most so much."""

    field: str
    word: str = ""
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; `figure` names a number whose deals are asked for (see figures.py).

    Periods go from a moment to before another; sums are in minor units, both ends are in. `step`: the next step is
    overdue, there is none, or there is none because the deal came in from a file.

    `sort` is a column of `sorting.SORTS`, with a minus from the greatest; `columns` are those that are shown.
    """

    status: Status = "open"
    stage: str = ""
    owner: Owner = "any"
    attention: bool = False
    words: str = ""
    phone: str = ""
    handover: str = ""
    lost_reason: str = ""
    since: datetime | None = None
    until: datetime | None = None
    keys: tuple[int, ...] | None = None
    figure: str = ""
    stages: tuple[str, ...] = ()
    channel: str = ""
    company: int | None = None
    contact: int | None = None
    step: Step = ""
    opened_from: datetime | None = None
    opened_to: datetime | None = None
    closed_from: datetime | None = None
    closed_to: datetime | None = None
    sum_from: int | None = None
    sum_to: int | None = None
    own: tuple[OwnFilter, ...] = ()
    sort: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deals:
    """A page of the list. `more` is the place to read on from; `count` is None where nobody keeps that number, and
    `paid` where it is not counted: `counted` gives both.

    `cut` says that only so many deals were looked at, and others behind them may fit.
    """

    process: Process
    cards: tuple[Card, ...]
    more: str
    count: int | None
    sums: tuple[Sum, ...]
    people: tuple[Choice, ...]
    cut: bool = False
    paid: tuple[Sum, ...] | None = None


def deals(
    actor: Actor,
    at: datetime,
    filters: Filters,
    *,
    more: str = "",
    process: str | Process | None = None,
    page: int = PAGE,
    total: bool = False,
) -> Deals:
    """A page of deals as the actor sees them: open ones by urgency, closed ones by their end, all by beginning.

    `total`: count all that fit, and their sums, however many there are. ValueError where `more` is not a place that
    an earlier page gave.
    """
    known = told.latest(process)
    count, sums = _kept(actor, known, filters)
    found = keys(actor, known, filters, at, most=count, more=more, page=page)
    shown = of_keys(found.keys, at)
    totals = Totals(count, sums, None) if _by_counters(filters) else Totals(None, (), None)
    if not more and not found.more:
        totals = _of_cards(shown)
    elif (
        total or filters.figure or (count is not None and count <= sorting.GATHERED and totals.count is None)
    ):
        totals = _counted(actor, known, filters, at)
    return Deals(known, shown, found.more, totals.count, totals.sums, people(actor), found.cut, totals.paid)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many deals fit, what was agreed for them and what is paid; None where it was not counted."""

    count: int | None
    sums: tuple[Sum, ...]
    paid: tuple[Sum, ...] | None


def _of_cards(shown: Sequence[Card]) -> Totals:
    """Of a list that is one page long."""
    return Totals(
        len(shown),
        add(Sum(card.agreed, card.currency) for card in shown),
        add(Sum(card.paid, card.currency) for card in shown),
    )


def keys(
    actor: Actor,
    process: Process,
    filters: Filters,
    at: datetime,
    *,
    most: int | None,
    more: str = "",
    page: int = PAGE,
) -> Found:
    """The keys of a page in their order; `most` is how many there may be, None where nobody keeps it."""
    few = _few_own(process, filters)
    narrow = bool(
        filters.words
        or filters.figure
        or filters.keys is not None
        or filters.company
        or filters.contact
        or few
    )
    asked = Asked(
        process=process,
        status=filters.status,
        owner=filters.owner,
        sort=filters.sort,
        conditions=tuple(conditions(process, filters, at, few)),
        narrow=narrow,
        way=way(filters) or (BY_KEY if narrow else ""),
        most=most,
    )
    return walking.keys(sorting.runs(actor, asked, page), more=more, page=page)


def of_keys(found: Sequence[int], at: datetime) -> tuple[Card, ...]:
    """The deals of these keys, in their order."""
    if not found:
        return ()
    named = Part(f"d.id IN ({', '.join(map(str, found))})")
    rows = {row[0]: row for row in read([(named, "d.id", len(found))])}
    return tuple(titled(cards([rows[key] for key in found if key in rows], at)))


def way(filters: Filters) -> str:
    """How SQLite comes to the deals: by the keys of those that were found by words, or as a figure says."""
    by_key = filters.words or filters.company or filters.contact or filters.keys is not None
    return BY_KEY if by_key else figures.way(filters.figure)


def where(process: Process, filters: Filters, at: datetime) -> Part:
    """All that the filters ask, as one condition."""
    part = Part("d.process = %s", (process.key,))
    if filters.status == "all":
        part &= Part("d.status <> 'undone'")
    else:
        part &= Part("d.status = %s", (filters.status,))
    for _of, one in conditions(process, filters, at):
        part &= one
    return part


def conditions(
    process: Process, filters: Filters, at: datetime, few: "OwnFilter | None" = None
) -> list[Where]:
    """What the filters ask beside process and status, each with the column that it bounds, if it does.

    `few` is a filter by an own field that few deals fit: they are named by their keys.
    """
    made: list[Where] = []
    if filters.stage:
        made.append(("", Part("d.stage = %s", (filters.stage,))))
    if filters.attention:
        made.append(("d.urgent_at", Part("d.urgent_at <= %s", (at,))))
        made.append(("", Part("d.status = 'open'") & due_here(at)))
    if filters.handover:
        made.append(("", Part("d.handover = %s", (filters.handover,))))
    if filters.lost_reason:
        made.append(("", Part("d.lost_reason = %s", (filters.lost_reason,))))
    moment = "d.opened_at" if filters.status in ("open", "all") else "d.urgent_at"
    if filters.since:
        made.append((moment, Part(f"{moment} >= %s", (filters.since,))))
    if filters.until:
        made.append((moment, Part(f"{moment} < %s", (filters.until,))))
    if filters.keys is not None:
        made.append(("", _among("d.id", filters.keys)))
    if filters.words:
        made.append(("", _matching(filters.words, filters.phone)))
    if filters.figure:
        made.append(("", figures.part(filters.figure, at) or Part("1 = 0")))
    return [*made, *_bounds(filters, at), *_own(process, filters, few)]


def _bounds(filters: Filters, at: datetime) -> list[Where]:
    """What is asked of single columns."""
    # A closed deal's urgent_at is its end, and stands in the index of its status.
    ended = "d.closed_at" if filters.status in ("open", "all") else "d.urgent_at"
    made: list[Where] = [
        (column, Part(f"{column} {sign} %s", (value,)))
        for column, sign, value in (
            ("d.opened_at", ">=", filters.opened_from),
            ("d.opened_at", "<", filters.opened_to),
            (ended, ">=", filters.closed_from),
            (ended, "<", filters.closed_to),
            ("d.agreed", ">=", filters.sum_from),
            ("d.agreed", "<=", filters.sum_to),
        )
        if value is not None
    ]
    if filters.stages:
        made.append(("", Part(f"d.stage IN ({', '.join(['%s'] * len(filters.stages))})", filters.stages)))
    if filters.channel:
        made.append(("", Part("d.channel = %s", (filters.channel,))))
    for column, key in (("company_id", filters.company), ("contact_id", filters.contact)):
        if key is not None:
            made.append(
                ("", Part(f"d.id IN (SELECT m.id FROM store_dealrow m WHERE m.{column} = %s)", (key,)))
            )
    if filters.step == "late":
        made.append(("d.next_step_at", Part("d.next_step_at < %s", (at,))))
    elif filters.step == "none":
        made.append(("d.next_step_at", Part("d.next_step_at IS NULL")))
    elif filters.step == "file":
        made.append(("d.next_step_at", UNPLANNED))
    if filters.step:
        made.append(("", Part("d.status = 'open'")))
    return made


def _own(process: Process, filters: Filters, few: OwnFilter | None) -> list[Where]:
    """What is asked of own fields."""
    made: list[Where] = []
    for one in filters.own:
        asked = _value(process, one)
        if one == few:
            made.append(
                (
                    "",
                    Part(
                        f"d.id IN (SELECT f.deal_id FROM store_fieldrow f WHERE {asked.where})", asked.values
                    ),
                )
            )
        else:
            there = f"EXISTS (SELECT 1 FROM store_fieldrow f WHERE f.deal_id = d.id AND {asked.where})"
            made.append(("", Part(there, asked.values)))
    return made


def _value(process: Process, one: OwnFilter) -> Part:
    """Values of the field (over alias `f`) that fit."""
    part = Part("f.process = %s AND f.field = %s", (process.key, one.field))
    if one.word:
        part &= Part("f.word = %s", (one.word,))
    if one.least is not None:
        part &= Part("f.number >= %s", (one.least,))
    if one.most is not None:
        part &= Part("f.number <= %s", (one.most,))
    return part


def _few_own(process: Process, filters: Filters) -> OwnFilter | None:
    """A filter by an own field that only few deals fit; no more of them are counted than that takes."""
    for one in filters.own:
        asked = _value(process, one)
        counted_few = f"SELECT 1 FROM store_fieldrow f WHERE {asked.where} LIMIT {sorting.GATHERED + 1}"
        row = sql.one(f"SELECT COUNT(*) FROM ({counted_few}) q", asked.values)
        if row is not None and row[0] <= sorting.GATHERED:
            return one
    return None


def _among(column: str, keys: tuple[int, ...]) -> Part:
    if not keys:
        return Part("1 = 0")
    return Part(f"{column} IN ({', '.join(['%s'] * len(keys))})", keys)


def _matching(typed: str, phone: str) -> Part:
    """Deals by words of the client's name or of what they are about, by the client's INN, phone or e-mail, by number,
    and by what was written in them.

    Their keys, so that `read` need not look through all deals for these few.
    """
    wanted = names.read(typed, phone)
    asked = [one for noun in names.NOUNS for one in names.pieces(noun, wanted, MATCHES)]
    told = names.run([*asked, *said.pieces("deal", wanted, MOST_TEXTS)])
    found = {noun: names.keys(told, noun)[:MATCHES] for noun in names.NOUNS}
    if number := number_of(wanted):
        found["deal"].append(number)
    columns = {"deal": "m.id", "company": "m.company_id", "contact": "m.contact_id"}
    parts = [_among(columns[noun], tuple(keys)) for noun, keys in found.items()]
    chosen = [
        Part(f"SELECT m.id FROM store_dealrow m WHERE {part.where}", part.values)
        for part in parts
        if part.values
    ]
    if uses := tuple(told.get("deal_text", ())):
        written = f"SELECT m.deal_id FROM store_textuse m WHERE {_among('m.id', uses).where}"
        chosen.append(Part(written, uses))
    if not chosen:
        return Part("1 = 0")
    return Part(
        "d.id IN (" + " UNION ".join(part.where for part in chosen) + ")",
        tuple(value for part in chosen for value in part.values),
    )


def most(actor: Actor, process: Process, filters: Filters) -> int | None:
    """How many deals may fit at most, by the kept counters; None where nobody keeps that number."""
    return _kept(actor, process, filters)[0]


def _by_counters(filters: Filters) -> bool:
    """Are status, stage and owner all that is asked, so that the kept counters know the answer?"""
    plain = replace(filters, status="open", stage="", owner="any", sort="", columns=())
    return plain == Filters() and (filters.status == "open" or not filters.stage)


def _kept(actor: Actor, process: Process, filters: Filters) -> tuple[int | None, tuple[Sum, ...]]:
    """Number and sums by the kept counters of status, stage and owner: no more than these fit the filters."""
    if actor.scope in ("handed", "none"):
        return None, ()
    kept = StageCount.objects.filter(process=process.key).exclude(count=0)
    if actor.scope != "all":
        kept = kept.filter(owner__in=[0, *actor.owners])
    if filters.owner != "any":
        kept = kept.filter(owner=filters.owner or 0)
    if filters.status in ("won", "imported", "lost"):
        kept = kept.filter(place=f"={filters.status}")
    elif filters.status == "all":
        kept = kept.exclude(place="=undone")
    elif filters.stage:
        kept = kept.filter(place=filters.stage)
    else:
        kept = kept.exclude(place__startswith="=")
    rows = list(kept.values_list("count", "total", "currency"))
    return sum(row[0] for row in rows), add(Sum(row[1], row[2]) for row in rows)


def _counted(actor: Actor, process: Process, filters: Filters, at: datetime) -> Totals:
    """All deals that fit, counted anew: those behind a figure, few ones, or because somebody asks."""
    wanted = where(process, filters, at)
    parts = [wanted & one for one in sight(actor, filters.owner)]
    if not parts:
        return Totals(0, (), ())
    pieces = " UNION ALL ".join(
        "SELECT d.currency, COUNT(*), COALESCE(SUM(d.agreed), 0), COALESCE(SUM(d.paid), 0)"
        f" FROM {deals_by(way(filters))} WHERE {part.where} GROUP BY d.currency"
        for part in parts
    )
    rows = sql.all_of(pieces, [value for part in parts for value in part.values])
    return Totals(
        sum(int(row[1]) for row in rows),
        add(Sum(int(row[2]), row[0]) for row in rows),
        add(Sum(int(row[3]), row[0]) for row in rows),
    )

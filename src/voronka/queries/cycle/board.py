"""The board: a column a stage, its counters from kept figures, its most urgent cards first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from voronka.core.access import HOLDERS, RIGHTS, Actor
from voronka.core.process import Process, Stage
from voronka.queries import told
from voronka.queries.cycle.cards import (
    UNPLANNED,
    Card,
    Owner,
    Part,
    cards,
    counted,
    deals_by,
    due_here,
    read,
    sight,
)
from voronka.store import sql
from voronka.store.models import Person, StageCount

PAGE = 80
"""Cards of a column that are read at once; more come while scrolling."""
ATTENTION_CAP = 100
UNPLANNED_CAP = 10_000
"""So many deals of a file are counted: a page does no work that grows with all of them."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Money of many deals in one currency, minor units."""

    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Column:
    """A stage on the board. `more` is the place to read on from, empty at the end."""

    stage: Stage
    count: int
    sums: tuple[Sum, ...]
    cards: tuple[Card, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A person that a filter offers."""

    key: int
    name: str


@dataclass(frozen=True, slots=True)
class Board:
    """All columns, how many deals are open, and how many ask for a look (at most ATTENTION_CAP are counted)."""

    process: Process
    columns: tuple[Column, ...]
    count: int
    sums: tuple[Sum, ...]
    attention: int
    people: tuple[Choice, ...]


def board(
    actor: Actor,
    at: datetime,
    *,
    process: str | None = None,
    owner: Owner = "any",
    attention: bool = False,
    page: int = PAGE,
) -> Board:
    """The board as the actor sees it. `owner` narrows it to one person's deals (None: nobody's);
    `attention` to those that ask for a look. Four statements, whatever the number of deals.
    """
    known = told.latest(process)
    counted = counts(actor, known, owner, at, attention)
    stages = with_earlier(known, counted)
    pieces = [
        (_on(known, stage, attention, at) & part, "d.urgent_at, d.id", page + 1)
        for stage in stages
        for part in sight(actor, owner, pieces=len(stages))
    ]
    shown = cards(read(pieces), at)
    columns = tuple(_column(stage, shown, counted, page) for stage in stages)
    return Board(
        process=known,
        columns=columns,
        count=sum(column.count for column in columns),
        sums=add(one for column in columns for one in column.sums),
        attention=attention_count(actor, known, owner, at),
        people=people(actor),
    )


def column(
    actor: Actor,
    at: datetime,
    stage: str,
    *,
    more: str,
    process: str | None = None,
    owner: Owner = "any",
    attention: bool = False,
    page: int = PAGE,
) -> Column:
    """The next cards of one column, from the place `more` on; KeyError for a stage that isn't there."""
    known = told.latest(process)
    place = next((one for one in with_earlier(known, (stage,)) if one.id == stage), None)
    if place is None:
        raise KeyError(stage)
    part = _on(known, place, attention, at)
    moment, _, key = more.partition("/")
    if key:
        part &= Part("(d.urgent_at, d.id) > (%s, %s)", (datetime.fromisoformat(moment), int(key)))
    rows = read([(part & one, "d.urgent_at, d.id", page + 1) for one in sight(actor, owner)])
    return _column(place, cards(rows, at), {}, page)


def with_earlier(process: Process, held: Iterable[str]) -> tuple[Stage, ...]:
    """The stages of the cycle, and among them those of earlier versions on which deals still stand: a deal
    that was reopened, or is about to migrate, must not be out of sight.
    """
    found = list(process.cycle.stages)
    for number in range(process.version - 1, 0, -1):
        gone = set(held) - {stage.id for stage in found}
        if not gone:
            break
        earlier = told.process(process.key, number).cycle.stages
        for place, stage in enumerate(earlier):
            if stage.id in gone:
                before = {one.id for one in earlier[:place]}
                behind = [place for place, one in enumerate(found) if one.id in before]
                found.insert(behind[-1] + 1 if behind else 0, stage)
    return tuple(found)


def _on(process: Process, stage: Stage, attention: bool, at: datetime) -> Part:
    part = Part("d.process = %s AND d.status = 'open' AND d.stage = %s", (process.key, stage.id))
    return part & Part("d.urgent_at <= %s", (at,)) & due_here(at) if attention else part


def _column(
    stage: Stage, shown: Iterable[Card], counted: dict[str, tuple[int, tuple[Sum, ...]]], page: int
) -> Column:
    here = sorted(
        (card for card in shown if card.stage == stage.id),
        key=lambda card: (card.urgent_at, card.key),
    )
    kept = tuple(here[:page])
    more = f"{kept[-1].urgent_at.isoformat()}/{kept[-1].key}" if len(here) > page else ""
    count, sums = counted.get(stage.id, (0, ()))
    return Column(stage, count, sums, kept, more)


def counts(
    actor: Actor, process: Process, owner: Owner, at: datetime, attention: bool = False
) -> dict[str, tuple[int, tuple[Sum, ...]]]:
    """How many open deals a stage has and their sums: from the kept counters wherever those can answer."""
    if attention or actor.scope in ("handed", "none"):
        rows = _recount(actor, process, owner, at, attention)
    else:
        kept = StageCount.objects.filter(process=process.key).exclude(place__startswith="=").exclude(count=0)
        if actor.scope != "all":
            kept = kept.filter(owner__in=[0, *actor.owners])
        if owner != "any":
            kept = kept.filter(owner=owner or 0)
        rows = list(kept.values_list("place", "currency", "count", "total"))
    result: dict[str, tuple[int, tuple[Sum, ...]]] = {}
    for place, currency, count, total in rows:
        before, sums = result.get(place, (0, ()))
        result[place] = (before + count, add((*sums, Sum(total, currency))))
    return result


def _recount(
    actor: Actor, process: Process, owner: Owner, at: datetime, attention: bool
) -> list[tuple[str, str, int, int]]:
    """Counted anew, over the few deals that are handed over or that ask for a look."""
    base = Part("d.process = %s AND d.status = 'open'", (process.key,))
    if attention:
        base &= Part("d.urgent_at <= %s", (at,)) & due_here(at)
    rows = counted([base & part for part in sight(actor, owner)], "d.stage, d.currency")
    return [(stage, currency, count, total) for stage, currency, count, total in rows]


def attention_count(actor: Actor, process: Process, owner: Owner, at: datetime) -> int:
    """How many open deals ask for a look: late, or without a step that lies ahead. Counted to the cap;
    those of a file for which nothing is planned yet are counted by themselves.
    """
    asked = Part("d.process = %s AND d.status = 'open' AND d.urgent_at <= %s", (process.key, at)) & due_here(
        at
    )
    return _numbers((_number(actor, owner, asked, cap=ATTENTION_CAP),))[0]


def attention_and_unplanned(actor: Actor, process: Process, owner: Owner, at: datetime) -> tuple[int, ...]:
    """The same, and how many came in from a file and wait for somebody to plan them (at most UNPLANNED_CAP
    are counted): one statement."""
    asked = Part("d.process = %s AND d.status = 'open' AND d.urgent_at <= %s", (process.key, at)) & due_here(
        at
    )
    heap = Part("d.process = %s", (process.key,)) & UNPLANNED
    way = "INDEXED BY deal_unplanned"
    return _numbers(
        (
            _number(actor, owner, asked, cap=ATTENTION_CAP),
            _number(actor, owner, heap, cap=UNPLANNED_CAP, way=way),
        )
    )


def _number(actor: Actor, owner: Owner, asked: Part, *, cap: int = 0, way: str = "") -> Part:
    """A number of deals, as a piece of a statement."""
    parts = [asked & part for part in sight(actor, owner)]
    if not parts:
        return Part("0")
    rows = " UNION ALL ".join(f"SELECT 1 AS one FROM {deals_by(way)} WHERE {one.where}" for one in parts)
    limit = f" LIMIT {cap:d}" if cap else ""
    values = tuple(value for one in parts for value in one.values)
    return Part(f"(SELECT COUNT(*) FROM (SELECT 1 FROM ({rows}) u{limit}) c)", values)


def _numbers(pieces: Sequence[Part]) -> tuple[int, ...]:
    if all(one.where == "0" for one in pieces):
        return (0,) * len(pieces)
    given = [sql.adapt(value) for one in pieces for value in one.values]
    row = sql.one(f"SELECT {', '.join(one.where for one in pieces)}", given)
    assert row is not None
    return tuple(int(number) for number in row)


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody who ever worked here by name, those who can hold deals, those who may take projects over."""

    names: dict[int, str]
    holders: tuple[Choice, ...]
    takers: tuple[Choice, ...]


def staff() -> Staff:
    """All of them by one statement."""
    rows = list(Person.objects.order_by("name", "pk").values_list("pk", "name", "role", "is_active"))
    active = [(Choice(key, name), role) for key, name, role, works in rows if works]
    return Staff(
        {key: name for key, name, _role, _works in rows},
        tuple(one for one, role in active if role in HOLDERS),
        tuple(one for one, role in active if "handover.decide" in RIGHTS[role]),
    )


def people(actor: Actor) -> tuple[Choice, ...]:
    """Those who can hold deals, and whose deals the actor sees."""
    rows = Person.objects.filter(is_active=True, role__in=HOLDERS)
    if actor.scope != "all":
        rows = rows.filter(pk__in=actor.owners)
    return tuple(Choice(*row) for row in rows.order_by("name", "pk").values_list("pk", "name"))


def takers() -> tuple[Choice, ...]:
    """Those who may take a project over for production."""
    roles = [role for role, rights in RIGHTS.items() if "handover.decide" in rights]
    rows = Person.objects.filter(is_active=True, role__in=roles)
    return tuple(Choice(*row) for row in rows.order_by("name", "pk").values_list("pk", "name"))


def add(sums: Iterable[Sum]) -> tuple[Sum, ...]:
    """Sums by currency, the largest first; nothing is added across currencies."""
    totals: dict[str, int] = {}
    for one in sums:
        totals[one.currency] = totals.get(one.currency, 0) + one.amount
    return tuple(
        Sum(amount, currency)
        for currency, amount in sorted(totals.items(), key=lambda pair: -pair[1])
        if amount
    )

"""Changes of many deals: which deals fit a list, what a preview found, how far the work is, what came of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from voronka.core.access import Actor, may, require
from voronka.core.bulk import MOST, SILENT, Change, sees, standing
from voronka.core.decision import Unmet
from voronka.core.problems import NotFound, Problem
from voronka.queries import bulk_words, figures, told, words
from voronka.queries.cycle.cards import BY_KEY, Part, cards, deals_by, read, sight, titled
from voronka.queries.cycle.deals import Filters, way, where
from voronka.store import sql
from voronka.store.models import BulkEdit, Job, Person

LATEST = 50
LISTED = 300
"""Deals that a page names in all."""


@dataclass(frozen=True, slots=True)
class Named:
    """A deal as a line: `says` is what in particular is missing there, where that differs from its group."""

    key: int
    name: str
    about: str
    stage: str
    owner: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why deals were not changed: one reason, how many, and those that are named; `door` is where it is mended."""

    code: str
    door: str
    sentence: str
    mend: str
    count: int
    deals: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """How a deal is before the change, and after it."""

    deal: Named
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Found:
    """What came of the deals, or would: `done` change, `same` are so already, `refused` by a rule or for the change
    makes no sense there, `barred` are not this person's to change."""

    done: int
    same: int
    refused: int
    barred: int
    reasons: tuple[Reason, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class BulkLine:
    """A bulk edit in the list of them; `done` and `total` count deals, `back` those that were taken back."""

    key: int
    says: str
    state: str
    total: int
    done: int
    back: int
    by_name: str
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class BulkSeen:
    """One bulk edit whole: what a preview found, what came of it, what its undo has left; `mine`: I chose it."""

    line: BulkLine
    process: str
    change: Change | None
    seq: int
    percent: int
    place: int
    mine: bool
    job: UUID | None
    tried: Found | None
    told: Found | None
    undo: Found | None


def fitting(
    by: Actor, at: datetime, filters: Filters, *, process: str | None = None, most: int = MOST
) -> tuple[int, ...]:
    """The keys of the deals that a list shows by these filters, in their order; at most one more than `most`."""
    require(by, "deal.change")
    wanted = where(told.latest(process), filters, at)
    selects, given = [], list[Any]()
    for one in sight(by, filters.owner):
        part = wanted & one
        source = deals_by(way(filters))
        # Not ordered: the database may stop as soon as there are enough.
        selects.append(f"SELECT * FROM (SELECT d.id FROM {source} WHERE {part.where} LIMIT {most + 1:d}) q")
        given.extend(part.values)
    found = sql.all_of(" UNION ALL ".join(selects), given) if selects else []
    return tuple(sorted({int(row[0]) for row in found})[: most + 1])


def bulks(*, by: Actor, at: datetime) -> tuple[BulkLine, ...]:
    """The latest that were made, the newest first: one's own, or everybody's for whoever gives deals to others."""
    require(by, "deal.change")
    rows = BulkEdit.objects.exclude(state__in=("chosen", "trying", "tried")).order_by("-id")
    if not may(by, "deal.assign"):
        rows = rows.filter(created_by=by.label)
    found = list(rows[:LATEST])
    staff, alive = _staff(found), _alive(found, at)
    changes = {row.pk: _change(row) for row in found}
    known = {one.owner for one in changes.values() if one and one.owner}
    people = dict(Person.objects.filter(pk__in=known).values_list("pk", "name")) if known else {}
    named: dict[str, bulk_words.Names] = {}
    lines = []
    for row in found:
        names = named.setdefault(row.process, bulk_words.Names(told.latest(row.process), people, {}))
        lines.append(_line(row, changes[row.pk], names, staff, row.pk in alive))
    return tuple(lines)


def bulk(key: int, *, by: Actor, at: datetime) -> BulkSeen:
    """One of them; NotFound where it is not this person's to see. Deals are named as far as they are."""
    require(by, "deal.change")
    row = BulkEdit.objects.filter(pk=key).first() if sql.is_key(key) else None
    if row is None or not sees(by, row.created_by):
        raise NotFound("bulk", key)
    change, alive = _change(row), bool(_alive([row], at))
    state = standing(row.state, alive)
    tried, told_ = json.loads(row.tried), json.loads(row.told)
    shown = [one for one in (tried if state == "tried" else {}, told_, told_.get("undo", {})) if one]
    names = bulk_words.names(row.process, change, [one for each in shown for one in each.get("examples", ())])
    deals = _deals(by, at, shown)
    job = Job.objects.filter(pk=row.job).values_list("done", "total").first() if row.job and alive else None
    return BulkSeen(
        line=_line(row, change, names, _staff([row]), alive),
        process=row.process,
        change=change,
        seq=row.seq,
        percent=min(99, job[0] * 100 // job[1]) if job and job[1] else 0,
        place=row.place,
        mine=row.created_by == by.label,
        job=row.job,
        tried=_found(tried, change, names, deals) if tried and state == "tried" else None,
        told=_found(told_, change, names, deals) if told_.get("counts") else None,
        undo=_found(told_["undo"], change, names, deals) if told_.get("undo") else None,
    )


def _change(row: BulkEdit) -> Change | None:
    data = json.loads(row.change)
    return Change.from_data(data) if data else None


def _deals(by: Actor, at: datetime, shown: Sequence[Mapping[str, Any]]) -> dict[int, Named]:
    """The deals that are named, as far as this person sees them; one statement."""
    keys: dict[int, None] = {}
    for told_ in shown:
        keys |= dict.fromkeys(one["deal"] for one in told_.get("examples", ()))
        for group in told_.get("groups", ()):
            keys |= dict.fromkeys(deal for deal, _data in group["deals"])
    asked = list(keys)[:LISTED]
    if not asked:
        return {}
    among = Part(f"d.id IN ({', '.join(['%s'] * len(asked))})", tuple(asked)) & Part("d.status <> 'undone'")
    pieces = [(among & one, "d.id", LISTED) for one in sight(by)]
    return {
        card.key: Named(
            card.key,
            card.client or card.about,
            card.about if card.client else "",
            card.stage_title,
            card.owner_name,
        )
        for card in titled(cards(read(pieces, way=BY_KEY), at))
    }


def _found(
    told_: Mapping[str, Any], change: Change | None, names: bulk_words.Names, deals: Mapping[int, Named]
) -> Found:
    counts = told_.get("counts", {})
    return Found(
        done=counts.get("done", 0),
        same=counts.get("same", 0),
        refused=counts.get("refused", 0) + counts.get("invalid", 0),
        barred=counts.get("barred", 0) + counts.get("absent", 0),
        reasons=tuple(_reason(one, deals) for one in told_.get("groups", ())),
        examples=tuple(
            Example(
                deals[one["deal"]],
                bulk_words.was(change, one["before"], names),
                bulk_words.becomes(change, one["before"], names),
            )
            for one in told_.get("examples", ())
            if change and one["deal"] in deals
        ),
    )


def _reason(group: Mapping[str, Any], deals: Mapping[int, Named]) -> Reason:
    guard = group.get("guard", "")
    said = [(deals[key], says(group, data)) for key, data in group["deals"] if key in deals]
    alike = len({words_ for _deal, words_ in said}) == 1
    general = figures.refusal(guard) if guard and not alike else said[0][1] if said else ""
    return Reason(
        code=guard or group["code"],
        door=group.get("door", ""),
        sentence=general or (figures.refusal(guard) if guard else words.problem(Problem(group["code"]))),
        mend=words.mend(Unmet(guard, group.get("door", ""))) if guard else "",
        count=group["count"],
        deals=tuple(
            Named(one.key, one.name, one.about, one.stage, one.owner, "" if alike else words_)
            for one, words_ in said
        ),
    )


def says(why: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """A reason in a sentence."""
    if "guard" in why:
        return words.refusal(Unmet(why["guard"], why.get("door", ""), data))
    return words.problem(Problem(why["code"], why.get("field", ""), data))


def _staff(rows: Sequence[BulkEdit]) -> dict[str, str]:
    keys = {int(row.created_by.partition(":")[2]) for row in rows if row.created_by.startswith("person:")}
    return {
        f"person:{key}": name for key, name in Person.objects.filter(pk__in=keys).values_list("pk", "name")
    }


def _alive(rows: Sequence[BulkEdit], at: datetime) -> set[int]:
    """Those that somebody is still working on."""
    jobs = {row.job for row in rows if row.job}
    working = (
        set(Job.objects.filter(pk__in=jobs, state__in=("queued", "running")).values_list("pk", flat=True))
        if jobs
        else set()
    )
    return {
        row.pk
        for row in rows
        if (row.job in working if row.job else row.moved_at is not None and at - row.moved_at < SILENT)
    }


def _line(
    row: BulkEdit, change: Change | None, names: bulk_words.Names, staff: Mapping[str, str], alive: bool
) -> BulkLine:
    told_ = json.loads(row.told)
    return BulkLine(
        key=row.pk,
        says=bulk_words.sentence(change, names) if change else "",
        state=standing(row.state, alive),
        total=row.total,
        done=told_.get("counts", {}).get("done", 0),
        back=told_.get("undo", {}).get("counts", {}).get("done", 0),
        by_name=staff.get(row.created_by, ""),
        created_at=row.created_at,
        ended_at=row.ended_at,
    )

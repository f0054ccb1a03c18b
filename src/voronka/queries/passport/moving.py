"""Open deals and a later version: where each would go, what it would lack there, whose it is; and what was done."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from voronka.core import access, migration
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.guards import Facts
from voronka.core.process import Process
from voronka.formats import conditions
from voronka.queries import figures, words
from voronka.queries.passport.difference import Side, side_of
from voronka.queries.records.passports import people_named
from voronka.store import moving, values
from voronka.store.models import Migration, PassportVersion, Person

PIECE = 500
BEHIND = 200
"""So many deals are told behind a number; it says how many there are in all."""


@dataclass(frozen=True, slots=True)
class Way:
    """From one stage to another: `to` is empty where somebody must say it."""

    frm: str
    from_title: str
    to: str
    to_title: str
    count: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """A condition of the stage where they would stand that deals do not meet, and these deals."""

    guard: str
    sentence: str
    count: int
    deals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Owned:
    """Whose deals they are."""

    owner: int | None
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class MovingReport:
    """What a migration of the open deals would do; nothing is changed by asking."""

    process: str
    version: int
    count: int
    ways: tuple[Way, ...]
    lacking: tuple[Lacking, ...]
    owners: tuple[Owned, ...]

    @property
    def unmapped(self) -> int:
        """How many deals have no place yet."""
        return sum(way.count for way in self.ways if not way.to)


@dataclass(frozen=True, slots=True)
class MigrationRecord:
    """A migration that was asked for: its map, how many deals went, how many had no place."""

    key: UUID
    process: str
    to_version: int
    stages: Mapping[str, str]
    asked_at: datetime
    asked_by: str
    by_name: str
    ended_at: datetime | None
    moved: int
    left: int


def ways(
    *, by: Actor, new: Side | None = None, stages: Mapping[str, str] | None = None, process: str | None = None
) -> tuple[Process, tuple[Way, ...]]:
    """The version and, stage by stage, where the open deals of earlier ones would go: as given, else as proposed."""
    access.require(by, "passport.publish")
    known = _version(by, new, process)
    held = moving.held_stages(known.key, known.version)
    whole = {**migration.proposed([one.stage for one in held], known), **(stages or {})}
    titles = {one.id: one.title for one in known.cycle.stages}
    return known, tuple(
        Way(
            one.stage.id,
            one.stage.title,
            to if (to := whole.get(one.stage.id, "")) in titles else "",
            titles.get(to, ""),
            one.count,
        )
        for one in held
    )


def report(
    *,
    by: Actor,
    at: datetime,
    new: Side | None = None,
    stages: Mapping[str, str] | None = None,
    process: str | None = None,
    say: Callable[[int, int], None] = lambda done, total: None,
) -> MovingReport:
    """The dry run: deal by deal, in pieces; for the worker, a command or a program, not for a page."""
    known, found = ways(by=by, new=new, stages=stages, process=process)
    whole = {way.frm: way.to for way in found if way.to}
    owners: Counter[int | None] = Counter()
    lacking: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    keys = moving.behind(known.key, known.version)
    for begin in range(0, len(keys), PIECE):
        for deal in values.deals(keys[begin : begin + PIECE]):
            owners[deal.owner] += 1
            decision = migration.migrate(deal, known, whole)
            for event in decision.events:
                if isinstance(event, e.DealMigrated):
                    read = values.read_instructions(deal, known)
                    facts = Facts(known, deal, at, conditions.deal, values.calendar(), read)
                    for one in migration.lacking_there(facts, event.to_stage):
                        lacking[one.guard, words.refusal(one)].append(deal.key)
        say(min(begin + PIECE, len(keys)), len(keys))
    names = dict(Person.objects.filter(pk__in=[one for one in owners if one]).values_list("pk", "name"))
    return MovingReport(
        known.key,
        known.version,
        len(keys),
        found,
        tuple(_lacking(guard, some) for guard, some in _by_guard(lacking).items()),
        tuple(Owned(one, names.get(one or 0, ""), count) for one, count in owners.most_common()),
    )


def migrations(*, by: Actor, process: str | None = None, limit: int = 50) -> tuple[MigrationRecord, ...]:
    """Migrations that were asked for, the latest first."""
    access.require(by, "passport.see")
    key = process or values.latest().key
    rows = list(Migration.objects.filter(process=key).order_by("-asked_at")[:limit])
    names = people_named(row.asked_by for row in rows)
    return tuple(
        MigrationRecord(
            UUID(str(row.pk)),
            row.process,
            row.to_version,
            json.loads(row.stages),
            row.asked_at,
            row.asked_by,
            names.get(row.asked_by, ""),
            row.ended_at,
            row.moved,
            row.left,
        )
        for row in rows
    )


def _by_guard(lacking: Mapping[tuple[str, str], list[int]]) -> dict[str, list[tuple[str, list[int]]]]:
    found: dict[str, list[tuple[str, list[int]]]] = {}
    for (guard, sentence), deals in lacking.items():
        found.setdefault(guard, []).append((sentence, deals))
    return dict(sorted(found.items(), key=lambda pair: -sum(len(deals) for _, deals in pair[1])))


def _lacking(guard: str, some: list[tuple[str, list[int]]]) -> Lacking:
    """One line a condition; without the figures of one deal where they differ from deal to deal."""
    deals = [key for _, keys in some for key in keys]
    sentence = some[0][0] if len(some) == 1 else figures.refusal(guard)
    return Lacking(guard, sentence, len(deals), tuple(sorted(deals)[:BEHIND]))


def _version(by: Actor, new: Side | None, process: str | None) -> Process:
    key = process or values.latest().key
    if new is None:
        return values.latest(key)
    known = side_of(by, key, new)
    if new != "draft":
        return known
    held = PassportVersion.objects.filter(process=key).count()
    return replace(known, version=held + 1)

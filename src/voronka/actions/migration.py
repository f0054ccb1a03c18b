"""Open deals go on by the version that holds: asked for with a map of stages, done in pieces, each deal by a fact."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from voronka.actions.jobs import ask_for_job
from voronka.core import access, migration
from voronka.core import events as e
from voronka.core.access import SYSTEM, Actor
from voronka.core.deal import Deal
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.core.process import Process
from voronka.store import moving, values, work
from voronka.store.models import Migration, Person

PIECE = 200
"""Deals of one transaction."""
LOOKS = 5
"""So often the open deals are looked through: some are reopened while others migrate."""


def migrate_deals(
    *,
    stages: Mapping[str, str] | None = None,
    process: str | None = None,
    by: Actor,
    at: datetime,
    key: UUID | None = None,
) -> UUID:
    """Ask the worker to lead the open deals to the version that holds, along this map; the migration's key.

    A stage that the map does not name leads to the one of its id, else of its title. Raises NotAllowed;
    NotFound; Invalid where a stage with deals on it leads nowhere; RequestReused where the key stands for other work.
    """
    access.require(by, "passport.publish")
    new = values.latest(process)
    whole = whole_map(new, stages or {})
    with transaction.atomic():
        return note(new, whole, by=by, at=at, key=key)


def note(
    new: Process, stages: Mapping[str, str], *, by: Actor, at: datetime, key: UUID | None = None
) -> UUID:
    """Write down what is asked, and ask the worker for it; in the transaction that is open."""
    asked = key or uuid4()
    Migration.objects.get_or_create(
        pk=asked,
        defaults={
            "process": new.key,
            "to_version": new.version,
            "stages": json.dumps(dict(stages), ensure_ascii=False),
            "asked_at": at,
            "asked_by": by.label,
        },
    )
    return ask_for_job(kind="migrate", by=by, at=at, key=asked, arguments={"migration": str(asked)})


def whole_map(new: Process, given: Mapping[str, str]) -> dict[str, str]:
    """Where each stage leads on which open deals stand, as given or as proposed.

    Invalid: a given stage that the new version lacks, a stage that leads nowhere.
    """
    if wrong := migration.unknown(given, new):
        titles = [one.title for one in new.cycle.stages]
        raise Invalid(*(Problem("stage_unknown", "stages", {"have": one, "titles": titles}) for one in wrong))
    held = moving.held_stages(new.key, new.version)
    stages = {**migration.proposed([one.stage for one in held], new), **given}
    lost = migration.unmapped([one.stage.id for one in held], stages, new)
    if lost:
        names = {one.stage.id: one.stage.title for one in held}
        count = sum(one.count for one in held if one.stage.id in lost)
        data = {"stages": lost, "titles": [names[one] for one in lost], "count": count}
        raise Invalid(Problem("stages_unmapped", "stages", data))
    return {stage: to for stage, to in stages.items() if stage in {one.stage.id for one in held} | set(given)}


def waiting(key: UUID) -> list[int]:
    """Open deals that still go by an earlier version, in the order in which they migrate."""
    asked = _asked(key)
    return moving.behind(asked.process, asked.to_version)


def migrate_piece(*, key: UUID, deals: Sequence[int], at: datetime, door: str = "worker") -> tuple[int, int]:
    """Lead these deals over, at most PIECE of them; how many went, how many have no place there.

    Safe to repeat: a deal that went already stays as it is; one that moved meanwhile goes from where it stands.
    """
    asked = _asked(key)
    new, stages = values.process(asked.process, asked.to_version), json.loads(asked.stages)
    with work.unit(by=actor_of(asked.asked_by), at=at, door=door) as unit:
        told: list[tuple[Deal, Sequence[e.Event]]] = []
        left = 0
        for deal in unit.deals(deals[:PIECE]):
            decision = migration.migrate(deal, new, stages)
            left += bool(decision.refused)
            if decision.events and not decision.refused:
                told.append((deal, decision.events))
        unit.record_all(told)
        Migration.objects.filter(pk=key).update(moved=F("moved") + len(told))
    return len(told), left


def perform(
    *,
    key: UUID,
    now: Callable[[], datetime],
    say: Callable[[int, int], None] = lambda done, total: None,
    door: str = "worker",
) -> dict[str, object]:
    """All of it, a transaction every PIECE deals: what was cut goes on with the deals that are left."""
    for _ in range(LOOKS):
        keys, went = waiting(key), 0
        for begin in range(0, len(keys), PIECE):
            piece = keys[begin : begin + PIECE]
            went += migrate_piece(key=key, deals=piece, at=now(), door=door)[0]
            say(begin + len(piece), len(keys))
        if not went:
            break
    return end_migration(key=key, at=now())


def end_migration(*, key: UUID, at: datetime) -> dict[str, object]:
    """Write down that it is over: how many deals went, and how many stay behind without a place."""
    asked = _asked(key)
    asked.left, asked.ended_at = len(waiting(key)), at
    Migration.objects.filter(pk=key).update(left=asked.left, ended_at=at)
    return {"process": asked.process, "version": asked.to_version, "moved": asked.moved, "left": asked.left}


def _asked(key: UUID) -> Migration:
    found = Migration.objects.filter(pk=key).first()
    if found is None:
        raise NotFound("migration", key)
    return found


def actor_of(label: str) -> Actor:
    """Who asked for it, as the log names them; the system where they are gone."""
    noun, _colon, number = label.partition(":")
    person = Person.objects.filter(pk=int(number)).first() if noun == "person" else None
    return person.actor if person else SYSTEM

"""Publishing a passport, a text or its draft: from now on new deals go by it; earlier versions stay as they are."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError

from voronka.actions import migration
from voronka.actions.change import Outcome, once
from voronka.actions.drafts import held
from voronka.core import access
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.problems import Invalid, Problem, Stale
from voronka.core.process import Process
from voronka.core.processdata import to_data
from voronka.formats.passport import Finding, read
from voronka.store import company, values
from voronka.store.models import PassportDraft, PassportVersion, StageCount
from voronka.store.work import Unit

if TYPE_CHECKING:
    from voronka.formats.passport.reading import Reading


class Unpublishable(Invalid):
    """The text has errors; `findings` are all of them, and the gaps."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        errors = [one for one in findings if one.grade == "error"]
        data = {"count": len(errors), "line": errors[0].line, "column": errors[0].column}
        super().__init__(Problem("passport_errors", "text", data))
        self.findings = findings


def publish(
    *,
    text: str,
    seen: int | None = None,
    stages: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Publish this text as the next version; its key in the outcome is the version's number.

    Open deals go on by their versions; with `stages`, a map of stages that may be empty, the worker leads them
    to the new one (see migration.py). The text that holds already is not published anew. Raises NotAllowed;
    Unpublishable where the text has errors; Stale where another version than the one that was `seen` holds by
    now (0: none); Invalid where open deals stand on a stage that the new version lacks and the map does not name.
    """
    access.require(by, "passport.publish")
    reading = read(text, company.ours().currency)

    def change(unit: Unit) -> Outcome:
        return _publish(unit, text, reading, seen, stages)

    try:
        return once(
            change, by=by, at=at, door=door, request=request, command=["publish", _digest(text), seen, stages]
        )
    except IntegrityError:
        # Somebody published at the same moment and took the number; their version is there now.
        return once(
            change, by=by, at=at, door=door, request=request, command=["publish", _digest(text), seen, stages]
        )


def publish_draft(
    *,
    process: str | None = None,
    seen: int | None = None,
    stages: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Publish the draft of this process as its next version; then there is no draft any more.

    `seen` is the draft's `seq` that was seen. Raises what `publish` raises, and NotFound where somebody has
    published the draft or thrown it away; Stale with noun `passport` where another version than the draft's
    base holds by now.
    """
    access.require(by, "passport.publish")
    key = process or values.latest().key
    draft = PassportDraft.objects.filter(process=key).first()
    # Read before the transaction: nobody waits for the checks of a long text.
    reading = read(draft.text, company.ours().currency) if draft else None

    def change(unit: Unit) -> Outcome:
        found = held(key, seen)
        if draft is None or reading is None or found.seq != draft.seq:
            raise Stale("draft", key, draft.seq if draft else 0, found.seq)
        if found.base and reading.process is not None and reading.process.key != key:
            raise Invalid(
                Problem("draft_of_another", "text", {"have": reading.process.key, "known": key}),
            )
        made = _publish(unit, found.text, reading, found.base, stages)
        found.delete()
        return made

    command = ["publish_draft", key, seen, stages]
    return once(change, by=by, at=at, door=door, request=request, command=command)


def _publish(
    unit: Unit, text: str, reading: "Reading", seen: int | None, stages: Mapping[str, str] | None
) -> Outcome:
    process, digest = reading.process, _digest(text)
    if process is None:
        raise Unpublishable(reading.findings)
    versions = PassportVersion.objects.filter(process=process.key)
    # The first version is the lock of them all: who publishes at the same moment waits for our number.
    versions.select_for_update().filter(number=1).first()
    last = versions.order_by("-number").first()
    if last is not None and last.digest == digest:
        if stages is not None:
            held_now = values.process(process.key, last.number)
            migration.note(held_now, migration.whole_map(held_now, stages), by=unit.by, at=unit.at)
        return _outcome(last.number, process.key, ())
    current = last.number if last else 0
    if seen is not None and seen != current:
        raise Stale("passport", process.key, seen, current)
    number = current + 1
    made = replace(process, version=number)
    if stages is None:
        _require_places_for_deals(process)
    else:
        whole = migration.whole_map(made, stages)
    compiled = to_data(made)
    PassportVersion.objects.create(
        process=process.key,
        number=number,
        title=process.title,
        text=text,
        compiled=json.dumps(compiled, ensure_ascii=False, separators=(",", ":")),
        gaps=json.dumps([one.as_data() for one in reading.gaps], ensure_ascii=False),
        digest=digest,
        published_at=unit.at,
        published_by=unit.by.label,
    )
    event = e.PassportPublished(number, digest)
    unit.record_passport(process.key, event)
    if stages is not None:
        migration.note(made, whole, by=unit.by, at=unit.at)
    return _outcome(number, process.key, (event.kind,))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _outcome(number: int, process: str, kinds: tuple[str, ...]) -> Outcome:
    return Outcome("passport", number, number, number, kinds, status=process)


def _require_places_for_deals(process: Process) -> None:
    """Open deals keep their version, but nobody would find them on a stage that is on no page any more."""
    stages = [stage.id for stage in process.cycle.stages]
    places = StageCount.objects.filter(process=process.key, count__gt=0).exclude(place__startswith="=")
    lost: dict[str, int] = {}
    for place, count in places.exclude(place__in=stages).values_list("place", "count"):
        lost[place] = lost.get(place, 0) + count
    if lost:
        titles = {stage.id: stage.title for stage in values.latest(process.key).cycle.stages}
        data = {
            "stages": sorted(lost),
            "titles": [titles.get(stage, stage) for stage in sorted(lost)],
            "count": sum(lost.values()),
        }
        raise Invalid(Problem("stages_hold_deals", "text", data))

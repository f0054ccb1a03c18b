"""The company's past comes in from a file of another system: understood, tried, taken in, taken back whole."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, Final, Literal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection, transaction

from voronka.actions import files
from voronka.actions.jobs import ask_for_job
from voronka.actions.migration import actor_of
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.imports import (
    LEAD,
    LEFT_OUT,
    LOST,
    PAST,
    SILENT,
    STILL_OPEN,
    TARGETS,
    WON,
    Plan,
    own_targets,
    standing,
)
from voronka.core.money import CURRENCIES
from voronka.core.outlines import Outline
from voronka.core.problems import Invalid, NotFound, Problem, Stale
from voronka.formats import plans
from voronka.formats.passport import outlined
from voronka.formats.tables import known, traces
from voronka.formats.tables.files import open_table
from voronka.formats.tables.table import Table
from voronka.store import company, values
from voronka.store.models import Import, Job, PassportVersion, Person, Upload

BEFORE: Final[Mapping[str, tuple[str, ...]]] = {
    "trying": ("planned", "tried"),
    "running": ("planned", "tried", "cut"),
    "undoing": ("done", "cut"),
}
"""How an import must stand before each kind of work."""
ENDS: Final = {WON, LOST, LEFT_OUT}
BECAME: Final = {LEAD, PAST, STILL_OPEN}
Say = Callable[[int, int], None]


def begin_import(*, name: str, content: IO[bytes], beside: int | None = None, by: Actor, at: datetime) -> int:
    """Keep the file and propose how it is to be understood; the import's key. `beside`: it is the history of the deals
    of that import, and comes in with them; another one that was given before gives way.

    Raises NotAllowed; Invalid where the file is no table, and then nothing of it is kept. A plan that was corrected
    for the same headings is kept to.
    """
    access.require(by, "import.run")
    if beside is not None and import_row(beside, "planned", "tried", at=at).noun != "deal":
        raise Invalid(Problem("history_of_deals", "file"))
    upload = Upload.objects.get(pk=files.keep_file(name=name, content=content, by=by, at=at))
    try:
        table = open_table(files.path_of(upload.digest), upload.name)
        heads = heads_digest(table)
        last = Import.objects.filter(heads=heads).order_by("-id").values_list("plan", flat=True).first()
        proposed = known.propose(table, company_known(), _kept(last) if last else None)
        if beside is not None and proposed.plan.noun != "change":
            plan = known.of_noun(table, replace(proposed.plan, noun="change"), company_known())
            proposed = known.understood(table, plan, company_known())
    except Invalid:
        files.drop_file(upload=upload.pk)
        raise
    plan = proposed.plan
    drawn = outline_of_first(table, proposed, by.id) if first_of_all() else None
    row = Import.objects.create(
        name=upload.name,
        upload=upload,
        source=plan.source,
        noun=plan.noun,
        heads=heads,
        plan=json.dumps(plans.as_data(plan), ensure_ascii=False),
        lines=proposed.rows,
        found=found_in(table, proposed),
        outline=json.dumps(outlined.as_data(drawn) if drawn else {}, ensure_ascii=False),
        beside_id=beside,
        created_at=at,
        created_by=by.label,
    )
    if beside is not None:
        for other in Import.objects.filter(beside=beside, state__in=("planned", "tried")).exclude(pk=row.pk):
            discard_import(key=other.pk, by=by, at=at)
    return int(row.pk)


def correct_plan(*, key: int, plan: Plan, seen: int, by: Actor, at: datetime) -> None:
    """The plan as somebody corrected it; words that its columns hold anew are proposed, and all where the lines are
    said to tell of something else. Raises Stale in a second tab.

    Invalid where the plan asks for what can't come in; the import must not have run yet.
    """
    access.require(by, "import.run")
    ours = company_known()
    row = import_row(key, "planned", "tried", seen=seen, at=at)
    # The file is read before the transaction: nobody else should wait for that.
    table = table_of(row)
    if plan.noun != row.noun and plan.columns == plan_of(row).columns:
        plan = known.of_noun(table, plan, ours)
    _require_plan(plan, ours)
    proposed = known.understood(table, plan, ours)
    found = found_in(table, proposed)
    changed: dict[str, object] = {}
    if first_of_all() and _read_by(plan) != _read_by(plan_of(row)):
        drawn = outline_of_first(table, proposed, by.id)
        changed["outline"] = json.dumps(outlined.as_data(drawn) if drawn else {}, ensure_ascii=False)
    with transaction.atomic():
        row = import_row(key, "planned", "tried", seen=seen, at=at)
        keep_plan(row, proposed.plan, state="planned", seq=row.seq + 1, tried="", found=found, **changed)


def _read_by(plan: Plan) -> tuple[object, ...]:
    """Of a plan that by which an outline is drawn."""
    return plan.noun, plan.columns, plan.dates


def _require_plan(plan: Plan, ours: known.Company) -> None:
    """Invalid with every place of the plan that leads nowhere: else it would fall in the middle of the work."""
    processes = {one.key: one for one in ours.processes}
    process = processes.get(plan.process) or next(iter(ours.processes), None)
    stages = {stage.id for stage in process.cycle.stages} if process else set()
    outcomes = {one.id for one in process.entry.not_a_lead} | BECAME if process else BECAME
    targets = {*TARGETS[plan.noun], *(target for target, _field in own_targets(plan.noun, ours.fields))}
    people = {key for key, _name, _email in ours.people}
    wrong = [
        *_unknown("columns", dict(enumerate(plan.columns)), targets),
        *_unknown(
            "stages", plan.stages, {one.id for each in ours.processes for one in each.cycle.stages} | ENDS
        ),
        *_unknown("people", plan.people, people),
        *_unknown("pipelines", plan.pipelines, {*processes, LEFT_OUT}),
        *_unknown("process", {"": plan.process}, set(processes)),
        *_unknown("closed_from", {"": plan.closed_from}, outcomes if plan.noun == "inquiry" else stages),
        *_unknown("currency", {"": plan.currency}, set(CURRENCIES)),
    ]
    if process is not None:
        reasons = {one.id for one in process.cycle.lost_reasons}
        wrong += _unknown(
            "reasons", plan.reasons, outcomes | {LEFT_OUT} if plan.noun == "inquiry" else reasons
        )
        wrong += _unknown("channels", plan.channels, {one.id for one in process.entry.channels})
    try:
        ZoneInfo(plan.zone)
    except (ZoneInfoNotFoundError, ValueError):
        wrong.append(
            Problem("unknown_choice", "zone", {"have": plan.zone[:60], "known": ["UTC", "Europe/Moscow"]})
        )
    try:
        date.fromisoformat(plan.undated or "2026-01-01")
    except ValueError:
        wrong.append(Problem("date_unreadable", "undated", {"typed": plan.undated[:60]}))
    if wrong:
        raise Invalid(*wrong)


def _unknown(part: str, told: Mapping[Any, Any], known_ones: Collection[Any]) -> list[Problem]:
    """What of a part of the plan leads to nothing that is there; what is left open is no error."""
    return [
        Problem(
            "unknown_choice",
            f"{part}.{word}" if word != "" else part,
            {"have": str(to)[:60], "known": sorted(map(str, known_ones))[:20]},
        )
        for word, to in told.items()
        if to and to not in known_ones
    ]


def ask_try(*, key: int, by: Actor, at: datetime, job: UUID | None = None) -> UUID:
    """Ask the worker what the import would do; the job's key. The same `job` asked for again changes nothing."""
    return _ask(key, "trying", by, at, job)


def ask_run(*, key: int, by: Actor, at: datetime, job: UUID | None = None) -> UUID:
    """Ask the worker to take the file in, or to go on with one that was cut; the job's key.

    Invalid while another import is at work.
    """
    return _ask(key, "running", by, at, job)


def ask_undo(*, key: int, by: Actor, at: datetime, job: UUID | None = None) -> UUID:
    """Ask the worker to take the whole import back; the job's key."""
    return _ask(key, "undoing", by, at, job)


def begin_here(*, key: int, state: Literal["trying", "running", "undoing"], by: Actor, at: datetime) -> None:
    """The same without the worker: whoever calls does the work now (see actions/importing.py)."""
    access.require(by, "import.run")
    with transaction.atomic():
        _begin(key, state, None, at)


def _ask(key: int, state: str, by: Actor, at: datetime, wanted: UUID | None) -> UUID:
    access.require(by, "import.run")
    with transaction.atomic():
        job = wanted or uuid4()
        if wanted is None or not Job.objects.filter(pk=wanted).exists():
            _begin(key, state, job, at)
        return ask_for_job(kind="import", by=by, at=at, arguments={"import": key, "do": state}, key=job)


def _begin(key: int, state: str, job: UUID | None, at: datetime) -> None:
    row = import_row(key, *BEFORE[state], at=at)
    if state != "trying":
        for other in Import.objects.exclude(pk=key).filter(state__in=("running", "undoing")):
            if is_at_work(other, at):
                raise Invalid(Problem("import_busy", "", {"name": other.name}))
    if (
        state == "running"
        and row.beside_id
        and not Import.objects.filter(pk=row.beside_id, state="done").exists()
    ):
        raise Invalid(Problem("deals_first", "", {"name": row.beside.name if row.beside else ""}))
    if state == "running" and row.noun == "deal":
        values.latest(_plan(row).process or None)
    Import.objects.filter(pk=row.pk).update(state=state, job=job, moved_at=at)


def discard_import(*, key: int, by: Actor, at: datetime) -> None:
    """An import that was never run goes, with its file where nothing else needs it."""
    access.require(by, "import.run")
    with transaction.atomic():
        row = import_row(key, "planned", "tried", at=at)
        for history in Import.objects.filter(beside=row):
            discard_import(key=history.pk, by=by, at=at)
        row.delete()
        files.drop_file(upload=row.upload_id)


def failed(*, key: int) -> None:
    """The work ended without an end of its own: what is committed stays, and can be gone on with or taken back."""
    row = Import.objects.filter(pk=key).first()
    if row is not None:
        Import.objects.filter(pk=key).update(state=standing(row.state, working=False))


# --- what the worker and the import share ------------------------------------------------------------------


def table_of(row: Import) -> Table:
    """The file of an import, opened."""
    return open_table(Path(files.path_of(row.upload.digest)), row.name)


def heads_of(row: Import) -> tuple[str, ...]:
    """The headings of its file, without opening it."""
    return tuple(json.loads(row.found).get("heads", ()))


def plan_of(row: Import) -> Plan:
    """How it is to be understood: what the history of deals does not say itself, the plan of the deals says."""
    plan = _plan(row)
    deals = Import.objects.filter(pk=row.beside_id or 0).first()
    if deals is None:
        return plan
    theirs = _plan(deals)
    stages = {**theirs.stages, **{word: to for word, to in plan.stages.items() if to}}
    people = {**theirs.people, **{word: key for word, key in plan.people.items() if key}}
    return replace(plan, process=theirs.process, stages=stages, people=people)


def company_known() -> known.Company:
    """What words of a file may mean here."""
    processes = tuple(values.processes())
    people = tuple(Person.objects.filter(is_active=True).order_by("pk").values_list("pk", "name", "email"))
    first = processes[0] if processes else None
    fields = (
        {
            "deal": first.cycle.fields,
            "company": first.entry.company_fields,
            "contact": first.entry.contact_fields,
            "inquiry": first.entry.fields,
        }
        if first
        else {}
    )
    return known.Company(
        processes=processes,
        people=people,
        fields=fields,  # type: ignore[arg-type]
        currency=first.currency if first else "RUB",
        zone=str(values.calendar().zone),
    )


def first_of_all() -> bool:
    """Has nothing been published yet, so that a passport may be drafted from the file?"""
    return not PassportVersion.objects.exists()


def outline_of_first(
    table: Table, proposed: known.Proposal, person: int | None, pipeline: str = ""
) -> Outline | None:
    """How the company of this file sells; nothing where it is no file of deals."""
    if proposed.plan.noun != "deal":
        return None
    spoken = Person.objects.filter(pk=person or 0).values_list("language", flat=True).first()
    language = spoken or company.ours().language
    return traces.outline(table, proposed.plan, proposed.words, language=language, pipeline=pipeline)


def heads_digest(table: Table) -> str:
    """By which the plan is known again."""
    return hashlib.sha256("\x1f".join(table.heads).encode()).hexdigest()


def source_of(row: Import) -> str:
    """Under which name its ids are kept: two plain files may both count from one."""
    return row.source if row.source != "plain" else f"plain:{row.heads[:12]}"


def starter(row: Import) -> Actor:
    """Whoever brought the file."""
    return actor_of(row.created_by)


def found_in(table: Table, proposed: known.Proposal) -> str:
    """What the columns hold, so that a page need not read the file."""
    rows = table.sample(60)
    samples = [
        list(dict.fromkeys(row[place][:60] for row in rows if row[place]))[:3]
        for place in range(len(table.heads))
    ]
    data = {
        "heads": table.heads,
        "samples": samples,
        "words": proposed.words,
        "doubts": [asdict(one) for one in proposed.doubts],
        "encoding": table.encoding,
        "sheet": table.sheet,
    }
    return json.dumps(data, ensure_ascii=False, default=str)


def _kept(text: str) -> Plan | None:
    data = json.loads(text)
    bare = Plan(source=data["source"], noun=data["noun"], columns=tuple(data["columns"]))
    try:
        return plans.plan_of(data, bare)
    except Invalid:
        return None


def _plan(row: Import) -> Plan:
    found = _kept(row.plan)
    assert found is not None
    return found


def keep_plan(row: Import, plan: Plan, **changed: object) -> None:
    """Keep how it is to be understood, with what changes beside it."""
    text = json.dumps(plans.as_data(plan), ensure_ascii=False)
    Import.objects.filter(pk=row.pk).update(plan=text, noun=plan.noun, source=plan.source, **changed)


def is_at_work(row: Import, at: datetime) -> bool:
    """Is somebody still working on it: a job of the worker, or a command that moved it a moment ago?"""
    if row.job is not None:
        return Job.objects.filter(pk=row.job, state__in=("queued", "running")).exists()
    return row.moved_at is not None and at - row.moved_at < SILENT


def import_row(key: int, *states: str, at: datetime, seen: int | None = None) -> Import:
    """The import where it stands in one of these states, locked within a transaction; NotFound, Stale, Invalid."""
    rows = Import.objects.select_related("upload").filter(pk=key)
    if connection.in_atomic_block:
        rows = rows.select_for_update(of=("self",))
    row = rows.first()
    if row is None:
        raise NotFound("import", key)
    if seen is not None and seen != row.seq:
        raise Stale("import", key, seen, row.seq)
    if standing(row.state, is_at_work(row, at)) not in states:
        busy = row.state in BEFORE and is_at_work(row, at)
        raise Invalid(Problem("import_at_work" if busy else "import_state", "", {"state": row.state}))
    return row

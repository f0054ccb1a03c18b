"""The company's past comes in from a file of another system: understood, tried, taken in, taken back whole."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, Final, Literal
from uuid import UUID, uuid4

from django.db import transaction

from voronka.actions import files
from voronka.actions.jobs import ask_for_job
from voronka.actions.migration import actor_of
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.imports import TARGETS, Plan
from voronka.core.problems import Invalid, NotFound, Problem, Stale
from voronka.formats import plans
from voronka.formats.tables import known
from voronka.formats.tables.files import open_table
from voronka.formats.tables.table import Table
from voronka.store import values
from voronka.store.models import Import, Person, Upload

IDLE: Final = ("planned", "tried", "done", "undone")
"""States in which nothing is being done."""
TAKEN: Final = ("deal", "company", "contact")
"""What comes in by now."""
Say = Callable[[int, int], None]


def begin_import(*, name: str, content: IO[bytes], by: Actor, at: datetime, door: str = "page") -> int:
    """Keep the file and propose how it is to be understood; the import's key.

    Raises NotAllowed; Invalid where the file is no table. A plan that was corrected for the same headings is kept to.
    """
    access.require(by, "import.run")
    upload = Upload.objects.get(pk=files.keep_file(name=name, content=content, by=by, at=at))
    table = open_table(files.path_of(upload.digest), upload.name)
    heads = heads_digest(table)
    last = Import.objects.filter(heads=heads).order_by("-id").values_list("plan", "noun").first()
    remembered = _kept(last[0]) if last else None
    proposed = known.propose(table, company_known(), remembered)
    plan = proposed.plan
    row = Import.objects.create(
        name=upload.name,
        upload=upload,
        source=plan.source,
        noun=plan.noun,
        heads=heads,
        plan=json.dumps(plans.as_data(plan), ensure_ascii=False),
        lines=proposed.rows,
        found=_found(table, proposed),
        created_at=at,
        created_by=by.label,
    )
    return int(row.pk)


def correct_plan(*, key: int, plan: Plan, seen: int, by: Actor, at: datetime) -> None:
    """The plan as somebody corrected it; words that its columns hold anew are proposed. Raises Stale in a second tab.

    Invalid where the plan asks for what can't come in; the import must not have run yet.
    """
    access.require(by, "import.run")
    with transaction.atomic():
        row = _row(key, "planned", "tried", seen=seen)
        if plan.noun not in TAKEN:
            raise Invalid(Problem("noun_not_yet", "noun"))
        wrong = [
            Problem(
                "unknown_choice", f"columns.{place}", {"have": target[:60], "known": list(TARGETS[plan.noun])}
            )
            for place, target in enumerate(plan.columns)
            if target and target not in TARGETS[plan.noun] and not target.startswith("own.")
        ]
        if wrong:
            raise Invalid(*wrong)
        table = table_of(row)
        proposed = known.understood(table, plan, company_known())
        found = _found(table, proposed)
        _keep(row, proposed.plan, state="planned", seq=row.seq + 1, tried="", found=found)


def ask_try(*, key: int, by: Actor, at: datetime) -> UUID:
    """Ask the worker what the import would do; the job's key."""
    return _ask(key, "trying", ("planned", "tried"), by, at)


def ask_run(*, key: int, by: Actor, at: datetime) -> UUID:
    """Ask the worker to take the file in; the job's key. Invalid while another import is at work."""
    return _ask(key, "running", ("planned", "tried"), by, at)


def ask_undo(*, key: int, by: Actor, at: datetime) -> UUID:
    """Ask the worker to take the whole import back; the job's key."""
    return _ask(key, "undoing", ("done",), by, at)


def begin_here(*, key: int, state: Literal["trying", "running", "undoing"], by: Actor, at: datetime) -> None:
    """The same without the worker: whoever calls does the work now (see actions/importing.py)."""
    access.require(by, "import.run")
    with transaction.atomic():
        _begin(key, state, {"undoing": ("done",)}.get(state, ("planned", "tried")))


def _ask(key: int, state: str, before: tuple[str, ...], by: Actor, at: datetime) -> UUID:
    access.require(by, "import.run")
    with transaction.atomic():
        _begin(key, state, before)
        job = uuid4()
        Import.objects.filter(pk=key).update(job=job)
        return ask_for_job(kind="import", by=by, at=at, arguments={"import": key, "do": state}, key=job)


def _begin(key: int, state: str, before: tuple[str, ...]) -> None:
    row = _row(key, *before)
    if state != "trying":
        busy = Import.objects.exclude(pk=key).filter(state__in=("running", "undoing")).first()
        if busy is not None:
            raise Invalid(Problem("import_busy", "", {"name": busy.name}))
    if state == "running" and row.noun == "deal":
        values.latest(_plan(row).process or None)
    Import.objects.filter(pk=row.pk).update(state=state)


def discard_import(*, key: int, by: Actor, at: datetime) -> None:
    """An import that was never run goes, with its file where nothing else needs it."""
    access.require(by, "import.run")
    with transaction.atomic():
        _row(key, "planned", "tried").delete()


def failed(*, key: int) -> None:
    """The work ended without an end of its own: what is committed stays, and can be gone on with or taken back."""
    row = Import.objects.filter(pk=key).first()
    if row is not None and row.state not in IDLE:
        state = "planned" if row.state == "trying" or row.line == 0 else "done"
        Import.objects.filter(pk=key).update(state=state)


# --- what the worker and the import share ------------------------------------------------------------------


def table_of(row: Import) -> Table:
    """The file of an import, opened."""
    return open_table(Path(files.path_of(row.upload.digest)), row.name)


def plan_of(row: Import) -> Plan:
    """How it is to be understood."""
    return _plan(row)


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


def heads_digest(table: Table) -> str:
    """By which the plan is known again."""
    return hashlib.sha256("\x1f".join(table.heads).encode()).hexdigest()


def starter(row: Import) -> Actor:
    """Whoever brought the file."""
    return actor_of(row.created_by)


def _found(table: Table, proposed: known.Proposal) -> str:
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


def _keep(row: Import, plan: Plan, **changed: object) -> None:
    text = json.dumps(plans.as_data(plan), ensure_ascii=False)
    Import.objects.filter(pk=row.pk).update(plan=text, noun=plan.noun, source=plan.source, **changed)


def _row(key: int, *states: str, seen: int | None = None) -> Import:
    row = Import.objects.select_for_update(of=("self",)).select_related("upload").filter(pk=key).first()
    if row is None:
        raise NotFound("import", key)
    if seen is not None and seen != row.seq:
        raise Stale("import", key, seen, row.seq)
    if row.state not in states:
        raise Invalid(Problem("import_state", "", {"state": row.state}))
    return row

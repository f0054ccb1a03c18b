"""One change for many deals: chosen, said, previewed, made, stopped, taken back; the work itself is in bulking.py."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID, uuid4

from django.db import connection, transaction

from voronka.actions import deciding, own
from voronka.actions.change import TITLE_LIMIT, clean, named
from voronka.actions.jobs import ask_for_job
from voronka.core import access
from voronka.core.access import SYSTEM, Actor
from voronka.core.bulk import KINDS, MOST, RIGHTS, SILENT, Change, sees, standing
from voronka.core.problems import Invalid, NotAllowed, NotFound, Problem, Stale
from voronka.store import edits, sql, values
from voronka.store.models import BulkEdit, Job, Person

What = Literal["trying", "running", "undoing"]
BEFORE: Final[Mapping[str, tuple[str, ...]]] = {
    "trying": ("chosen", "tried"),
    "running": ("chosen", "tried", "cut"),
    "undoing": ("done", "cut"),
}
"""How a bulk edit must stand before each kind of work."""


def begin_bulk(*, deals: Sequence[int], process: str | None = None, by: Actor, at: datetime) -> int:
    """Choose the deals; the bulk edit's key. What becomes of them is said next.

    Raises NotAllowed; Invalid for none of them, or for more than MOST.
    """
    access.require(by, "deal.change")
    chosen = [key for key in dict.fromkeys(deals) if sql.is_key(key)]
    if not chosen:
        raise Invalid(Problem("deals_none", "deals"))
    if len(chosen) > MOST:
        raise Invalid(Problem("deals_too_many", "deals", {"limit": MOST}))
    known = values.latest(process)
    with transaction.atomic():
        row = BulkEdit.objects.create(
            process=known.key, total=len(chosen), created_at=at, created_by=by.label
        )
        edits.choose(row.pk, chosen)
    return int(row.pk)


def choose_change(*, key: int, change: Change, by: Actor, at: datetime) -> None:
    """Say what becomes of every deal; before anything is done it may be said anew.

    Raises Invalid where it makes no sense for any of them.
    """
    row = _row(key, by, "chosen", "tried", at=at, author=True)
    whole = _sensible(change, row.process, by, at)
    with transaction.atomic():
        row = _row(key, by, "chosen", "tried", at=at, author=True)
        BulkEdit.objects.filter(pk=key).update(
            change=json.dumps(whole.as_data(), ensure_ascii=False),
            seq=row.seq + 1,
            state="chosen",
            tried="{}",
        )


def _sensible(change: Change, process: str, by: Actor, at: datetime) -> Change:
    """The change with clean words; what no deal could take is told here and not deal by deal."""
    if change.kind not in KINDS:
        raise Invalid(Problem("unknown_choice", "kind", {"have": named(change.kind), "known": list(KINDS)}))
    access.require(by, RIGHTS[change.kind])
    known = values.latest(process)
    match change.kind:
        case "owner":
            if change.owner is not None and not sql.there("store_person", change.owner, "is_active"):
                raise Invalid(Problem("unknown_person", "owner", {"have": change.owner}))
            return Change("owner", owner=change.owner)
        case "next_step":
            deciding.require_ahead(change.due, at)
            words = clean(change.text, "text", limit=TITLE_LIMIT)
            return Change("next_step", due=change.due, text=words if change.due else "")
        case "stage":
            to = named(change.to)
            _among(to, [one.id for one in known.cycle.stages], "to")
            return Change("stage", to=to)
        case "lose":
            reason = named(change.reason)
            _among(reason, [one.id for one in known.cycle.lost_reasons], "reason")
            return Change("lose", reason=reason, text=clean(change.text, "text"))
        case "reopen":
            return Change("reopen", text=clean(change.text, "text"))
        case "field":
            fields = {one.id: one for one in known.cycle.fields}
            _among(named(change.field), list(fields), "field")
            value = clean(change.value, "value")
            own.read(fields[change.field], value, known.currency)
            return Change("field", field=change.field, value=value)


def _among(have: str, known: list[str], place: str) -> None:
    if have not in known:
        raise Invalid(Problem("unknown_choice", place, {"have": have, "known": known}))


def begin_work(
    *, key: int, what: What, here: bool, seen: int | None = None, by: Actor, at: datetime
) -> UUID | None:
    """Begin to preview, to make the change, or to take it back: `here` by the caller, else by the worker; its job.

    `seen` is the `seq` of the page: another change than the one that was previewed there is not made. Raises Stale;
    Invalid where it stands otherwise; NotAllowed; NotFound where it is nobody's to see.
    """
    with transaction.atomic():
        row = _row(key, by, *BEFORE[what], at=at, author=what != "undoing")
        if seen is not None and seen != row.seq:
            raise Stale("bulk", key, seen, row.seq)
        change = change_of(row)
        access.require(by, RIGHTS[change.kind])
        job = None if here else uuid4()
        more = {"undone_by": by.label} if what == "undoing" else {}
        BulkEdit.objects.filter(pk=key).update(state=what, job=job, moved_at=at, **more)
        if job is not None:
            ask_for_job(kind="bulk", by=by, at=at, arguments={"bulk": key, "do": what}, key=job)
    return job


def stop_bulk(*, key: int, by: Actor, at: datetime) -> None:
    """No further deals: what is done is done, and may be gone on with or taken back."""
    with transaction.atomic():
        _row(key, by, "running", "cut", at=at)
        BulkEdit.objects.filter(pk=key, state="running").update(state="cut", moved_at=at)


def discard_bulk(*, key: int, by: Actor, at: datetime) -> None:
    """A bulk edit that was never made goes."""
    with transaction.atomic():
        _row(key, by, "chosen", "tried", at=at, author=True).delete()


def forget_unmade(before: datetime) -> int:
    """What was chosen and never made, long ago, goes; how many."""
    old = BulkEdit.objects.filter(state__in=("chosen", "trying", "tried"), created_at__lt=before)
    return sum(1 for row in old if row.delete())


def failed(*, key: int) -> None:
    """The work ended without an end of its own: what is committed stays."""
    row = BulkEdit.objects.filter(pk=key).first()
    if row is not None:
        BulkEdit.objects.filter(pk=key).update(state=standing(row.state, working=False))


def change_of(row: BulkEdit) -> Change:
    """What becomes of every deal; Invalid where that was not said yet."""
    data = json.loads(row.change)
    if not data:
        raise Invalid(Problem("change_needed", "kind"))
    return Change.from_data(data)


def actor_of(label: str) -> Actor:
    """As whom the work is done; NotAllowed where they work here no more."""
    if label == SYSTEM.label:
        return SYSTEM
    number = label.removeprefix("person:")
    person = Person.objects.filter(pk=int(number), is_active=True).first() if number.isdecimal() else None
    if person is None:
        raise NotAllowed("deal.change")
    return person.actor


def is_at_work(row: BulkEdit, at: datetime) -> bool:
    """Is somebody still working on it: a job of the worker, or a command that moved it a moment ago?"""
    if row.job is not None:
        return Job.objects.filter(pk=row.job, state__in=("queued", "running")).exists()
    return row.moved_at is not None and at - row.moved_at < SILENT


def _row(key: int, by: Actor, *states: str, at: datetime, author: bool = False) -> BulkEdit:
    """The bulk edit, if it is theirs to see and stands so; `author`: only whoever chose it may."""
    access.require(by, "deal.change")
    rows = BulkEdit.objects.filter(pk=key) if sql.is_key(key) else BulkEdit.objects.none()
    if connection.in_atomic_block:
        rows = rows.select_for_update()
    row = rows.first()
    if row is None or not sees(by, row.created_by):
        raise NotFound("bulk", key)
    if author and row.created_by != by.label:
        raise NotAllowed("deal.change")
    state = standing(row.state, is_at_work(row, at))
    if state not in states:
        raise Invalid(Problem("bulk_state", "", {"state": state}))
    return row

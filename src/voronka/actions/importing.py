"""The work of an import: lines to facts and rows in pieces, tried or for good."""

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from voronka.actions import past_inquiries, past_moves, past_payments
from voronka.actions.imports import Say, company_known, heads_of, plan_of, source_of, starter, table_of
from voronka.actions.trials import Taken, Trial
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.fields import holds_words
from voronka.core.importing import deal_facts
from voronka.core.imports import LOST, WON, Line, Plan, Refused
from voronka.core.past_moves import Standing
from voronka.core.pasts import Past
from voronka.core.problems import NotFound
from voronka.core.process import Process
from voronka.formats.tables.lines import Known, lines
from voronka.store import bulk, imported, values
from voronka.store.models import Import

PIECE: Final = 1000
"""Lines of one transaction: what an import that is cut has to do again, and how long others wait for a turn to write
(some 0.2 s). Pieces of 500 write the pages of the indexes over and over: a tenth more of the whole."""
Now = Callable[[], datetime]


def try_it(*, key: int, now: Now, say: Say) -> dict[str, Any]:
    """What the import would do, without doing it: counts, examples, refused lines with their reasons."""
    row = row_of(key)
    plan = plan_of(row)
    trial = Trial(row, plan, _coming(row) if row.beside_id else {})
    for piece in _pieces(row, plan, after=0):
        trial.add(piece, now())
        say(trial.looked_at, max(row.lines, 1))
    text = json.dumps(trial.as_data(), ensure_ascii=False, default=str)
    Import.objects.filter(pk=key, state="trying").update(state="tried", tried=text)
    for history in histories(key, "trying", now()):
        try_it(key=history, now=now, say=say)
    return trial.counts()


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Python's collector of circles comes a hundred times less: a piece makes many values and no circles, and each
    time it would look through all that the process holds."""
    before = gc.get_threshold()
    gc.set_threshold(before[0] * 100, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def run(*, key: int, now: Now, say: Say) -> dict[str, Any]:
    """Take the file in, a piece a transaction; what was cut goes on behind its last piece, and nothing comes twice."""
    with seldom_collecting():
        return _run(key, now, say)


def _run(key: int, now: Now, say: Say) -> dict[str, Any]:
    row = row_of(key)
    plan, by = plan_of(row), starter(row)
    for piece in _pieces(row, plan, after=row.line):
        with transaction.atomic():
            held = Import.objects.select_for_update().get(pk=key)
            if held.state != "running":
                break
            if held.line >= piece[-1].last:  # somebody else has gone on with it meanwhile
                continue
            counts = Counter(json.loads(held.counts))
            _take(row, plan, piece, counts, by, now())
            line = piece[-1].last
            Import.objects.filter(pk=key).update(line=line, counts=json.dumps(counts), moved_at=now())
        say(sum(counts[one] for one in ("taken", "known", "refused")), max(row.lines, 1))
    counts_of = _end(key, by, now())
    if Import.objects.filter(pk=key, state="done").exists():
        for history in histories(key, "running", now()):
            _run(history, now, say)
    return counts_of


def histories(key: int, state: str, at: datetime) -> list[int]:
    """The histories that go with this import of deals, set to the same work."""
    before = ("done", "cut") if state == "undoing" else ("planned", "tried")
    found = list(Import.objects.filter(beside=key, state__in=before).values_list("pk", flat=True))
    Import.objects.filter(pk__in=found).update(state=state, moved_at=at)
    return found


def _coming(row: Import) -> dict[str, Standing]:
    """The deals of the file beside which the history lies, as they will stand, by their ids and titles there."""
    deals = row_of(row.beside_id or 0)
    if deals.state == "done":
        return {}
    plan, found = plan_of(deals), {}
    processes: dict[str, Process] = {}
    for one in lines(table_of(deals), plan, _known(plan)):
        if isinstance(one, Line) and one.opened_at is not None:
            process = processes.setdefault(one.process, values.latest(one.process or None))
            found[one.outside] = found[one.title] = past_moves.coming(one, process)
    return found


def _end(key: int, by: Actor, at: datetime) -> dict[str, Any]:
    past = _past(key)
    with transaction.atomic():
        held = Import.objects.select_for_update(of=("self",)).select_related("upload").get(pk=key)
        counts = json.loads(held.counts)
        if held.state == "running":
            told = {name: int(counts.get(name, 0)) for name in ("taken", "known", "refused")}
            applied = e.ImportApplied(held.noun, held.source, held.upload.digest, **told)
            imported.tell(key, (applied,), by=by, at=at)
            tried = json.dumps({**json.loads(held.tried or "{}"), "past": past}, ensure_ascii=False)
            Import.objects.filter(pk=key).update(state="done", ended_at=at, tried=tried)
    return dict(counts)


def _past(key: int) -> dict[str, Any] | None:
    """What the deals that came in say, counted once at the end; nothing for a file of something else."""
    row = row_of(key)
    if row.noun != "deal":
        return None
    told = Past(ZoneInfo(plan_of(row).zone))
    for end, opened_at, closed_at, amount, currency in imported.ends(key):
        told.add({"imported": WON, "lost": LOST}.get(end, end), opened_at, closed_at, amount, currency)
    return told.as_data()


def _take(
    row: Import, plan: Plan, piece: Sequence[Taken], counts: Counter[str], by: Actor, at: datetime
) -> None:
    """One piece: what is known already is passed over, the rest becomes clients, deals and the facts of both."""
    if row.noun == "change":
        _refuse(row, past_moves.take(row, plan, heads_of(row), _ways(piece), counts, by, at), counts)
        return
    refused = [one for one in piece if isinstance(one, Refused)]
    _refuse(row, refused, counts)
    if row.noun == "payment":
        mine = [one for one in piece if isinstance(one, Line)]
        _refuse(row, past_payments.take(row, plan, heads_of(row), mine, counts, by, at), counts)
        return
    mine = [one for one in piece if isinstance(one, Line)]
    deals: Mapping[int, int] = {}
    if row.noun == "inquiry":
        mine, wrong, deals = past_inquiries.settle(row, plan, heads_of(row), mine)
        _refuse(row, wrong, counts)
    told = {one.outside: one for one in mine}  # a line twice in one piece comes once
    doubled = len(mine) - len(told)
    there = imported.known(source_of(row), row.noun, list(told))
    fresh = [one for name, one in told.items() if name not in there]
    counts["known"] += len(there) + doubled
    counts["taken"] += len(fresh)
    if not fresh:
        return
    clients = imported.clients([one.client for one in fresh], whence=row.pk, source=source_of(row), at=at)
    if row.noun == "deal":
        _deals(row, plan, fresh, clients, counts, by, at)
        return
    if row.noun == "inquiry":
        past_inquiries.take(row, fresh, [contact for _firm, contact in clients], deals, counts, by, at)
        return
    place = 0 if row.noun == "company" else 1
    things = [(one.outside, key) for one, pair in zip(fresh, clients, strict=True) if (key := pair[place])]
    imported.remember(source_of(row), row.noun, row.pk, things)


def _refuse(row: Import, refused: Sequence[Refused], counts: Counter[str]) -> None:
    imported.refuse(row.pk, [(one.number, asdict(one.problem), one.cells) for one in refused])
    counts["refused"] += len(refused)


def _ways(piece: Sequence[Taken]) -> list[past_moves.Way]:
    return [one for one in piece if isinstance(one, past_moves.Way)]


def _deals(
    row: Import,
    plan: Plan,
    fresh: Sequence[Line],
    clients: Sequence[tuple[int | None, int | None]],
    counts: Counter[str],
    by: Actor,
    at: datetime,
) -> None:
    noted = [one for one in fresh if one.note]
    notes = dict(
        zip([one.outside for one in noted], imported.texts([one.note for one in noted], at), strict=True)
    )
    told = []
    processes = {name: values.latest(name or None) for name in {one.process for one in fresh}}
    wordy = {
        name: {field.id for field in process.cycle.fields if holds_words(field)}
        for name, process in processes.items()
    }
    for one, (company, contact) in zip(fresh, clients, strict=True):
        process = processes[one.process]
        names = [name for name in one.own if name in wordy[one.process]]
        texts = dict(zip(names, imported.texts([one.own[name] for name in names], at), strict=True))
        facts = deal_facts(
            one, process, imported=row.pk, payment=uuid4().hex if one.paid else "", company=company, contact=contact,
            note=notes.get(one.outside), texts=texts,
        )  # fmt: skip
        told.append(bulk.Told([(fact, when, by) for fact, when in facts], one.title))
        counts["won" if one.stage == WON else "lost" if one.stage == LOST else "open"] += 1
    keys = bulk.write(told, door="import", recorded=at)
    imported.remember(
        source_of(row), "deal", row.pk, [(one.outside, key) for one, key in zip(fresh, keys, strict=True)]
    )


def _pieces(row: Import, plan: Plan, *, after: int) -> Iterator[list[Taken]]:
    """The lines behind this one, a piece at a time; changes of stage are gathered deal by deal."""
    read = lines(table_of(row), plan, _known(plan))
    whole: Iterable[Taken] = past_moves.ways(read, plan) if row.noun == "change" else read
    told = (one for one in whole if one.last > after)
    while piece := list(islice(told, PIECE)):
        yield piece


def _known(plan: Plan) -> Known:
    processes: Sequence[Process] = values.processes()
    stages = {one.key: frozenset(stage.id for stage in one.cycle.stages) for one in processes}
    return Known(stages=stages, fields=company_known().fields)


def row_of(key: int) -> Import:
    """The import with this key; NotFound."""
    row = Import.objects.select_related("upload").filter(pk=key).first()
    if row is None:
        raise NotFound("import", key)
    return row

"""The work of an import: lines to facts and rows in pieces, and a trial of it."""

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from voronka.actions import past_inquiries, past_moves, past_payments
from voronka.actions.imports import Say, company_known, heads_of, plan_of, source_of, starter, table_of
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
from voronka.formats.tables.summary import MOST_EXAMPLES, Summary
from voronka.store import bulk, imported, known_clients, values
from voronka.store.models import Import

PIECE: Final = 500
"""Lines of one transaction: what an import that is cut has to do again, and how long others wait for a turn to write
(some 0.15 s). Pieces of 200 write the pages of the indexes over and over: a tenth more of the whole."""
Now = Callable[[], datetime]
Taken = Line | Refused | past_moves.Way


def try_it(*, key: int, now: Now, say: Say) -> dict[str, Any]:
    """What the import would do, without doing it: counts, examples, refused lines with their reasons."""
    row = row_of(key)
    plan, known = plan_of(row), Counter[str]()
    seen = Summary(past=Past(ZoneInfo(plan.zone)))
    coming, meeting = _coming(row) if row.beside_id else {}, Meeting()
    for piece in _pieces(row, plan, after=0):
        if row.noun == "change":
            told_ways, _deals_there = past_moves.settle(
                row, plan, heads_of(row), _ways(piece), now(), coming=coming
            )
            past_moves.tried(told_ways, seen, known)
            say(seen.taken + seen.refused, max(row.lines, 1))
            continue
        mine = [one for one in piece if isinstance(one, Line)]
        if row.noun == "payment":
            settled, deals = past_payments.settle(row, plan, heads_of(row), mine, now())
            known += past_payments.tried(settled, deals)
            known["things"] += len(settled.known)
            why = {one.number: one for one in settled.refused}
            piece = [why.get(one.last, one) for one in piece]
        else:
            if row.noun == "inquiry":
                mine, wrong, _named = past_inquiries.settle(row, plan, heads_of(row), mine)
                why = {one.number: one for one in wrong}
                piece = [why.get(one.last, one) for one in piece]
                known.update(past_inquiries.became(one) for one in mine)
            there = imported.known(source_of(row), row.noun, [one.outside for one in mine])
            known["things"] += len(there)
            meeting.add(mine, there)
        for told in piece:
            if not isinstance(told, past_moves.Way):
                seen.add(told)
        say(seen.taken + seen.refused, max(row.lines, 1))
    found = {
        "taken": seen.taken,
        "refused": seen.refused,
        "known": known["things"],
        "open": seen.open + known["open"],
        "won": seen.won + known["won"],
        "lost": seen.lost + known["lost"],
        "deals": known["deals"],
        "clients": seen.clients,
        "stages": dict(seen.stages.most_common()),
        "sums": dict(seen.sums),
        "won_sums": dict(seen.won_sums),
        "first": seen.first and seen.first.isoformat(),
        "last": seen.last and seen.last.isoformat(),
        "reasons": dict(seen.reasons.most_common()),
        "past": seen.past.as_data() if row.noun == "deal" else None,
        **meeting.as_data(),
        "examples": [_example(one) for one in seen.examples],
        "refusals": [
            {"number": one.number, "problem": asdict(one.problem), "cells": list(one.cells)}
            for one in seen.refusals
        ],
    }
    text = json.dumps(found, ensure_ascii=False, default=str)
    Import.objects.filter(pk=key, state="trying").update(state="tried", tried=text)
    for history in histories(key, "trying", now()):
        try_it(key=history, now=now, say=say)
    return {"taken": seen.taken, "refused": seen.refused}


@dataclass(slots=True)
class Meeting:
    """Which lines of a trial are known already, and whom the others would meet: counted, with the first of them."""

    keys: dict[str, set[int]] = field(default_factory=lambda: {"company": set(), "contact": set()})
    clients: list[dict[str, Any]] = field(default_factory=list)
    things: list[dict[str, Any]] = field(default_factory=list)

    def add(self, told: Sequence[Line], there: Mapping[str, int]) -> None:
        """One piece more."""
        known = [one for one in told if one.outside in there]
        for one in known[: MOST_EXAMPLES - len(self.things)]:
            called = one.title or one.client.company or one.client.contact
            self.things.append({"number": one.number, "key": there[one.outside], "called": called})
        fresh = [one for one in told if one.outside not in there]
        for one, met in zip(fresh, known_clients.met([one.client for one in fresh]), strict=True):
            for client in met:
                if client.key not in self.keys[client.noun] and len(self.clients) < MOST_EXAMPLES:
                    self.clients.append({"number": one.number, **asdict(client)})
                self.keys[client.noun].add(client.key)

    def as_data(self) -> dict[str, Any]:
        """What is kept of it."""
        counts = {noun: len(keys) for noun, keys in self.keys.items()}
        return {"met": {**counts, "clients": self.clients}, "doubles": self.things}


def _example(line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "title": line.title or line.deal,
        "client": line.client.company or line.client.contact,
        "amount": line.amount,
        "currency": line.currency,
        "stage": line.stage,
        "opened_at": line.opened_at and line.opened_at.isoformat(),
    }


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

"""The work of a bulk edit: every deal judged as a single one is, in pieces; a look at it, and the way back."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from voronka.actions import deciding
from voronka.actions.bulk import What, actor_of, begin_work, change_of
from voronka.actions.deciding import Decide
from voronka.actions.own import read
from voronka.core import access, bulk
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.bulk import AT_ONCE, Change, Tally, Verdict
from voronka.core.deal import Deal
from voronka.core.decision import Decision
from voronka.core.guards import Facts
from voronka.core.problems import Invalid, NotAllowed, NotFound, Problem
from voronka.formats import conditions
from voronka.store import edits, sql, values, work
from voronka.store.models import BulkEdit
from voronka.store.work import Unit

PIECE: Final = 200
"""Deals of one transaction: what a bulk edit that is cut has to do again."""
DOOR: Final = "bulk"
Now = Callable[[], datetime]
Say = Callable[[int, int], None]


def quietly(done: int, total: int) -> None:
    """Nobody wants to know how far it is."""


def go(*, key: int, what: What, seen: int | None = None, by: Actor, at: datetime) -> bool:
    """Preview, make the change or take it back: few deals at once, many by the worker. Is it done already?"""
    total = BulkEdit.objects.filter(pk=key).values_list("total", flat=True).first() if sql.is_key(key) else 0
    here = (total or 0) <= AT_ONCE
    begin_work(key=key, what=what, here=here, seen=seen, by=by, at=at)
    if here:
        WORK[what](key=key, now=lambda: at, say=quietly)
    return here


def look(*, key: int, now: Now, say: Say) -> dict[str, int]:
    """What would become of the deals: judged as in the work itself, and nothing of them is written."""
    row = _row(key)
    change, by, tally, place = change_of(row), actor_of(row.created_by), Tally(), 0
    while piece := edits.piece(key, place, PIECE):
        keys, place = [deal for _place, deal in piece], piece[-1][0]
        for verdict in _verdicts(keys, values.deals(keys), change, by, now(), edits.Unwritten()):
            tally.add(verdict)
        BulkEdit.objects.filter(pk=key, state="trying").update(moved_at=now())
        say(place, row.total)
    text = json.dumps(tally.as_data(), ensure_ascii=False, default=str)
    BulkEdit.objects.filter(pk=key, state="trying", seq=row.seq).update(state="tried", tried=text)
    return tally.counts


def run(*, key: int, now: Now, say: Say) -> dict[str, int]:
    """Make the change, a piece a transaction; what was cut goes on behind its last piece, and nothing is done twice."""
    row = _row(key)
    change, by, on = change_of(row), actor_of(row.created_by), True
    while on:
        at = now()
        with work.unit(by=by, at=at, door=DOOR) as unit:
            held = _held(key)
            piece = edits.piece(key, held.place, PIECE) if held.state == "running" else []
            tally = Tally(json.loads(held.told))
            if piece:
                _make(unit, key, piece, change, tally)
                _keep(key, place=piece[-1][0], moved_at=at, told=tally.as_data())
            elif held.state == "running":
                edits.tell(key, _applied(change, tally.counts), by=by, at=unit.at, door=DOOR)
                _keep(key, state="done", ended_at=at)
            on = bool(piece)
        if piece:
            say(piece[-1][0], row.total)
    return tally.counts


def _applied(change: Change, counts: Mapping[str, int]) -> e.BulkApplied:
    return e.BulkApplied(
        change.kind,
        done=counts.get("done", 0),
        same=counts.get("same", 0),
        refused=counts.get("refused", 0) + counts.get("invalid", 0),
        barred=counts.get("barred", 0) + counts.get("absent", 0),
    )


def _make(unit: Unit, key: int, piece: Sequence[tuple[int, int]], change: Change, tally: Tally) -> None:
    """One piece: each deal is locked, judged as it is now, and its facts are written with those of the others."""
    keys = [deal for _place, deal in piece]
    deals = unit.deals(keys)
    known = {one.key: one for one in deals}
    pen = edits.Texts(len(keys), unit.at)
    verdicts = list(_verdicts(keys, deals, change, unit.by, unit.at, pen))
    pen.keep()
    unit.record_all([(known[one.deal], one.events) for one in verdicts if one.events])
    for one in verdicts:
        tally.add(one)
    edits.judged(
        key,
        [
            (place, one.state, _last(known, one), one.before, one.why())
            for (place, _deal), one in zip(piece, verdicts, strict=True)
        ],
    )


def _last(known: Mapping[int, Deal], one: Verdict) -> int:
    return known[one.deal].seq + len(one.events) if one.deal in known else 0


class Pen(deciding.Pen, Protocol):
    """Keeps words, and forgets those of a change that was refused."""

    def mark(self) -> int:
        """How many are kept so far."""
        ...

    def forget(self, mark: int) -> None:
        """What was written since then."""
        ...


def _verdicts(
    keys: Sequence[int], deals: Sequence[Deal], change: Change, by: Actor, at: datetime, pen: Pen
) -> Iterator[Verdict]:
    """What becomes of each of these deals, in their order; two statements at most, however many there are."""
    known = {one.key: one for one in deals}
    says = _words(deals, change)
    looked = edits.read_instructions(deals) if change.kind == "stage" else {}
    decide = _decide(change, by, at)
    for key in keys:
        deal = known.get(key)
        if deal is None or not _sees(by, deal):
            yield Verdict(key, "absent")
            continue
        facts = _facts(deal, at, looked.get((deal.owner or 0, deal.process), frozenset()))
        yield _verdict(facts, change, decide, says.get(key, ""), pen)


def _verdict(facts: Facts, change: Change, decide: Decide, words: str, pen: Pen) -> Verdict:
    deal, mark = facts.deal, pen.mark()
    try:
        if bulk.already(deal, change, words, _value(facts, change)):
            return Verdict(deal.key, "same")
        decision = decide(facts, pen)
    except NotAllowed:
        return Verdict(deal.key, "barred", problems=(Problem("not_yours", "deal"),))
    except Invalid as wrong:
        return Verdict(deal.key, "invalid", problems=wrong.problems)
    if decision.refused:
        pen.forget(mark)
        return Verdict(deal.key, "refused", decision.events, missing=decision.refused)
    if not decision.events:
        pen.forget(mark)
        return Verdict(deal.key, "same")
    return Verdict(deal.key, "done", decision.events, before=bulk.before(deal, change))


def _decide(change: Change, by: Actor, at: datetime) -> Decide:
    """The decision of the verb of a single deal."""
    match change.kind:
        case "owner":
            return _to_somebody(change.owner, deciding.assign(change.owner, by))
        case "next_step":
            return deciding.next_step(change.due, change.text, at)
        case "stage":
            return deciding.move(change.to)
        case "lose":
            return deciding.lose(change.reason, change.text)
        case "reopen":
            return deciding.reopen(change.text)
        case "field":
            return deciding.own_field(change.field, change.value)


def _to_somebody(owner: int | None, decide: Decide) -> Decide:
    """Whoever was there when the change was chosen may have left since."""
    there = owner is None or sql.there("store_person", owner, "is_active")

    def asked(facts: Facts, pen: deciding.Pen) -> Decision:
        if not there:
            raise Invalid(Problem("unknown_person", "owner", {"have": owner}))
        return decide(facts, pen)

    return asked


def _words(deals: Sequence[Deal], change: Change) -> dict[int, str]:
    """What the text of each deal says now that the change is about."""
    match change.kind:
        case "next_step":
            texts = {deal.key: deal.next_step_text for deal in deals}
        case "field":
            texts = {deal.key: deal.fields.get(change.field) for deal in deals}
        case _:
            return {}
    bodies = edits.bodies(texts.values())
    return {key: bodies.get(text or 0, "") for key, text in texts.items()}


def _value(facts: Facts, change: Change) -> str:
    if change.kind != "field":
        return ""
    own = next((one for one in facts.process.cycle.fields if one.id == change.field), None)
    return read(own, change.value, facts.deal.currency) if own else ""


def _facts(deal: Deal, at: datetime, looked: frozenset[str]) -> Facts:
    process = values.process(deal.process, deal.version)
    return Facts(process, deal, at, conditions.deal, values.calendar(), looked)


def _sees(by: Actor, deal: Deal) -> bool:
    return deal.status != "undone" and access.sees(
        by, owner=deal.owner, handover=deal.handover, handover_to=deal.handover_to
    )


def undo(*, key: int, now: Now, say: Say) -> dict[str, int]:
    """Return every deal that changed to what it was; what somebody has worked on since stays, and is told."""
    row = _row(key)
    change, by, place, on = change_of(row), actor_of(row.undone_by), 0, True
    while on:
        at = now()
        with work.unit(by=by, at=at, door=DOOR) as unit:
            held = _held(key)
            piece = edits.changed(key, place, PIECE) if held.state == "undoing" else []
            told = json.loads(held.told)
            tally = Tally(told.get("undo"))
            if piece:
                place = piece[-1][0]
                _return(unit, key, piece, change, tally)
                _keep(key, moved_at=at, told={**told, "undo": tally.as_data()})
            elif held.state == "undoing":
                gone = tally.counts.get("done", 0)
                left = sum(tally.counts.values()) - gone
                edits.tell(key, e.BulkUndone(gone, left), by=by, at=unit.at, door=DOOR)
                _keep(key, state="undone", ended_at=at)
            on = bool(piece)
        if piece:
            say(place, row.total)
    return tally.counts


def _return(
    unit: Unit,
    key: int,
    piece: Sequence[tuple[int, int, int, dict[str, Any]]],
    change: Change,
    tally: Tally,
) -> None:
    deals = {one.key: one for one in unit.deals([one[1] for one in piece])}
    active = (
        _active({was.get("owner") for _place, _key, _seq, was in piece}) if change.kind == "owner" else {}
    )
    told, judged = [], []
    for place, deal_key, seq, was in piece:
        verdict = _back(deals.get(deal_key), deal_key, seq, was, change, unit, active)
        tally.add(verdict)
        if verdict.events:
            told.append((deals[deal_key], verdict.events))
        judged.append((place, "gone" if verdict.state == "done" else "left", seq, was, verdict.why()))
    unit.record_all(told)
    edits.judged(key, judged)


def _back(
    deal: Deal | None,
    key: int,
    seq: int,
    was: Mapping[str, Any],
    change: Change,
    unit: Unit,
    active: Mapping[int, bool],
) -> Verdict:
    if deal is None or not _sees(unit.by, deal):
        return Verdict(key, "absent")
    if deal.seq != seq:
        return Verdict(key, "invalid", problems=(Problem("worked_since", "deal"),))
    owner = was.get("owner")
    if change.kind == "owner":
        if owner is not None and not active.get(owner):
            return Verdict(key, "invalid", problems=(Problem("unknown_person", "owner", {"have": owner}),))
        # Whoever took a free deal may set it free again; to give it to somebody needs the right to.
        if not access.may(unit.by, "deal.assign") and not (owner is None and deal.owner == unit.by.id):
            return Verdict(key, "barred", problems=(Problem("not_yours", "deal"),))
    decision = bulk.undo(_facts(deal, unit.at, frozenset()), change, was)
    if decision.refused:
        return Verdict(key, "refused", decision.events, missing=decision.refused)
    return Verdict(key, "done", decision.events)


def _active(people: set[Any]) -> dict[int, bool]:
    asked = sorted(one for one in people if one is not None)
    if not asked:
        return {}
    places = ", ".join(["%s"] * len(asked))
    return {
        int(key): bool(active)
        for key, active in sql.all_of(f"SELECT id, is_active FROM store_person WHERE id IN ({places})", asked)
    }


WORK: Final[Mapping[What, Callable[..., dict[str, int]]]] = {"trying": look, "running": run, "undoing": undo}


def _row(key: int) -> BulkEdit:
    row = BulkEdit.objects.filter(pk=key).first()
    if row is None:
        raise NotFound("bulk", key)
    values.latest(row.process)  # notices what the company has set since this process of the machine looked
    return row


def _held(key: int) -> BulkEdit:
    return BulkEdit.objects.select_for_update().get(pk=key)


def _keep(key: int, **changed: Any) -> None:
    if "told" in changed:
        changed["told"] = json.dumps(changed["told"], ensure_ascii=False, default=str)
    BulkEdit.objects.filter(pk=key).update(**changed)

"""Money of the past, line by line: of which deal it is, what of it is here already, what follows from it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from voronka.actions.change import facts_of
from voronka.actions.imports import source_of
from voronka.core import closing
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.deal import Deal, Stamp, apply
from voronka.core.importing import TOLD
from voronka.core.imports import Line, Plan, Refused
from voronka.core.problems import Problem
from voronka.store import bulk, imported, named_deals, values
from voronka.store.models import Import
from voronka.store.named_deals import Called
from voronka.store.work import Unit

SHARED: Final = "="
"""The source of payments that their system gives no number: whose file it is does not matter."""


@dataclass(slots=True)
class Settled:
    """Lines that can be taken, each with its deal and the id by which it is known again; those that are known; the
    rest with the reason.
    """

    fresh: list[tuple[Line, int, str, str]] = field(default_factory=list)
    known: list[Line] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def settle(
    row: Import, plan: Plan, heads: Sequence[str], told: Sequence[Line], at: datetime, *, lock: bool = False
) -> tuple[Settled, dict[int, Deal]]:
    """What these lines come to, and the deals that they are of (`lock`: held until the transaction's end)."""
    found = Settled()
    source, zone = source_of(row), ZoneInfo(plan.zone)
    meant = named_deals.meant([Called(one.deal, one.client) for one in told], source=source)
    deals = {
        one.key: one for one in values.deals(sorted({keys[0] for keys in meant if len(keys) == 1}), lock=lock)
    }
    by_line: list[tuple[Line, Deal, str, str]] = []
    for one, keys in zip(told, meant, strict=True):
        deal = deals.get(keys[0]) if len(keys) == 1 else None
        problem = _no_deal(one, keys) if deal is None else _problem(one, deal, at, zone)
        if deal is None or problem is not None:
            assert problem is not None
            found.refused.append(refused(plan, heads, one, problem))
            continue
        by_line.append(
            (one, deal, source if one.outside else SHARED, one.outside or _digest(one, deal, zone))
        )
    there = {
        (name, outside)
        for name in {one[2] for one in by_line}
        for outside in imported.known_live(name, "payment", [one[3] for one in by_line if one[2] == name])
    }
    standing = {deal.key: _standing(deal) for deal in deals.values()}
    for one, deal, name, outside in by_line:
        by_hand = (one.amount, _day(one, zone))
        if (name, outside) in there:
            found.known.append(one)
        elif standing[deal.key][by_hand]:
            standing[deal.key][by_hand] -= 1
            found.known.append(one)
        elif sum_told := _told_with_the_deal(deal):
            data = {"sum": sum_told, "currency": deal.currency}
            found.refused.append(refused(plan, heads, one, Problem("paid_told", "payment.amount", data)))
        else:
            there.add((name, outside))
            found.fresh.append((one, deal.key, name, outside))
    return found, deals


def refused(plan: Plan, heads: Sequence[str], line: Line, problem: Problem) -> Refused:
    """The line with the reason; the problem's field is a target, and becomes the heading of its column."""
    places = [place for place, target in enumerate(plan.columns) if target == problem.field]
    head = heads[places[0]] if places and places[0] < len(heads) else problem.field
    return Refused(line.number, replace(problem, field=head), line.cells)


def _no_deal(line: Line, keys: Sequence[int]) -> Problem:
    if keys:
        return Problem("deal_ambiguous", "payment.deal", {"have": line.deal[:60], "count": len(keys)})
    return Problem("deal_unknown", "payment.deal", {"have": line.deal[:60]})


def _problem(line: Line, deal: Deal, at: datetime, zone: ZoneInfo) -> Problem | None:
    if line.currency != deal.currency:
        data = {"have": line.currency, "need": deal.currency}
        return Problem("currency_elsewhere", "payment.currency", data)
    assert line.opened_at is not None
    if line.opened_at.astimezone(zone).date() > at.astimezone(zone).date():
        return Problem("in_the_future", "payment.paid_on")
    if deal.status == "lost" and deal.imported is None:
        return Problem("deal_lost_here", "payment.deal", {"have": line.deal[:60]})
    return None


def _day(line: Line, zone: ZoneInfo) -> str:
    assert line.opened_at is not None
    return line.opened_at.astimezone(zone).date().isoformat()


def _digest(line: Line, deal: Deal, zone: ZoneInfo) -> str:
    said = (str(deal.key), _day(line, zone), str(line.amount), line.currency, " ".join(line.note.split()))
    return "=" + blake2b("\x1f".join(said).encode(), digest_size=12).hexdigest()


def _standing(deal: Deal) -> Counter[tuple[int, str]]:
    """Payments that no file of payments brought, by sum and day: the same money once more is no second payment."""
    return Counter(
        (one.amount, one.paid_on)
        for one in deal.payments
        if not one.voided and (one.imported is None or one.imported == deal.imported)
    )


def _told_with_the_deal(deal: Deal) -> int:
    """What the line of the deal itself told as paid: payments beside it would count the same money twice."""
    if deal.imported is None:
        return 0
    return sum(one.net for one in deal.payments if one.imported == deal.imported)


def take(
    row: Import,
    plan: Plan,
    heads: Sequence[str],
    told: Sequence[Line],
    counts: Counter[str],
    by: Actor,
    at: datetime,
) -> list[Refused]:
    """Count these lines as money of their deals; those that can't be, with the reason."""
    found, deals = settle(row, plan, heads, told, at, lock=True)
    counts["known"] += len(found.known)
    notes = [one for one, *_ in found.fresh if one.note]
    texts = dict(zip(map(id, notes), imported.texts([one.note for one in notes], at), strict=True))
    facts: dict[int, list[bulk.Fact]] = {}
    after = dict(deals)
    things: dict[str, list[tuple[str, int, str]]] = {}
    zone = ZoneInfo(plan.zone)
    for one, key, name, outside in found.fresh:
        deal = after[key]
        payment = e.PaymentReceived(
            payment=uuid4().hex, amount=one.amount, currency=one.currency, paid_on=_day(one, zone), method=TOLD,
            text=texts.get(id(one)), imported=row.pk,
        )  # fmt: skip
        decision = closing.receive_past(facts_of(deal, at), payment)
        if decision.refused:
            data = {"have": one.deal[:60]}
            found.refused.append(refused(plan, heads, one, Problem("deal_lost_here", "payment.deal", data)))
            continue
        counts["taken"] += 1
        counts[f"sum.{one.currency}"] += one.amount
        counts[_whither(deal)] += 1
        told_here = facts.setdefault(key, [])
        for event in decision.events:
            # The money came then; what follows from it follows now.
            when = _when(one, deal, at) if event is payment else at
            told_here.append((event, when, by))
            after[key] = apply(after[key], event, Stamp(after[key].seq + 1, when, by.label), key)
        things.setdefault(name, []).append((outside, key, payment.payment))
    bulk.add([(deals[key], told_here) for key, told_here in facts.items()], door="import", recorded=at)
    for name, ids in things.items():
        imported.remember_marked(name, "payment", row.pk, ids)
    return found.refused


def _when(line: Line, deal: Deal, at: datetime) -> datetime:
    assert line.opened_at is not None
    return min(max(line.opened_at, deal.opened_at), at)


def _whither(deal: Deal) -> str:
    return {"imported": "won", "won": "won", "lost": "lost"}.get(deal.status, "open")


def tried(found: Settled, deals: Mapping[int, Deal]) -> Counter[str]:
    """Of which deals the money would be, by how these stand."""
    return Counter(_whither(deals[key]) for _line, key, *_ in found.fresh)


def undo(payments: Sequence[tuple[int, str]], change: Unit, at: datetime) -> tuple[list[str], int]:
    """Take back these payments (deal, payment): the ids of those that are gone, and how many stay.

    A payment on which a win stands, or of which money went back, stays: somebody has worked on it.
    """
    deals = {one.key: one for one in change.deals(sorted({key for key, _ in payments}))}
    told: dict[int, list[e.Event]] = {}
    after, gone, left = dict(deals), [], 0
    for key, payment in payments:
        deal = after.get(key)
        known = deal.payment(payment) if deal is not None else None
        if deal is None or known is None or known.voided:
            gone.append(payment)
            continue
        if deal.status == "won" or known.refunded:
            left += 1
            continue
        for event in closing.void(facts_of(deal, at), payment, None).events:
            told.setdefault(key, []).append(event)
            after[key] = apply(after[key], event, Stamp(after[key].seq + 1, at, change.by.label), key)
        gone.append(payment)
    change.record_all([(deals[key], events) for key, events in told.items()])
    return gone, left

"""Verbs of question 4: money by hand, refund, void, hand-over offered, accepted, returned."""

import hashlib
from datetime import date, datetime

from voronka.actions.change import Outcome, clean, named, on_deal
from voronka.core import closing
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.decision import Decision
from voronka.core.guards import Facts
from voronka.core.money import within_bounds
from voronka.core.problems import Invalid, Problem
from voronka.store import sql, values
from voronka.store.work import Unit

METHODS = ("bank", "cash", "card", "sbp", "other")


def receive_payment(
    *,
    key: int,
    amount: int,
    paid_on: date,
    proof: int | None,
    method: str = "bank",
    note: str = "",
    currency: str | None = None,
    offer: str | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Money came, entered by hand: gross amount in minor units, with a file that proves it.

    `offer` says which offer of the catalogue it pays for. Raises Invalid for an amount of zero, a day in the
    future, a missing proof.
    """
    within_bounds(amount)
    problems = []
    if amount == 0:
        problems.append(Problem("amount_empty", "amount"))
    if paid_on > at.astimezone(values.calendar().zone).date():
        problems.append(Problem("in_the_future", "paid_on"))
    if method not in METHODS:
        problems.append(Problem("unknown_choice", "method", {"have": named(method), "known": list(METHODS)}))
    if proof is None:
        problems.append(Problem("proof_needed", "proof"))
    if problems:
        raise Invalid(*problems)
    words = clean(note, "note")

    def decide(facts: Facts, unit: Unit) -> Decision:
        offers = [one.id for one in facts.process.product.offers]
        if offer and offer not in offers:
            raise Invalid(Problem("unknown_choice", "offer", {"have": named(offer), "known": offers}))
        payment = e.PaymentReceived(
            payment=_payment_id(facts.deal.key, facts.deal.seq, at),
            amount=amount,
            currency=named(currency or facts.deal.currency),
            paid_on=paid_on.isoformat(),
            method=method,
            proof=proof,
            text=unit.text(words),
            offer=offer or None,
        )
        return closing.receive(facts, payment)

    command = [amount, paid_on, proof, method, words, currency, *([offer] if offer else [])]
    return on_deal(
        "payment.enter", key, decide, by=by, at=at, door=door, command=command, proof=proof, request=request
    )


def _payment_id(key: int, seq: int, at: datetime) -> str:
    """Short, unique, and the same when the same story is told again."""
    return "p" + hashlib.sha256(f"{key}/{seq}/{at.isoformat()}".encode()).hexdigest()[:15]


def refund_payment(
    *,
    key: int,
    payment: str,
    amount: int,
    reason: str,
    proof: int | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Money of a payment went back to the client: a sum in minor units, and why."""
    within_bounds(amount)
    if amount == 0:
        raise Invalid(Problem("amount_empty", "amount"))
    why = clean(reason, "reason", required=True)
    return on_deal(
        "payment.refund",
        key,
        lambda facts, unit: closing.refund(facts, named(payment), amount, unit.text(why), proof),
        by=by,
        at=at,
        door=door,
        command=[payment, amount, why, proof],
        proof=proof,
        request=request,
    )


def void_payment(
    *,
    key: int,
    payment: str,
    reason: str,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """The payment was never ours; a win that stood on it falls."""
    why = clean(reason, "reason", required=True)
    return on_deal(
        "payment.void",
        key,
        lambda facts, unit: closing.void(facts, named(payment), unit.text(why)),
        by=by,
        at=at,
        door=door,
        command=[payment, why],
        request=request,
    )


def offer_handover(
    *,
    key: int,
    to: int | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
    door: str = "page",
    seen: int | None = None,
    request: str | None = None,
) -> Outcome:
    """Ask production to take the project over: a curator, or anyone who may."""
    if to is not None and not sql.there("store_person", to, "is_active"):
        raise Invalid(Problem("unknown_person", "to", {"have": to}))
    words = clean(note, "note")
    return on_deal(
        "handover.offer",
        key,
        lambda facts, unit: closing.offer_handover(facts, to, unit.text(words)),
        by=by,
        at=at,
        door=door,
        command=[to, words],
        seen=seen,
        request=request,
    )


def accept_handover(
    *,
    key: int,
    note: str = "",
    by: Actor,
    at: datetime,
    door: str = "page",
    seen: int | None = None,
    request: str | None = None,
) -> Outcome:
    """Production takes the project over; with the money there, the deal is won."""
    words = clean(note, "note")
    return on_deal(
        "handover.decide",
        key,
        lambda facts, unit: closing.accept_handover(facts, by.label, unit.text(words)),
        by=by,
        at=at,
        door=door,
        command=["accept", words],
        seen=seen,
        request=request,
    )


def return_handover(
    *,
    key: int,
    reason: str,
    by: Actor,
    at: datetime,
    door: str = "page",
    seen: int | None = None,
    request: str | None = None,
) -> Outcome:
    """Production gives the project back and says why."""
    why = clean(reason, "reason", required=True)
    return on_deal(
        "handover.decide",
        key,
        lambda facts, unit: closing.return_handover(facts, unit.text(why)),
        by=by,
        at=at,
        door=door,
        command=["return", why],
        seen=seen,
        request=request,
    )

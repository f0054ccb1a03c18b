"""Question 4, the exit point: payments, hand-over, and the only way a deal is won."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from voronka.core import events as e
from voronka.core.cycle import refuse, remaining
from voronka.core.deal import Deal, Stamp, apply
from voronka.core.decision import Decision, Unmet
from voronka.core.guards import Facts, enforced, unmet
from voronka.core.process import Guard

MONEY_GUARDS = frozenset({"paid", "tripwire_paid"})


def won_when(facts: Facts) -> tuple[Guard, ...]:
    """The two guards of a win: money and hand-over. There is no process without either."""
    return (Guard("paid", facts.process.closing.paid), Guard("handover_accepted"))


def lacking_for_win(facts: Facts) -> tuple[Unmet, ...]:
    """What the deal still lacks to be won. Money for the tripwire alone wins nothing, whatever was agreed."""
    missing = unmet(facts, won_when(facts))
    tripwire = facts.process.closing.tripwire
    small = facts.deal.paid_for(tripwire.offer) if tripwire else 0
    if not 0 < facts.deal.paid == small or any(one.guard == "paid" for one in missing):
        return missing
    data = {"have": small, "currency": facts.deal.currency}
    return (Unmet("more_than_tripwire", "payment", data), *missing)


def receive(facts: Facts, payment: e.PaymentReceived) -> Decision:
    """Money came: the payment, the move that it completes, and the win if nothing else is lacking."""
    deal = facts.deal
    if deal.status not in ("open", "won"):
        mend = "" if deal.status == "undone" else "reopen"
        return refuse(deal, "payment", Unmet("deal_open", mend, {"have": deal.status}))
    if payment.currency != deal.currency:
        return refuse(
            deal,
            "payment",
            Unmet("same_currency", "payment", {"have": payment.currency, "need": deal.currency}),
        )
    return _with_consequences(facts, payment, partial(_moves_by_money, paid_for=payment.offer))


def receive_past(facts: Facts, payment: e.PaymentReceived) -> Decision:
    """Money of which another system tells. Of a deal that it has closed there it is told and nothing follows from it;
    on any other deal it counts as money by every door does.
    """
    deal = facts.deal
    if (
        deal.imported is not None
        and deal.status in ("imported", "lost")
        and payment.currency == deal.currency
    ):
        return Decision((payment,))
    return receive(facts, payment)


def refund(facts: Facts, payment_id: str, amount: int, text: int | None, proof: int | None) -> Decision:
    """Money went back to the client. A won deal stays won, then refunded."""
    deal = facts.deal
    payment = deal.payment(payment_id)
    if payment is None or payment.voided or amount > payment.net:
        have = payment.net if payment else 0
        return refuse(
            deal,
            "refund",
            Unmet("refund_covered", "payment", {"have": have, "need": amount, "currency": deal.currency}),
        )
    return Decision((e.PaymentRefunded(payment_id, amount, text, proof),))


def void(facts: Facts, payment_id: str, text: int | None) -> Decision:
    """The payment was never ours; a win that stood on it falls, and the deal is open on its stage again."""
    deal = facts.deal
    payment = deal.payment(payment_id)
    if payment is None or payment.voided or payment.refunded:
        return refuse(deal, "void", Unmet("payment_standing", "payment", {"have": payment_id}))
    events: list[e.Event] = [e.PaymentVoided(payment_id, text)]
    if deal.status == "won":
        after = _after(facts, events[0])
        if lacking_for_win(after):
            events.append(e.DealWinRevoked(deal.stage, payment_id))
    return Decision(tuple(events))


def offer_handover(facts: Facts, to: int | None, text: int | None) -> Decision:
    """Ask production to take the project over: on the last stage, with all that production must be given."""
    deal = facts.deal
    if deal.status != "open":
        return refuse(deal, "handover", Unmet("deal_open", "", {"have": deal.status}))
    if deal.handover in ("offered", "accepted"):
        return refuse(deal, "handover", Unmet("handover_free", "handover", {"have": deal.handover}))
    last = facts.process.last_stage
    if deal.stage != last.id:
        return refuse(
            deal, "handover", Unmet("on_last_stage", "next_stage", {"need": last.id, "titles": [last.title]})
        )
    if stop := enforced(unmet(facts, facts.process.product.accept_when)):
        return refuse(deal, "handover", *stop)
    return Decision((e.HandoverOffered(to, text),))


def accept_handover(facts: Facts, by: str, text: int | None) -> Decision:
    """Production takes the project over; with the money there, the deal is won."""
    deal = facts.deal
    if deal.status != "open" or deal.handover != "offered":
        return refuse(deal, "handover", Unmet("handover_offered", "handover", {"have": deal.handover}))
    if stop := enforced(unmet(facts, facts.process.product.accept_when)):
        return refuse(deal, "handover", *stop)
    accepted = e.HandoverAccepted(own=bool(by) and by == deal.handover_by, text=text)
    return _with_consequences(facts, accepted)


def return_handover(facts: Facts, text: int | None) -> Decision:
    """Production gives the project back with a reason; also one that it took over and nobody paid for."""
    deal = facts.deal
    if deal.status != "open" or deal.handover not in ("offered", "accepted"):
        return refuse(deal, "handover", Unmet("handover_offered", "handover", {"have": deal.handover}))
    return Decision((e.HandoverReturned(text),))


def set_amount(facts: Facts, event: e.Event, may_after_payment: bool, reason_given: bool) -> Decision:
    """Change the agreed sum (amount, offer, contract): after the first payment with right and reason only."""
    deal = facts.deal
    if deal.status != "open":
        return refuse(deal, "amount", Unmet("deal_open", "", {"have": deal.status}))
    if deal.received > 0 and _after(facts, event).deal.agreed != deal.agreed:
        if not may_after_payment:
            return refuse(
                deal, "amount", Unmet("amount_free", "", {"have": deal.received, "currency": deal.currency})
            )
        if not reason_given:
            return refuse(deal, "amount", Unmet("amount_reason", "amount", {}))
    return _with_consequences(facts, event, _moves_by_money)


def _with_consequences(
    facts: Facts, event: e.Event, *more: "Callable[[Facts], tuple[e.Event, ...]]"
) -> Decision:
    """The event, then what follows from it by itself: moves by money, and the win."""
    events = [event]
    after = _after(facts, event)
    for follow in more:
        for following in follow(after):
            events.append(following)
            after = _after(after, following)
    lacking = lacking_for_win(after)
    if not lacking and after.deal.status == "open":
        events.append(e.DealWon(after.deal.agreed, after.deal.paid))
        return Decision(tuple(events))
    return Decision(tuple(events), remaining=remaining(after) if after.deal.status == "open" else ())


def _moves_by_money(facts: Facts, paid_for: str | None = None) -> tuple[e.Event, ...]:
    """Money moves a deal one stage, off one that asks for money and whose whole leave_when is met.

    A payment for the tripwire does so off the stage that the passport names, too.
    """
    deal = facts.deal
    if deal.status != "open":
        return ()
    stage = facts.process.stage(deal.stage)
    following = facts.process.following(deal.stage)
    if following is None:
        return ()
    tripwire = facts.process.closing.tripwire
    off = tripwire is not None and (tripwire.offer, tripwire.stage) == (paid_for, stage.id)
    if not (off and _tripwire_paid(facts)) and not any(map(stage.asks, MONEY_GUARDS)):
        return ()
    if unmet(facts, stage.leave_when):
        return ()
    return (e.DealMoved(deal.stage, following.id, "money"),)


def _tripwire_paid(facts: Facts) -> bool:
    return not unmet(facts, (Guard("tripwire_paid"),))


def _after(facts: Facts, event: e.Event) -> Facts:
    deal: Deal = apply(facts.deal, event, Stamp(facts.deal.seq + 1, facts.at, ""), facts.deal.key)
    return replace(facts, deal=deal)

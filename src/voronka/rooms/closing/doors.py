"""Decisions about money and the hand-over: their questions, forms and the verbs behind them."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from voronka.actions import closing as verbs
from voronka.actions.change import Outcome
from voronka.frame.doors import Ask, Door, Place
from voronka.frame.navigation import address
from voronka.rooms.closing import forms


def address_of(key: int) -> Callable[[str], str]:
    """Where the doors of this deal are; those of the cycle are known by their address."""

    def address_of_door(word: str) -> str:
        if word in DOORS:
            return address("closing_door", str(key), word)
        if word in ("steps", "next_stage", "expression"):
            return address("deal", str(key)) + "#steps"
        return address("deal_door", str(key), word)

    return address_of_door


def place(key: int) -> Place:
    """Where the doors of this deal lead back to."""
    return Place(address("deal", str(key)), ("deals", f"deal:{key}"), address_of(key), area="deals")


def _payment(ask: Ask) -> Outcome:
    data = ask.data
    return verbs.receive_payment(
        amount=data["amount"],
        paid_on=data["paid_on"],
        method=data["method"],
        note=data["note"],
        proof=ask.file(),
        **ask.who,
    )


def _refund(ask: Ask) -> Outcome:
    data = ask.data
    return verbs.refund_payment(
        payment=data["payment"], amount=data["amount"], reason=data["reason"], proof=ask.file(), **ask.who
    )


def _void(ask: Ask) -> Outcome:
    return verbs.void_payment(payment=ask.data["payment"], reason=ask.data["reason"], **ask.who)


def _handover(ask: Ask) -> Outcome:
    return verbs.offer_handover(to=ask.data["to"], note=ask.data["note"], seen=ask.seen, **ask.who)


def _accept(ask: Ask) -> Outcome:
    return verbs.accept_handover(note=ask.data["note"], seen=ask.seen, **ask.who)


def _give_back(ask: Ask) -> Outcome:
    return verbs.return_handover(reason=ask.data["reason"], seen=ask.seen, **ask.who)


_ALL = (
    Door("payment", "payment.enter", _("Money came"), _("Count the payment"), _("The payment is counted."),
         _payment, forms.Payment, _("Entered by hand, it counts with its proof and is shown as such.")),
    Door("refund", "payment.refund", _("Money went back"), _("Log the refund"), _("The refund is logged."),
         _refund, forms.Refund),
    Door("void", "payment.void", _("The payment was not ours"), _("Void the payment"), _("The payment is voided."),
         _void, forms.OfPayment, _("A win that stood on it falls. History keeps both.")),
    Door("handover", "handover.offer", _("Hand over to production"), _("Offer the project"),
         _("The project is offered to production."), _handover, forms.Handover),
    Door("accept", "handover.decide", _("Accept the project"), _("Accept"), _("Production has accepted the project."),
         _accept, forms.Accept),
    Door("give_back", "handover.decide", _("Return to sales"), _("Return the project"),
         _("The project is back with sales."), _give_back, forms.GiveBack),
)  # fmt: skip
DOORS = {door.word: door for door in _ALL}

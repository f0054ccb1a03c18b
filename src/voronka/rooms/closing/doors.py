"""The decisions about money and hand-over: each with its question, its form and the verb behind it."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from voronka.actions import closing as verbs
from voronka.actions.change import Outcome
from voronka.frame.doors import Ask, Door, Place
from voronka.frame.navigation import address
from voronka.rooms.closing import forms

CURATED = ("accept", "give_back")
"""Doors of production: they lead back to its own page."""


ON_THE_CARD = frozenset(
    {"amount", "brief", "call", "contract", "contract_sent", "fields", "invoice", "next_step", "offer"}
    | {"recording", "reopen", "approval", "instruction"}
)
"""Doors of the deal card, by their words; whatever else is lacking is mended on the card itself."""


def topics(key: int) -> tuple[str, ...]:
    """What shows the deal."""
    return ("deals", f"deal:{key}")


def address_of(key: int) -> Callable[[str], str]:
    """Where the doors of this deal are: ours, else those of its card."""

    def address_of_door(word: str) -> str:
        if word in DOORS:
            return address("closing_door", str(key), word)
        if word in ON_THE_CARD:
            return address("deal_door", str(key), word)
        return f"{address('deal', str(key))}#deal"

    return address_of_door


def place(key: int, word: str) -> Place:
    """Where the doors of this deal lead back to."""
    back = address("handovers") if word in CURATED else address("deal", str(key)) or address("payments")
    return Place(back, topics(key), address_of(key), area="handovers" if word in CURATED else "deals")


def _payment(ask: Ask) -> Outcome:
    given = ask.data
    return verbs.receive_payment(
        amount=given["amount"],
        paid_on=given["paid_on"],
        method=given["method"],
        proof=ask.file(),
        note=given["note"],
        offer=given.get("offer") or None,
        **ask.who,
    )


def _refund(ask: Ask) -> Outcome:
    given = ask.data
    return verbs.refund_payment(
        payment=given["payment"], amount=given["amount"], reason=given["reason"], proof=ask.file(), **ask.who
    )


def _void(ask: Ask) -> Outcome:
    return verbs.void_payment(payment=ask.data["payment"], reason=ask.data["reason"], **ask.who)


def _offer(ask: Ask) -> Outcome:
    return verbs.offer_handover(to=ask.data["to"], note=ask.data["note"], **ask.who)


def _accept(ask: Ask) -> Outcome:
    return verbs.accept_handover(note=ask.data["note"], **ask.who)


def _give_back(ask: Ask) -> Outcome:
    return verbs.return_handover(reason=ask.data["reason"], **ask.who)


DOORS = {
    door.word: door
    for door in (
        Door("payment", "payment.enter", _("Enter a payment"), _("Count the payment"), _("The payment is counted."),
             _payment, forms.PaymentForm, _("Money entered by hand is shown as such, with its proof.")),
        Door("refund", "payment.refund", _("Money went back to the client"), _("Write down the refund"),
             _("The refund is written down."), _refund, forms.Refund,
             _("A deal that is won stays won; the figures show it with the refund and without.")),
        Door("void", "payment.void", _("The payment was not ours"), _("Void the payment"),
             _("The payment is voided."), _void, forms.Void,
             _("A win that stands on it falls, and the deal is open on its stage again.")),
        Door("handover", "handover.offer", _("Hand the project over to production"), _("Offer to production"),
             _("The project is offered to production."), _offer, forms.Handover),
        Door("accept", "handover.decide", _("Accept the project"), _("Accept the project"),
             _("The project is accepted."), _accept, forms.Accept,
             _("From now on production is responsible. With the money here, the deal is won.")),
        Door("give_back", "handover.decide", _("Return the project to sales"), _("Return to sales"),
             _("The project is returned to sales."), _give_back, forms.GiveBack,
             _("The reason is seen by whoever leads the deal, and it is counted.")),
    )
}  # fmt: skip

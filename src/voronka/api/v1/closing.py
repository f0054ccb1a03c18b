"""Money and hand-over of a deal: the verbs of question 4."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router

from voronka.actions import closing
from voronka.api.v1.calls import do
from voronka.api.v1.shapes import Day, Done, Given, GivenKey, Key, Minor, Seen, Word

router = Router(tags=["money and hand-over"])


class PaymentGiven(Given):
    amount: Minor
    paid_on: Day
    proof: GivenKey | None = None
    method: Literal["bank", "cash", "card", "sbp", "other"] = "bank"
    note: str = ""
    currency: Word | None = None
    offer: Word | None = None


@router.post("/{int:key}/payments", response={201: Done}, summary="Money came: by hand, with its proof")
def receive_payment(request: HttpRequest, key: Key, given: PaymentGiven) -> HttpResponse:
    return do(request, closing.receive_payment, given, key=key, status=201)


class RefundGiven(Given):
    amount: Minor
    reason: str
    proof: GivenKey | None = None


@router.post("/{int:key}/payments/{payment}/refunds", response=Done, summary="Money went back to the client")
def refund_payment(request: HttpRequest, key: Key, payment: Word, given: RefundGiven) -> HttpResponse:
    return do(request, closing.refund_payment, given, key=key, payment=payment)


class WhyGiven(Given):
    reason: str


@router.post("/{int:key}/payments/{payment}/void", response=Done, summary="This payment was never ours")
def void_payment(request: HttpRequest, key: Key, payment: Word, given: WhyGiven) -> HttpResponse:
    return do(request, closing.void_payment, given, key=key, payment=payment)


class HandoverGiven(Given):
    to: GivenKey | None = None
    note: str = ""
    seen: Seen = None


@router.post("/{int:key}/handover", response=Done, summary="Ask production to take the project over")
def offer_handover(request: HttpRequest, key: Key, given: HandoverGiven) -> HttpResponse:
    return do(request, closing.offer_handover, given, key=key)


class AcceptanceGiven(Given):
    note: str = ""
    seen: Seen = None


@router.post("/{int:key}/handover/acceptance", response=Done, summary="Production takes the project over")
def accept_handover(request: HttpRequest, key: Key, given: AcceptanceGiven) -> HttpResponse:
    return do(request, closing.accept_handover, given, key=key)


class HandoverReturnGiven(Given):
    reason: str
    seen: Seen = None


@router.post("/{int:key}/handover/return", response=Done, summary="Production gives the project back")
def return_handover(request: HttpRequest, key: Key, given: HandoverReturnGiven) -> HttpResponse:
    return do(request, closing.return_handover, given, key=key)

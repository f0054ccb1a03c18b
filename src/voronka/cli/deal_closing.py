"""The verbs of question 4 as commands of `voronka deal`: money and hand-over."""

from typing import Annotated

import typer
from django.utils import timezone

from voronka.actions import closing
from voronka.cli import reading
from voronka.cli.caller import Call, Key, command
from voronka.cli.deal_work import Amount, Note, Proof, Seen

Payment = Annotated[str, typer.Argument(metavar="PAYMENT", help="its key, as `deal show` says")]
Why = Annotated[str, typer.Option(help="why; must be said")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to `voronka deal`."""
    command(app, "pay")(pay)
    command(app, "refund")(refund)
    command(app, "void")(void)
    handover = typer.Typer(no_args_is_help=True, help="Hand the project over to production.")
    command(handover, "offer")(offer)
    command(handover, "accept")(accept)
    command(handover, "return")(give_back)
    app.add_typer(handover, name="handover")


def pay(
    call: Call,
    key: Key,
    amount: Amount,
    proof: Proof = None,
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="24.11.2026; today by default")] = "",
    method: Annotated[str, typer.Option(help="bank, cash, card, sbp or other")] = "bank",
    currency: Annotated[str, typer.Option(help="that of the deal by default")] = "",
    offer: Annotated[str, typer.Option(help="the offer that it pays for, as the catalogue names it")] = "",
    note: Note = "",
) -> None:
    """Money came: by hand, with a file that proves it."""
    call.do(
        closing.receive_payment,
        key=key,
        amount=reading.amount(call, key, amount),
        paid_on=reading.day(on, "paid_on") if on else timezone.localdate(call.at),
        proof=reading.proof(call, proof),
        method=method,
        note=note,
        currency=currency or None,
        offer=offer or None,
    )


def refund(
    call: Call, key: Key, payment: Payment, amount: Amount, reason: Why = "", proof: Proof = None
) -> None:
    """Money of a payment went back to the client."""
    call.do(
        closing.refund_payment,
        key=key,
        payment=payment,
        amount=reading.amount(call, key, amount),
        reason=reason,
        proof=reading.proof(call, proof),
    )


def void(call: Call, key: Key, payment: Payment, reason: Why = "") -> None:
    """The payment was never ours; a win that stood on it falls."""
    call.do(closing.void_payment, key=key, payment=payment, reason=reason)


def offer(
    call: Call,
    key: Key,
    to: Annotated[str, typer.Option(metavar="EMAIL", help="who takes it; anyone who may by default")] = "",
    note: Note = "",
    seen: Seen = None,
) -> None:
    """Ask production to take the project over."""
    call.do(closing.offer_handover, key=key, to=reading.person(to), note=note, seen=seen)


def accept(call: Call, key: Key, note: Note = "", seen: Seen = None) -> None:
    """Take the project over; with the money there, the deal is won."""
    call.do(closing.accept_handover, key=key, note=note, seen=seen)


def give_back(call: Call, key: Key, reason: Why = "", seen: Seen = None) -> None:
    """Give the project back and say why."""
    call.do(closing.return_handover, key=key, reason=reason, seen=seen)

"""The verbs of question 2 as commands of `voronka deal`: move, work on the stage, lose, reopen."""

from pathlib import Path
from typing import Annotated

import typer

from voronka.actions import asks, cycle
from voronka.cli import reading
from voronka.cli.caller import Call, Key, command

Stage = Annotated[str, typer.Argument(metavar="STAGE", help="the stage, as the passport names it")]
Amount = Annotated[str, typer.Argument(metavar="AMOUNT", help="as you would write it: 120 000 or 1 234,56")]
SomeAmount = Annotated[str, typer.Argument(metavar="[AMOUNT]", help="as you would write it: 120 000")]
Seen = Annotated[
    int | None, typer.Option(min=0, help="the state_seq that you saw; older than now is an error")
]
Note = Annotated[str, typer.Option(help="what you want to say about it")]
Reason = Annotated[str, typer.Option(help="why")]
Number = Annotated[str, typer.Option(help="the number of the document")]
Proof = Annotated[Path | None, typer.Option(metavar="FILE", help="a file that proves it")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to `voronka deal`."""
    for name, function in (
        ("move", move),
        ("return", give_back),
        ("undo", undo),
        ("lose", lose),
        ("reopen", reopen),
        ("step", step),
        ("next", next_step),
        ("brief", brief),
        ("call", log_call),
        ("recording", recording),
        ("contract-sent", contract_sent),
        ("contract", contract),
        ("offer", offer),
        ("offer-accepted", offer_accepted),
        ("invoice", invoice),
        ("amount", amount),
        ("field", field),
        ("client", client),
        ("ask-approval", ask_approval),
        ("approve", approve),
        ("instruction", instruction),
        ("ask-exception", ask_exception),
        ("exception", exception),
        ("note", note),
        ("assign", assign),
    ):
        command(app, name)(function)


def move(call: Call, key: Key, to: Stage, seen: Seen = None) -> None:
    """Move to the next stage, or to an earlier one."""
    call.do(cycle.move_deal, key=key, to=to, seen=seen)


def give_back(call: Call, key: Key, to: Stage, reason: Reason = "", seen: Seen = None) -> None:
    """Return to an earlier stage and say why."""
    call.do(cycle.return_deal, key=key, to=to, reason=reason, seen=seen)


def undo(call: Call, key: Key) -> None:
    """Take the last move back while it is fresh."""
    call.do(cycle.undo_move, key=key)


def lose(
    call: Call,
    key: Key,
    reason: Annotated[str, typer.Argument(metavar="REASON", help="a lost reason of the passport")],
    note: Note = "",
    seen: Seen = None,
) -> None:
    """The deal is lost."""
    call.do(cycle.lose_deal, key=key, reason=reason, note=note, seen=seen)


def reopen(call: Call, key: Key, note: Note = "") -> None:
    """A lost deal lives again."""
    call.do(cycle.reopen_deal, key=key, note=note)


def step(
    call: Call,
    key: Key,
    step: Annotated[str, typer.Argument(metavar="STEP", help="a step of the stage")],
    not_done: Annotated[bool, typer.Option("--not-done", help="it turned out not to be done")] = False,
) -> None:
    """Mark a step of the stage as done."""
    call.do(cycle.tick_step, key=key, step=step, done=not not_done)


def next_step(
    call: Call,
    key: Key,
    when: Annotated[
        str, typer.Argument(metavar="[WHEN]", help="24.11.2026, “24.11.2026 15:00”, +2d; empty: no next step")
    ] = "",
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="what is to be done")] = "",
) -> None:
    """What is to be done next, and when."""
    due = reading.moment(when, "due", call.at) if when else None
    call.do(cycle.set_next_step, key=key, due=due, text=text)


def brief(call: Call, key: Key, note: Note = "", proof: Proof = None) -> None:
    """The brief is filled."""
    _evidence(call, key, "brief", note, proof)


def log_call(call: Call, key: Key, note: Note = "", proof: Proof = None) -> None:
    """A call with the client took place."""
    _evidence(call, key, "call", note, proof)


def recording(call: Call, key: Key, note: Note = "", proof: Proof = None) -> None:
    """The strategy recording went to the client."""
    _evidence(call, key, "recording", note, proof)


def contract_sent(call: Call, key: Key, note: Note = "", proof: Proof = None) -> None:
    """The contract went to the client."""
    _evidence(call, key, "contract_sent", note, proof)


def _evidence(call: Call, key: int, what: str, note: str, proof: Path | None) -> None:
    call.do(cycle.log_evidence, key=key, what=what, note=note, proof=reading.proof(call, proof))


def contract(
    call: Call,
    key: Key,
    amount: Amount,
    number: Number = "",
    note: Note = "",
    reason: Reason = "",
    proof: Proof = None,
) -> None:
    """The contract is signed for this sum: from now on “paid” is measured against it."""
    _sum(call, key, "contract", amount, number=number, note=note, reason=reason, proof=proof)


def offer(
    call: Call,
    key: Key,
    amount: SomeAmount = "",
    offer: Annotated[str, typer.Option(help="the offer, as the catalogue names it")] = "",
    note: Note = "",
    reason: Reason = "",
    proof: Proof = None,
) -> None:
    """An offer went to the client."""
    _sum(call, key, "offer", amount, offer=offer or None, note=note, reason=reason, proof=proof)


def offer_accepted(
    call: Call,
    key: Key,
    amount: Amount,
    offer: Annotated[str, typer.Option(help="the offer, as the catalogue names it")] = "",
    note: Note = "",
    reason: Reason = "",
    proof: Proof = None,
) -> None:
    """The client accepted an offer for this sum: “paid” is measured against it until a contract is signed."""
    _sum(call, key, "offer_accepted", amount, offer=offer or None, note=note, reason=reason, proof=proof)


def invoice(
    call: Call,
    key: Key,
    amount: SomeAmount = "",
    number: Number = "",
    note: Note = "",
    proof: Proof = None,
) -> None:
    """The invoice went to the client."""
    _sum(call, key, "invoice", amount, number=number, note=note, proof=proof)


def _sum(call: Call, key: int, what: str, amount: str, *, proof: Path | None, **told: object) -> None:
    minor = reading.amount(call, key, amount) if amount else None
    call.do(cycle.log_sum, key=key, what=what, amount=minor, proof=reading.proof(call, proof), **told)


def amount(call: Call, key: Key, amount: Amount, reason: Reason = "") -> None:
    """The deal's amount; after the first payment it needs a right and a reason."""
    call.do(cycle.set_amount, key=key, amount=reading.amount(call, key, amount), reason=reason)


def field(
    call: Call,
    key: Key,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="a field of the passport, or title")],
    value: Annotated[str, typer.Argument(metavar="[VALUE]", help="nothing empties it")] = "",
) -> None:
    """Fill in a field."""
    call.do(cycle.set_field, key=key, field=field, value=value)


def client(
    call: Call,
    key: Key,
    company: Annotated[int | None, typer.Option(min=1, help="the number of the company")] = None,
    contact: Annotated[int | None, typer.Option(min=1, help="the number of the contact")] = None,
) -> None:
    """Whose deal it is."""
    call.do(cycle.set_client, key=key, company=company, contact=contact)


Role = Annotated[str, typer.Argument(metavar="ROLE", help="the role, as the passport names it")]


def ask_approval(call: Call, key: Key, role: Role, note: Note = "") -> None:
    """Ask somebody with this role to approve the deal."""
    call.do(asks.ask_approval, key=key, role=role, note=note)


def approve(call: Call, key: Key, role: Role, note: Note = "") -> None:
    """Approve the deal for the sum agreed now, as this role."""
    call.do(asks.approve_deal, key=key, role=role, note=note)


SomeStage = Annotated[str, typer.Argument(metavar="[STAGE]", help="the next stage by default")]


def ask_exception(call: Call, key: Key, to: SomeStage = "", note: Note = "") -> None:
    """Ask whoever may to let the deal go on as it is."""
    call.do(asks.ask_exception, key=key, to=to or None, note=note)


def exception(
    call: Call,
    key: Key,
    to: SomeStage = "",
    reason: Annotated[str, typer.Option(help="why; must be said")] = "",
    seen: Seen = None,
) -> None:
    """Let the deal go on by right, although its stage asks for more."""
    call.do(asks.grant_exception, key=key, to=to or None, reason=reason, seen=seen)


def instruction(call: Call, key: Key) -> None:
    """I have read the instruction of the stage where the deal is."""
    call.do(asks.acknowledge_instruction, key=key)


def note(
    call: Call,
    key: Key,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="what you want to note")] = "",
    proof: Proof = None,
) -> None:
    """Write a note, also on a closed deal."""
    call.do(cycle.add_note, key=key, text=text, proof=reading.proof(call, proof))


def assign(
    call: Call,
    key: Key,
    owner: Annotated[str, typer.Argument(metavar="[EMAIL]", help="nobody where it is empty")] = "",
) -> None:
    """Give the deal to a person."""
    call.do(cycle.assign_deal, key=key, owner=reading.person(owner))

"""Every decision that the deal card offers: its question, its form and the verb behind it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from voronka.actions import asks, clients
from voronka.actions import cycle as verbs
from voronka.actions.change import Outcome
from voronka.core.access import Actor, may
from voronka.core.decision import Unmet
from voronka.core.guards import GUARDS
from voronka.frame import own_fields
from voronka.frame.doors import Ask, Door, Place
from voronka.frame.navigation import address
from voronka.rooms.cycle import forms

CLOSING = frozenset({"payment", "refund", "void", "handover", "accept", "give_back"})
"""Doors of the room closing, which other rooms know by their address only."""


def topics(key: int) -> list[str]:
    """What shows the deal."""
    return ["deals", f"deal:{key}"]


def address_of(key: int) -> Callable[[str], str]:
    """Where the doors of this deal are."""

    def address_of_door(word: str) -> str:
        if word in CLOSING:
            return address("closing_door", str(key), word)
        if word in DOORS:
            return reverse("deal_door", args=[key, word])
        if word == "expression":  # a condition of the company stands in its own answer
            return (address("answer", "cycle") or reverse("deal", args=[key])) + "#rules"
        return reverse("deal", args=[key]) + "#steps" if word == "steps" else ""

    return address_of_door


def beyond(refused: Iterable[Unmet], by: Actor, key: int, target: str) -> dict[str, str]:
    """Where an exception is granted or asked for, by whoever may; nothing where no condition refused, and on the
    card, where it stands below already.
    """
    if "move-answer" in target or not all(one.guard in GUARDS for one in refused):
        return {}
    if may(by, "deal.exception"):
        return {"grant": reverse("deal_door", args=[key, "exception"])}
    return {"ask": reverse("deal_door", args=[key, "ask_exception"])}


def place(key: int) -> Place:
    """Where the doors of this deal lead back to."""
    return Place(reverse("deal", args=[key]), tuple(topics(key)), address_of(key), area="deals")


def _evidence(what: str) -> Callable[[Ask], Outcome]:
    def act(ask: Ask) -> Outcome:
        return verbs.log_evidence(what=what, note=ask.data["note"], proof=ask.file(), **ask.who)

    return act


def _sum(what: str) -> Callable[[Ask], Outcome]:
    def act(ask: Ask) -> Outcome:
        known: dict[str, Any] = {name: ask.data.get(name) or "" for name in ("number", "note", "reason")}
        offer = ask.data.get("offer") or None
        return verbs.log_sum(
            what=what, amount=ask.data["amount"], offer=offer, proof=ask.file(), **known, **ask.who
        )

    return act


def _next_step(ask: Ask) -> Outcome:
    return verbs.set_next_step(due=ask.data["due"], text=ask.data["text"], **ask.who)


def _amount(ask: Ask) -> Outcome:
    return verbs.set_amount(amount=ask.data["amount"], reason=ask.data.get("reason", ""), **ask.who)


def _details(ask: Ask) -> Outcome:
    """Each changed field is a fact of its own; the request's id is told apart by the field."""
    data = dict(ask.data)
    known = data.pop("subject")
    now = {line.field.id: line.typed for line in known.fields}
    outcome = _field(ask, "title", ask.data["title"])
    for name, value in own_fields.given(data).items():
        if outcome.done and value != now.get(name):
            outcome = _field(ask, name, value)
    return outcome


def _field(ask: Ask, field: str, value: str) -> Outcome:
    request = f"{ask.request}/{field}" if ask.request else None
    return verbs.set_field(field=field, value=value, **{**ask.who, "request": request})


def _note(ask: Ask) -> Outcome:
    return verbs.add_note(text=ask.data["text"], proof=ask.file(), **ask.who)


def _lose(ask: Ask) -> Outcome:
    return verbs.lose_deal(reason=ask.data["reason"], note=ask.data["note"], seen=ask.seen, **ask.who)


def _reopen(ask: Ask) -> Outcome:
    return verbs.reopen_deal(note=ask.data["note"], **ask.who)


def _return(ask: Ask) -> Outcome:
    return verbs.return_deal(to=ask.data["to"], reason=ask.data["reason"], seen=ask.seen, **ask.who)


def _ask_approval(ask: Ask) -> Outcome:
    return asks.ask_approval(role=ask.data["role"], note=ask.data["note"], **ask.who)


def _approve(ask: Ask) -> Outcome:
    return asks.approve_deal(role=ask.data["role"], note=ask.data["note"], **ask.who)


def _ask_exception(ask: Ask) -> Outcome:
    return asks.ask_exception(note=ask.data["note"], **ask.who)


def _grant_exception(ask: Ask) -> Outcome:
    return asks.grant_exception(reason=ask.data["reason"], seen=ask.seen, **ask.who)


def _instruction(ask: Ask) -> Outcome:
    return asks.acknowledge_instruction(**ask.who)


def _owner(ask: Ask) -> Outcome:
    return verbs.assign_deal(owner=ask.data["owner"], **ask.who)


def _client(ask: Ask) -> Outcome:
    """New data of the client that the deal has, or a new client for it."""
    told: dict[str, Any] = {"by": ask.by, "at": ask.at}
    known = ask.data["subject"].client
    company, contact = known.company, known.contact
    if company or ask.data["company"]:
        company = clients.save_company(key=company, name=ask.data["company"], about=ask.data["about"], **told)
    if contact or ask.data["name"] or ask.data["phone"] or ask.data["email"]:
        name = ask.data["name"] or ask.data["phone"] or ask.data["email"]
        contact = clients.save_contact(
            key=contact,
            name=name,
            phone=ask.data["phone"],
            email=ask.data["email"],
            company=company,
            **told,
        )
    return verbs.set_client(company=company, contact=contact, **ask.who)


_BRIEF = Door(
    "brief", "deal.change", _("The brief is filled"), _("Mark the brief as filled"),
    _("The brief is marked as filled."), _evidence("brief"), forms.Evidence,
    _("Write down what the client answered, or attach the brief itself."),
)  # fmt: skip

_ALL = (
    _BRIEF,
    replace(
        _BRIEF, word="call", title=_("A call with the client"), button=_("Log the call"),
        told=_("The call is logged."), act=_evidence("call"), form=forms.Call,
        lead=_("What was said, and what was agreed on."),
    ),
    replace(
        _BRIEF, word="recording", title=_("The strategy recording"), button=_("Mark as sent"),
        told=_("The recording is marked as sent."), act=_evidence("recording"),
        lead=_("Give the link to the recording, or attach it."),
    ),
    replace(
        _BRIEF, word="contract_sent", title=_("The contract is sent"), button=_("Mark as sent"),
        told=_("The contract is marked as sent."), act=_evidence("contract_sent"), lead="",
    ),
    Door("offer", "deal.change", _("An offer to the client"), _("Log the offer"), _("The offer is logged."),
         _sum("offer"), forms.Offer),
    Door("contract", "deal.change", _("The contract is signed"), _("Log the contract"),
         _("The contract is logged."), _sum("contract"), forms.Contract,
         _("From now on the payments are measured against its sum.")),
    Door("invoice", "deal.change", _("The invoice is sent"), _("Log the invoice"), _("The invoice is logged."),
         _sum("invoice"), forms.Sum),
    Door("next_step", "deal.change", _("The next step"), _("Set the step"), _("The next step is set."),
         _next_step, forms.NextStep),
    Door("amount", "deal.change", _("The deal’s amount"), _("Save the amount"), _("The amount is saved."),
         _amount, forms.NewAmount),
    Door("fields", "deal.change", _("About the deal"), _("Save"), _("Saved."), _details, forms.Details),
    Door("note", "deal.change", _("A note"), _("Write it down"), _("The note is written down."), _note, forms.Note),
    Door("lose", "deal.lose", _("Why is the deal lost?"), _("Mark as lost"), _("The deal is marked as lost."),
         _lose, forms.Lose, _("The reason is counted: it shows where the process loses people.")),
    Door("reopen", "deal.reopen", _("Reopen the deal"), _("Reopen the deal"), _("The deal is open again."),
         _reopen, forms.Reopen, _("It comes back to the stage where it was lost.")),
    Door("return", "deal.move", _("Return to an earlier stage"), _("Return the deal"),
         _("The deal is returned."), _return, forms.Return),
    Door("approval", "deal.change", _("An approval is needed"), _("Ask for the approval"),
         _("The approval is asked for."), _ask_approval, forms.AskApproval,
         _("It comes to the Today of whoever holds this role.")),
    Door("approve", "deal.approve", _("Approve the deal"), _("Approve"), _("The deal is approved."), _approve,
         forms.Approve),
    Door("instruction", "deal.see", _("The instruction of the stage"), _("I have read it"),
         _("It is written down that you have read it."), _instruction, forms.Instruction),
    Door("ask_exception", "deal.move", _("Ask for an exception"), _("Ask for an exception"),
         _("The exception is asked for: it is seen in the Today of those who may grant it."), _ask_exception,
         forms.AskException),
    Door("exception", "deal.exception", _("An exception by right"), _("Let the deal go on"),
         _("The deal goes on by an exception; it is counted."), _grant_exception, forms.Exception_),
    Door("owner", "deal.change", _("Who leads the deal"), _("Hand over the deal"), _("The deal has a new owner."),
         _owner, forms.Owner),
    Door("client", "client.change", _("Client"), _("Save the client"), _("The client is saved."), _client,
         forms.Client),
)  # fmt: skip
DOORS = {door.word: door for door in _ALL}

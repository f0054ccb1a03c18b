"""Verbs of question 2: move a deal, work on its stage, lose it, reopen it."""

from datetime import datetime
from typing import Final

from voronka.actions import deciding
from voronka.actions.change import TITLE_LIMIT, Outcome, clean, named, on_deal
from voronka.core import access, closing, cycle
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.decision import Decision, Unmet
from voronka.core.fields import MOST
from voronka.core.guards import Facts
from voronka.core.money import within_bounds
from voronka.core.problems import Invalid, Problem
from voronka.store import merged, sql
from voronka.store.work import Unit

EVIDENCE: dict[str, type[e.Event]] = {
    "brief": e.BriefFilled,
    "call": e.CallLogged,
    "recording": e.RecordingSent,
    "contract_sent": e.ContractSent,
}
"""Facts by hand that carry nothing but a note and a file: their door, and the kind of fact."""
SUMS: Final = ("offer", "offer_accepted", "contract", "invoice")


def move_deal(
    *,
    key: int,
    to: str,
    by: Actor,
    at: datetime,
    door: str = "page",
    seen: int | None = None,
    request: str | None = None,
) -> Outcome:
    """Move the deal to the next stage, or return it to an earlier one. `seen` is the page's `state_seq`."""
    return on_deal(
        "deal.move",
        key,
        deciding.move(named(to)),
        by=by,
        at=at,
        door=door,
        command=to,
        seen=seen,
        request=request,
    )


def return_deal(
    *,
    key: int,
    to: str,
    reason: str = "",
    by: Actor,
    at: datetime,
    door: str = "page",
    seen: int | None = None,
    request: str | None = None,
) -> Outcome:
    """Return the deal to an earlier stage and say why."""
    why = clean(reason, "reason")

    def decide(facts: Facts, unit: Unit) -> Decision:
        places = {stage.id: place for place, stage in enumerate(facts.process.cycle.stages)}
        earlier = to in places and places[to] < places[facts.deal.stage]
        if facts.deal.status != "open" or not earlier:
            known = Unmet("stage_earlier", "", {"need": named(to)})
            return (
                cycle.move(facts, named(to))
                if facts.deal.status != "open"
                else cycle.refuse(facts.deal, named(to), known)
            )
        return cycle.give_back(facts, to, unit.text(why))

    return on_deal(
        "deal.move",
        key,
        decide,
        by=by,
        at=at,
        door=door,
        command=[to, why],
        seen=seen,
        request=request,
    )


def undo_move(
    *, key: int, by: Actor, at: datetime, door: str = "page", request: str | None = None
) -> Outcome:
    """Take the last move back while it is fresh."""
    return on_deal(
        "deal.move",
        key,
        lambda facts, unit: cycle.undo_move(facts.deal, at),
        by=by,
        at=at,
        door=door,
        command="undo",
        request=request,
    )


def lose_deal(
    *,
    key: int,
    reason: str,
    note: str = "",
    by: Actor,
    at: datetime,
    door: str = "page",
    seen: int | None = None,
    request: str | None = None,
) -> Outcome:
    """The deal is lost, for a reason of the passport."""
    words = clean(note, "note")
    return on_deal(
        "deal.lose",
        key,
        deciding.lose(named(reason), words),
        by=by,
        at=at,
        door=door,
        command=[reason, words],
        seen=seen,
        request=request,
    )


def reopen_deal(
    *, key: int, note: str = "", by: Actor, at: datetime, door: str = "page", request: str | None = None
) -> Outcome:
    """A lost deal lives again on the stage where it was lost."""
    words = clean(note, "note")
    return on_deal(
        "deal.reopen",
        key,
        deciding.reopen(words),
        by=by,
        at=at,
        door=door,
        command=["reopen", words],
        request=request,
    )


def tick_step(
    *,
    key: int,
    step: str,
    done: bool = True,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Mark a step of the present stage as done, or as not done after all."""
    return on_deal(
        "deal.change",
        key,
        lambda facts, unit: cycle.tick_step(facts, named(step), done),
        by=by,
        at=at,
        door=door,
        command=[step, done],
        request=request,
    )


def set_next_step(
    *,
    key: int,
    due: datetime | None,
    text: str = "",
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """What is to be done next, and when; without `due` the step is done or dropped.

    Raises Invalid for a moment that has passed, or that is ten years away.
    """
    words = clean(text, "text", limit=TITLE_LIMIT)
    decide = deciding.next_step(due, words, at)
    return on_deal("deal.change", key, decide, by=by, at=at, door=door, command=[due, words], request=request)


def log_evidence(
    *,
    key: int,
    what: str,
    note: str = "",
    proof: int | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """A fact by hand that a guard asks for: brief, call, recording or contract_sent."""
    words = clean(note, "note")
    if what not in EVIDENCE:
        raise Invalid(Problem("unknown_choice", "what", {"have": named(what), "known": sorted(EVIDENCE)}))
    kind: type[e.Event] = EVIDENCE[what]

    def decide(facts: Facts, unit: Unit) -> Decision:
        return cycle.note_fact(facts, kind(text=unit.text(words), proof=proof))  # type: ignore[call-arg]

    return on_deal(
        "deal.change",
        key,
        decide,
        by=by,
        at=at,
        door=door,
        command=[what, words, proof],
        proof=proof,
        request=request,
    )


def log_sum(
    *,
    key: int,
    what: str,
    amount: int | None,
    number: str = "",
    offer: str | None = None,
    note: str = "",
    reason: str = "",
    proof: int | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """A fact by hand that names a sum (minor units): `offer` sent, `offer_accepted`, `contract` signed,
    `invoice` sent.

    A contract and an accepted offer must name their sum: from then on *paid* is measured against it.
    """
    words = clean(note, "note")
    bare_number = clean(number, "number", limit=60)
    why = clean(reason, "reason")
    if what not in SUMS:
        raise Invalid(Problem("unknown_choice", "what", {"have": named(what), "known": sorted(SUMS)}))
    if amount is not None:
        within_bounds(amount)
    if what in ("contract", "offer_accepted") and not amount:
        raise Invalid(Problem("amount_empty", "amount"))

    def decide(facts: Facts, unit: Unit) -> Decision:
        offers = [one.id for one in facts.process.product.offers]
        if offer and offer not in offers:
            raise Invalid(Problem("unknown_choice", "offer", {"have": named(offer), "known": offers}))
        text = unit.text("\n".join(filter(None, (words, why))))
        event: e.Event
        match what:
            case "contract":
                event = e.ContractSigned(amount or 0, bare_number, text, proof)
            case "offer":
                return cycle.note_fact(facts, e.OfferSent(offer, amount, text, proof))
            case "offer_accepted":
                event = e.OfferAccepted(amount or 0, offer, text, proof)
            case _:
                return cycle.note_fact(facts, e.InvoiceSent(amount, bare_number, text, proof))
        return closing.set_amount(facts, event, access.may(by, "deal.amount_after_payment"), bool(why))

    command = [what, amount, bare_number, offer, words, why, proof]
    return on_deal(
        "deal.change", key, decide, by=by, at=at, door=door, command=command, proof=proof, request=request
    )


def set_amount(
    *,
    key: int,
    amount: int,
    reason: str = "",
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """The deal's amount in minor units; after the first payment it needs a right and a reason."""
    within_bounds(amount)
    why = clean(reason, "reason")

    def decide(facts: Facts, unit: Unit) -> Decision:
        event = e.DealFieldSet("amount", number=amount, reason=unit.text(why))
        return closing.set_amount(facts, event, access.may(by, "deal.amount_after_payment"), bool(why))

    return on_deal(
        "deal.change", key, decide, by=by, at=at, door=door, command=[amount, why], request=request
    )


def set_field(
    *,
    key: int,
    field: str,
    value: str,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """A field that the passport asks for, or the deal's `title`; an empty value empties it."""
    words = clean(value, field, limit=TITLE_LIMIT if field == "title" else MOST)

    def retitle(facts: Facts, unit: Unit) -> Decision:
        decision = cycle.note_fact(facts, e.DealFieldSet("title", text=unit.text(words)))
        if decision.done:
            unit.set_title(key, words)
        return decision

    decide = retitle if field == "title" else deciding.own_field(named(field), words)
    return on_deal(
        "deal.change", key, decide, by=by, at=at, door=door, command=[field, words], request=request
    )


def set_client(
    *,
    key: int,
    company: int | None,
    contact: int | None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Whose deal it is: a company, a contact, or both."""

    def decide(facts: Facts, unit: Unit) -> Decision:
        # Whoever went up in another meanwhile is that one.
        firm = None if company is None else merged.living("company", company, hold=True)
        person = None if contact is None else merged.living("contact", contact, hold=True)
        if facts.deal.status != "open":
            return cycle.note_fact(facts, e.DealFieldSet("company", number=firm))
        events: list[e.Event] = []
        if firm != facts.deal.company:
            events.append(e.DealFieldSet("company", number=firm))
        if person != facts.deal.contact:
            events.append(e.DealFieldSet("contact", number=person))
        return Decision(tuple(events))

    return on_deal(
        "deal.change", key, decide, by=by, at=at, door=door, command=[company, contact], request=request
    )


def assign_deal(
    *,
    key: int,
    owner: int | None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Give the deal to another person. Whoever may only see their own deals may only take a free one."""
    if owner is not None and not sql.there("store_person", owner, "is_active"):
        raise Invalid(Problem("unknown_person", "owner", {"have": owner}))

    decide = deciding.assign(owner, by)
    return on_deal("deal.change", key, decide, by=by, at=at, door=door, command=owner, request=request)


def add_note(
    *,
    key: int,
    text: str,
    proof: int | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Write a note on the deal; also on one that is closed."""
    words = clean(text, "text", required=proof is None)
    return on_deal(
        "deal.change",
        key,
        lambda facts, unit: Decision((e.NoteAdded(unit.text(words), proof),)),
        by=by,
        at=at,
        door=door,
        command=[words, proof],
        proof=proof,
        request=request,
    )

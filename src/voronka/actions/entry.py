"""Verbs of question 3: an inquiry is received, asked, answered, closed, or becomes a deal."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from voronka.actions import arrivals
from voronka.actions.arrivals import Arrival
from voronka.actions.change import TITLE_LIMIT, Outcome, clean, named, once
from voronka.core import access, entry
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.decision import Decision
from voronka.core.entry import Inquiry
from voronka.core.fields import MOST
from voronka.core.money import within_bounds
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.core.process import Process
from voronka.formats import conditions
from voronka.store import merged, sql, values
from voronka.store.work import Unit


def receive_inquiry(
    *,
    channel: str,
    name: str = "",
    phone: str = "",
    email: str = "",
    contact: int | None = None,
    recognise: bool = False,
    message: str = "",
    service_questions: int = 0,
    asked: Sequence[str] = (),
    brief_filled: bool = False,
    fields: Mapping[str, str] | None = None,
    origin: Mapping[str, str] | None = None,
    consent: int | None = None,
    process: str | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Somebody turned to us. Where the entry rule calls it a lead, a deal is opened at once.

    A known `contact`, or a name (or a phone, or an e-mail address) of a new one; `recognise` takes the one
    contact who has this phone or address already. `asked` are offers of the passport, `origin` whence they
    came (see arrivals.ORIGIN), `consent` the number of the text to which they agreed. The outcome is about the
    deal where one was opened, else about the inquiry.
    """
    access.require(by, "inquiry.receive")
    known = values.latest(process)
    arrivals.require_channel(known, channel)
    one = Arrival(
        channel=channel,
        person=contact,
        name=clean(name, "name"),
        phone=clean(phone, "phone"),
        email=clean(email, "email"),
        recognise=recognise,
        words=clean(message, "message"),
        questions=arrivals.read_questions(service_questions),
        asked=arrivals.read_asked(known, asked),
        brief_filled=brief_filled,
        fields={name: clean(value, name, limit=MOST) for name, value in (fields or {}).items()},
        origin=arrivals.read_origin(origin or {}),
        consent=arrivals.read_consent(known, consent),
    )
    if contact is None and not one.called:
        raise Invalid(Problem("client_needed", "name"))

    def change(unit: Unit) -> Outcome:
        return arrivals.arrive(unit, known, one, arrivals.person_of(one, at))

    whom = [name, phone, email, contact, recognise]
    command: list[object] = ["receive", channel, whom, one.words, one.questions, brief_filled, process]
    if one.fields:
        command.append(sorted(one.fields.items()))
    if more := [one.asked, one.origin, consent]:
        command += more if any(more) else []
    return once(change, by=by, at=at, door=door, request=request, command=command)


def add_message(
    *,
    key: int,
    message: str = "",
    service_questions: int = 0,
    asked: Sequence[str] = (),
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """They wrote or called again; `service_questions` counts the questions about the services in it, and `asked` are
    the offers that these were about: each is at least one question.
    """
    count = arrivals.read_questions(service_questions)
    words = clean(message, "message", required=count == 0 and not asked)

    def decide(inquiry: Inquiry, process: Process, unit: Unit) -> Decision:
        about = arrivals.read_asked(process, list(asked))
        return Decision((e.InquiryMessageAdded(unit.text(words), max(count, len(about)), about),))

    return _on_inquiry(
        "inquiry.receive",
        key,
        decide,
        by=by,
        at=at,
        door=door,
        request=request,
        command=["message", words, count, *([list(asked)] if asked else [])],
    )


def note_inquiry(
    *,
    key: int,
    note: str,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """A note for ourselves: they do not hear of it, and no clock stops."""
    words = clean(note, "note", required=True)
    return _on_inquiry(
        "inquiry.receive",
        key,
        lambda inquiry, process, unit: Decision((e.NoteAdded(unit.text(words)),)),
        by=by,
        at=at,
        door=door,
        request=request,
        command=["note", words],
    )


def fill_brief(
    *,
    key: int,
    note: str = "",
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """The brief of an inquiry is filled, says a person."""
    words = clean(note, "note")
    return _on_inquiry(
        "inquiry.receive",
        key,
        lambda inquiry, process, unit: Decision(
            () if inquiry.brief_filled else (e.BriefFilled(unit.text(words)),)
        ),
        by=by,
        at=at,
        door=door,
        request=request,
        command=["brief", words],
    )


def fill_inquiry(
    *,
    key: int,
    fields: Mapping[str, str],
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Fields that the passport asks of an inquiry, by their names; an empty value empties one."""
    typed = {name: clean(value, name, limit=MOST) for name, value in fields.items()}

    def decide(inquiry: Inquiry, process: Process, unit: Unit) -> Decision:
        return Decision(arrivals.told(process, inquiry, typed, unit))

    return _on_inquiry(
        "inquiry.receive",
        key,
        decide,
        by=by,
        at=at,
        door=door,
        request=request,
        command=["fields", sorted(typed.items())],
    )


def answer_inquiry(
    *,
    key: int,
    message: str = "",
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """We answered them; the first answer counts against the promised time."""
    words = clean(message, "message")
    return _on_inquiry(
        "inquiry.receive",
        key,
        lambda inquiry, process, unit: Decision((e.InquiryAnswered(unit.text(words)),)),
        by=by,
        at=at,
        door=door,
        request=request,
        command=["answer", words],
    )


def close_inquiry(
    *,
    key: int,
    as_what: str,
    note: str = "",
    answer: str = "",
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """It is no lead: a consultation, a vacancy, or another thing that the passport names.

    `answer` is what they are answered, kindly and for good: it counts as an answer of ours.
    """
    words, said = clean(note, "note"), clean(answer, "answer")

    def decide(inquiry: Inquiry, process: Process, unit: Unit) -> Decision:
        decision = entry.close(process, named(as_what), unit.text(words))
        if decision.refused or not said:
            return decision
        return Decision((e.InquiryAnswered(unit.text(said)), *decision.events))

    return _on_inquiry(
        "inquiry.close",
        key,
        decide,
        by=by,
        at=at,
        door=door,
        request=request,
        command=["close", as_what, words, *([said] if said else [])],
    )


def promote_inquiry(
    *,
    key: int,
    title: str = "",
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """A person makes a deal of it; where the entry rule does not call it a lead, that counts as early."""
    access.require(by, "deal.open")
    words = clean(title, "title", limit=TITLE_LIMIT)

    def change(unit: Unit) -> Outcome:
        inquiry = _sighted(by, unit.inquiry(key))
        process = values.latest(inquiry.process)
        if inquiry.status != "open":
            decision = entry.refuse_closed("promote", inquiry)
            return arrivals.outcome_of(decision, unit.record_inquiry(inquiry, decision.events))
        return arrivals.open_from(
            unit, process, inquiry, entry.is_lead(process, inquiry, conditions.lead), words
        )

    return once(change, by=by, at=at, door=door, request=request, command=["promote", key, words])


def open_deal(
    *,
    title: str = "",
    amount: int = 0,
    company: int | None = None,
    contact: int | None = None,
    owner: int | None = None,
    channel: str = "",
    brief_filled: bool = False,
    process: str | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """A deal without an inquiry, for somebody who is known to be a lead (`early` is not counted)."""
    access.require(by, "deal.open")
    words = clean(title, "title", limit=TITLE_LIMIT)
    within_bounds(amount)
    known = values.latest(process)
    if channel:
        arrivals.require_channel(known, channel)
    if company is None and contact is None and not words:
        raise Invalid(Problem("client_needed", "title"))
    if owner is not None and not sql.there("store_person", owner, "is_active"):
        raise Invalid(Problem("unknown_person", "owner", {"have": owner}))
    holder = owner if owner is not None and access.may(by, "deal.assign") else arrivals.owner_for(by)

    def change(unit: Unit) -> Outcome:
        # Whoever went up in another meanwhile is that one.
        firm = None if company is None else merged.living("company", company, hold=True)
        person = None if contact is None else merged.living("contact", contact, hold=True)
        event = entry.open_deal(
            known, owner=holder, company=firm, contact=person, amount=amount, channel=channel
        )
        deal = unit.open_deal(event, words)
        if brief_filled:
            deal = unit.record(deal, (e.BriefFilled(),))
        return Outcome(
            "deal", deal.key, deal.seq, deal.state_seq, ("deal.opened",), stage=deal.stage, status="open"
        )

    command = ["open", words, amount, company, contact, owner, channel, brief_filled, process]
    return once(change, by=by, at=at, door=door, request=request, command=command)


DecideInquiry = Callable[[Inquiry, Process, Unit], Decision]


def _on_inquiry(
    verb: str,
    key: int,
    decide: DecideInquiry,
    *,
    by: Actor,
    at: datetime,
    door: str,
    request: str | None,
    command: list[object],
) -> Outcome:
    access.require(by, verb)

    def change(unit: Unit) -> Outcome:
        inquiry = _sighted(by, unit.inquiry(key))
        process = values.latest(inquiry.process)
        decision = (
            entry.refuse_closed(str(command[0]), inquiry)
            if inquiry.status != "open"
            else decide(inquiry, process, unit)
        )
        if decision.refused:
            unit.forget_texts()
        after = unit.record_inquiry(inquiry, decision.events)
        if after.status == "open" and decision.done:
            return arrivals.promote_if_lead(unit, process, after, decision)
        return arrivals.outcome_of(decision, after)

    return once(change, by=by, at=at, door=door, request=request, command=[key, command])


def _sighted(by: Actor, inquiry: Inquiry) -> Inquiry:
    if inquiry.status == "undone" or not access.sees(by, owner=inquiry.owner):
        raise NotFound("inquiry", inquiry.key)
    return inquiry

"""Verbs of question 3: an inquiry is received, asked, answered, closed, or becomes a deal."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from voronka.actions import own
from voronka.actions.change import TITLE_LIMIT, Outcome, clean, named, once
from voronka.actions.clients import known_contact, write_contact
from voronka.core import access, entry
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.decision import Decision
from voronka.core.entry import Inquiry
from voronka.core.fields import MOST, holds_words
from voronka.core.money import within_bounds
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.core.process import Process
from voronka.formats import conditions
from voronka.store import sql, values
from voronka.store.work import Unit

MOST_QUESTIONS: Final = 1000


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
    brief_filled: bool = False,
    fields: Mapping[str, str] | None = None,
    process: str | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Somebody turned to us. Where the entry rule calls it a lead, a deal is opened at once.

    A known `contact`, or a name (or a phone, or an e-mail address) of a new one; `recognise` takes the one
    contact who has this phone or address already. The outcome is about the deal where one was opened, else
    about the inquiry.
    """
    access.require(by, "inquiry.receive")
    words = clean(message, "message")
    known = values.latest(process)
    _require_channel(known, channel)
    called = next(filter(None, (clean(one, "name") for one in (name, phone, email))), "")
    if contact is None and not called:
        raise Invalid(Problem("client_needed", "name"))
    asked = _questions(service_questions)
    typed = {name: clean(value, name, limit=MOST) for name, value in (fields or {}).items()}
    if contact is not None and not sql.there("store_contact", contact):
        raise NotFound("contact", contact)

    def change(unit: Unit) -> Outcome:
        person = contact
        if person is None and recognise:
            person = known_contact(name=name, phone=phone, email=email)
        if person is None:
            person = write_contact(name=called, phone=phone, email=email, at=at)
        event = e.InquiryReceived(
            process=known.key,
            channel=channel,
            contact=person,
            text=unit.text(words),
            service_questions=asked,
            brief_filled=brief_filled,
            owner=_owner_for(by),
        )
        inquiry = unit.receive_inquiry(event)
        if typed:
            inquiry = unit.record_inquiry(inquiry, _told(known, inquiry, typed, unit))
        return _promote_if_lead(unit, known, inquiry)

    whom = [name, phone, email, contact, recognise]
    command: list[object] = ["receive", channel, whom, words, asked, brief_filled, process]
    if typed:
        command.append(sorted(typed.items()))
    return once(change, by=by, at=at, door=door, request=request, command=command)


def add_message(
    *,
    key: int,
    message: str = "",
    service_questions: int = 0,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """They wrote or called again; `service_questions` counts the questions about the services in it."""
    asked = _questions(service_questions)
    words = clean(message, "message", required=asked == 0)
    return _on_inquiry(
        "inquiry.receive",
        key,
        lambda inquiry, process, unit: Decision((e.InquiryMessageAdded(unit.text(words), asked),)),
        by=by,
        at=at,
        door=door,
        request=request,
        command=["message", words, asked],
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
        return Decision(_told(process, inquiry, typed, unit))

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


def _told(
    process: Process, inquiry: Inquiry, typed: Mapping[str, str], unit: Unit
) -> tuple[e.InquiryFieldSet, ...]:
    """A fact for each field that says something new; Invalid with all that is wrong."""
    known = {one.id: one for one in process.entry.fields}
    kept = own.read_all(process.entry.fields, typed, process.currency)
    told = []
    for name in typed:
        value, words = kept.get(name), holds_words(known[name])
        if words and (value or name in inquiry.fields):
            told.append(e.InquiryFieldSet(name, text=unit.text(value or "")))
        elif not words and value != inquiry.values.get(name):
            told.append(e.InquiryFieldSet(name, value=value))
    return tuple(told)


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
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """It is no lead: a consultation, a vacancy, or another thing that the passport names."""
    words = clean(note, "note")
    return _on_inquiry(
        "inquiry.close",
        key,
        lambda inquiry, process, unit: entry.close(process, named(as_what), unit.text(words)),
        by=by,
        at=at,
        door=door,
        request=request,
        command=["close", as_what, words],
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
            return _outcome(decision, unit.record_inquiry(inquiry, decision.events))
        return _open(unit, process, inquiry, entry.is_lead(process, inquiry, conditions.lead), words)

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
        _require_channel(known, channel)
    if company is None and contact is None and not words:
        raise Invalid(Problem("client_needed", "title"))
    if company is not None and not sql.there("store_company", company):
        raise NotFound("company", company)
    if contact is not None and not sql.there("store_contact", contact):
        raise NotFound("contact", contact)
    if owner is not None and not sql.there("store_person", owner, "is_active"):
        raise Invalid(Problem("unknown_person", "owner", {"have": owner}))
    holder = owner if owner is not None and access.may(by, "deal.assign") else _owner_for(by)

    def change(unit: Unit) -> Outcome:
        event = entry.open_deal(
            known, owner=holder, company=company, contact=contact, amount=amount, channel=channel
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
            return _promote_if_lead(unit, process, after, decision)
        return _outcome(decision, after)

    return once(change, by=by, at=at, door=door, request=request, command=[key, command])


def _promote_if_lead(
    unit: Unit, process: Process, inquiry: Inquiry, decision: Decision | None = None
) -> Outcome:
    if entry.is_lead(process, inquiry, conditions.lead):
        return _open(unit, process, inquiry, True, "")
    return _outcome(decision or Decision(), inquiry)


def _open(unit: Unit, process: Process, inquiry: Inquiry, lead: bool, title: str) -> Outcome:
    company = None
    if inquiry.contact is not None:
        row = sql.one("SELECT company_id FROM store_contact WHERE id = %s", (inquiry.contact,))
        company = row[0] if row else None
    owner = inquiry.owner if inquiry.owner is not None else _owner_for(unit.by)
    deal = unit.open_deal(
        entry.open_deal(process, inquiry=inquiry, lead=lead, company=company, owner=owner), title
    )
    if told := entry.carried(process, inquiry):
        deal = unit.record(deal, told)
    unit.record_inquiry(inquiry, (e.InquiryClosed("lead", deal.key),))
    return Outcome(
        "deal",
        deal.key,
        deal.seq,
        deal.state_seq,
        ("deal.opened", "inquiry.closed"),
        stage=deal.stage,
        status=deal.status,
    )


def _outcome(decision: Decision, inquiry: Inquiry) -> Outcome:
    kinds = tuple(event.kind for event in decision.events)
    return Outcome(
        "inquiry",
        inquiry.key,
        inquiry.seq,
        inquiry.seq,
        kinds,
        decision.refused,
        status=inquiry.status,
    )


def _sighted(by: Actor, inquiry: Inquiry) -> Inquiry:
    if not access.sees(by, owner=inquiry.owner):
        raise NotFound("inquiry", inquiry.key)
    return inquiry


def _owner_for(by: Actor) -> int | None:
    """Who sells takes what they enter; what others enter waits for an owner."""
    return by.id if by.role in ("manager", "head") else None


def _require_channel(process: Process, channel: str) -> None:
    known = [one.id for one in process.entry.channels]
    if channel not in known:
        raise Invalid(Problem("unknown_choice", "channel", {"have": named(channel), "known": known}))


def _questions(typed: int) -> int:
    """How many questions about the services were counted: less than none is none, a thousand is a slip."""
    if typed > MOST_QUESTIONS:
        raise Invalid(Problem("number_large", "service_questions", {"limit": MOST_QUESTIONS}))
    return max(typed, 0)

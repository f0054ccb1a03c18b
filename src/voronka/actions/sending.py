"""A form that is sent: read, sifted, taken as an inquiry or held back until a person has looked at it."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from voronka.actions import arrivals, own
from voronka.actions.arrivals import Arrival
from voronka.actions.change import Outcome, clean, once
from voronka.actions.clients import known_contact
from voronka.actions.own import read_phone
from voronka.core import access, sieve
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.clients import is_email
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.core.process import Field, Process
from voronka.core.sieve import Sent
from voronka.store import sql, values
from voronka.store.models import ConsentText, DealRow, InquiryRow, PublicForm, Submission
from voronka.store.work import Unit

NAME: Final = 300
MESSAGE: Final = 5000
ASKED: Final = "field-"
QUESTION: Final = "question-"
"""What stands before the id of an own field and of a question of the brief, in a form and in what is wrong with it."""
COUNTED_FOR: Final = timedelta(days=2)
DECIDED_FOR: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody wrote into the form, as they wrote it; `consent` is the number of the text they agreed to."""

    name: str = ""
    phone: str = ""
    email: str = ""
    message: str = ""
    asked: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    consent: int | None = None
    channel: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)


def send_form(
    *,
    process: str,
    filled: Filled,
    sender: str,
    opened_at: datetime | None,
    trap: bool = False,
    by: Actor,
    at: datetime,
    door: str = "form",
    request: str | None = None,
) -> Outcome:
    """Somebody sent the form. Of one whom we know it goes to their open inquiry or deal; what may be no person's is
    held back (`status` held). `sender` is a digest of the address that it came from, empty where that is not known.
    Where nobody can say when the page was opened, nothing is taken: what else is wrong is told all the same.

    Raises NotFound where the form is closed, Invalid with all that is wrong.
    """
    access.require(by, "form.send")
    form = PublicForm.objects.filter(process=process[:64], is_on=True).first()
    known = values.latest(form.process) if form is not None else None
    if form is None or known is None or not known.entry.channels:
        raise NotFound("form", process[:64])
    one = _read(known, form, filled)
    if opened_at is None:
        raise Invalid(Problem("page_unsealed", ""))
    before = Submission.objects.filter(sender=sender, received_at__gt=at - sieve.HOUR)
    written = before[: sieve.REFUSED_AN_HOUR].count() if sender else 0
    digest = _digest(one)

    def change(unit: Unit) -> Outcome:
        if written >= sieve.REFUSED_AN_HOUR:
            raise Invalid(Problem("too_often", ""))
        same = Submission.objects.filter(digest=digest, received_at__gt=at - 24 * sieve.HOUR)
        sent = Sent(
            name=one.name,
            texts=(one.words, one.brief, *one.fields.values()),
            opened_at=opened_at,
            at=at,
            before=written,
            trap=trap,
            repeated=same.exclude(sender=sender)[:3].count() > 1,
        )
        why = sieve.reasons(sent)
        row = Submission(process=known.key, received_at=at, sender=sender, digest=digest)
        if why:
            row.state, row.reasons = "held", ",".join(why)
            row.data_id = unit.text(json.dumps(_kept(one), ensure_ascii=False))
            row.save(force_insert=True)
            return Outcome("submission", row.pk, 0, 0, (), status="held")
        outcome = take(unit, known, one)
        row.state, row.noun, row.key = "taken", outcome.noun, outcome.key
        row.save(force_insert=True)
        return outcome

    command = ["form", process, json.dumps(_kept(one), sort_keys=True)]
    return once(change, by=by, at=at, door=door, request=request, command=command)


def take(unit: Unit, known: Process, one: Arrival) -> Outcome:
    """What they wrote goes to their open inquiry, to their open deal, or is a new inquiry."""
    person = known_contact(name=one.name, phone=one.phone, email=one.email)
    if person is not None:
        about = {"process": known.key, "contact": person, "status": "open"}
        inquiry = InquiryRow.objects.filter(**about).order_by("-id").values_list("pk", flat=True).first()
        if inquiry is not None:
            return _again(unit, known, inquiry, one)
        deal = DealRow.objects.filter(**about).order_by("-id").values_list("pk", flat=True).first()
        if deal is not None:
            return _on_deal(unit, deal, one)
    return arrivals.arrive(unit, known, one, person or arrivals.person_of(one, unit.at))


def _again(unit: Unit, known: Process, key: int, one: Arrival) -> Outcome:
    inquiry = unit.inquiry(key)
    origin, consent = arrivals.keep_origin(one.origin), arrivals.keep_consent(one, unit)
    facts: list[e.Event] = [
        e.InquiryMessageAdded(
            unit.text(one.words), len(one.asked), one.asked, one.channel, origin=origin, consent=consent
        )
    ]
    if one.brief:
        facts.append(e.BriefFilled(unit.text(one.brief), by_hand=False))
    facts += arrivals.told(known, inquiry, one.fields, unit)
    arrivals.belong(origin, consent, inquiry=key)
    return arrivals.promote_if_lead(unit, known, unit.record_inquiry(inquiry, facts))


def _on_deal(unit: Unit, key: int, one: Arrival) -> Outcome:
    deal = unit.deal(key)
    words = "\n\n".join(filter(None, (one.words, one.brief)))
    consent = arrivals.keep_consent(one, unit)
    arrivals.belong(None, consent, deal=key)
    event = e.MessageReceived(unit.text(words), one.channel, one.asked, consent)
    after = unit.record(deal, (event,))
    return Outcome(
        "deal", key, after.seq, after.state_seq, (event.kind,), stage=after.stage, status=after.status
    )


def _read(known: Process, form: PublicForm, filled: Filled) -> Arrival:
    """The form as an arrival; Invalid with all that is wrong with it, each at its field."""
    wrong: list[Problem] = []
    bare = {
        name: _bare(getattr(filled, name), name, limit, wrong)
        for name, limit in (("name", NAME), ("phone", 32), ("email", 254), ("message", MESSAGE))
    }
    if not bare["phone"] and not bare["email"]:
        wrong.append(Problem("reach_needed", "phone"))
    if bare["phone"] and not re.fullmatch(r"\+[0-9]{7,15}", read_phone(bare["phone"])):
        wrong.append(Problem("phone_unreadable", "phone", {"typed": bare["phone"]}))
    if bare["email"] and not is_email(bare["email"]):
        wrong.append(Problem("email_unreadable", "email", {"typed": bare["email"]}))
    brief = _asked(known.entry.questions, filled.answers, QUESTION, known.currency, wrong)
    fields = _asked(known.entry.fields, filled.fields, ASKED, known.currency, wrong)
    last = ConsentText.objects.filter(process=known.key).order_by("-number").first()
    if filled.consent is None or last is None:
        wrong.append(Problem("consent_needed", "consent"))
    elif filled.consent != last.number:
        wrong.append(Problem("consent_changed", "consent"))
    if wrong:
        raise Invalid(*wrong)
    answered = "\n".join(
        _said(one, filled.answers[one.id]) for one in known.entry.questions if one.id in brief
    )
    whole = _whole(known.entry.questions, brief)
    offers = [one.id for one in known.product.offers]
    return Arrival(
        channel=_channel(known, form, filled.channel),
        name=bare["name"],
        phone=bare["phone"],
        email=bare["email"],
        words="\n\n".join(filter(None, (bare["message"], "" if whole else answered))),
        asked=tuple(one for one in dict.fromkeys(filled.asked) if one in offers),
        brief_filled=whole,
        brief=answered if whole else "",
        fields={name: filled.fields[name] for name in fields},
        origin=arrivals.read_origin(filled.origin),
        consent=last.pk if last else None,
    )


def _bare(typed: str, name: str, limit: int, wrong: list[Problem]) -> str:
    try:
        return clean(typed, name, limit=limit)
    except Invalid as found:
        wrong += found.problems
        return ""


def _asked(
    fields: Sequence[Field], typed: Mapping[str, str], prefix: str, currency: str, wrong: list[Problem]
) -> dict[str, str]:
    """What was filled in of these fields; what is wrong is told at the field with its prefix."""
    given = {one.id: clean(typed.get(one.id, ""), one.id, limit=20_000) for one in fields}
    try:
        return own.read_all(fields, given, currency)
    except Invalid as found:
        wrong += [Problem(one.code, prefix + one.field, one.data) for one in found.problems]
        return {}


def _whole(questions: Sequence[Field], answered: Mapping[str, str]) -> bool:
    """Is the brief filled? All that must be answered is; where nothing must be, all is. Else it is a message."""
    must = [one for one in questions if one.required] or questions
    return bool(questions) and all(one.id in answered for one in must)


def _said(asked: Field, typed: str) -> str:
    """A question with its answer, as one line."""
    titles = {one.id: one.title for one in asked.options}
    answer = ", ".join(titles.get(one, one) for one in typed.split(",")) if titles else typed
    return f"{asked.title} {answer}" if asked.title.endswith("?") else f"{asked.title}: {answer}"


def _channel(known: Process, form: PublicForm, named_by_link: str) -> str:
    """As the link says, where the passport knows it; else the form's own; else the passport's first."""
    channels = [one.id for one in known.entry.channels]
    return next((one for one in (named_by_link, form.channel) if one in channels), channels[0])


def _kept(one: Arrival) -> dict[str, Any]:
    """An arrival as plain data; `arrival_of` reads it back."""
    return {
        "channel": one.channel,
        "name": one.name,
        "phone": one.phone,
        "email": one.email,
        "words": one.words,
        "asked": list(one.asked),
        "brief_filled": one.brief_filled,
        "brief": one.brief,
        "fields": dict(one.fields),
        "origin": dict(one.origin),
        "consent": one.consent,
    }


def _digest(one: Arrival) -> str:
    """Of the words alone, so that the same letter from many addresses is seen."""
    said = " ".join((one.words or one.brief or one.called).lower().split())
    return hashlib.sha256(said.encode()).hexdigest()


def let_in(*, key: int, by: Actor, at: datetime, door: str = "page", request: str | None = None) -> Outcome:
    """A person says that this was one of ours: it becomes what it would have been, from the moment it was sent."""
    access.require(by, "inquiry.receive")

    def change(unit: Unit) -> Outcome:
        row = _held(key)
        known = values.latest(row.process)
        one = _arrival(known, row)
        outcome = take(unit, known, one)
        _decide(row, "let_in", by, at, outcome)
        return outcome

    return once(change, by=by, at=at, door=door, request=request, command=["let_in", key])


def _arrival(known: Process, row: Submission) -> Arrival:
    """What was held back, as the passport reads it now: what has no place there any more stays in the words."""
    told: dict[str, Any] = json.loads(row.data.body) if row.data else {}
    channels = [one.id for one in known.entry.channels]
    channel = told["channel"] if told["channel"] in channels else next(iter(channels), told["channel"])
    fields, rest = {}, []
    for name, value in told.pop("fields").items():
        try:
            own.read_all(known.entry.fields, {name: value}, known.currency)
        except Invalid:
            rest.append(value)
        else:
            fields[name] = value
    words = "\n\n".join(filter(None, (told.pop("words"), *rest)))
    told |= {"channel": channel, "words": words, "fields": fields, "asked": tuple(told["asked"])}
    return Arrival(**told, sent_at=row.received_at, let_in=tuple(row.reasons.split(",")))


def throw_away(
    *, key: int, by: Actor, at: datetime, door: str = "page", request: str | None = None
) -> Outcome:
    """A person says that it was spam: what was written is emptied, that it came stays."""
    access.require(by, "inquiry.receive")

    def change(unit: Unit) -> Outcome:
        row = _held(key)
        outcome = Outcome("submission", key, 0, 0, (), status="thrown")
        _decide(row, "thrown", by, at, outcome)
        return outcome

    return once(change, by=by, at=at, door=door, request=request, command=["throw_away", key])


def _held(key: int) -> Submission:
    """What is held back under this key, locked; NotFound where somebody has decided already."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("data")
    row = rows.filter(pk=key, state="held").first() if sql.is_key(key) else None
    if row is None:
        raise NotFound("submission", key)
    return row


def _decide(row: Submission, state: str, by: Actor, at: datetime, outcome: Outcome) -> None:
    text, row.data = row.data, None
    row.state, row.decided_at, row.decided_by = state, at, by.label
    if state == "let_in":
        row.noun, row.key = outcome.noun, outcome.key
    row.save()
    if text is not None:
        text.delete()


def forget(now: datetime) -> int:
    """Senders and words of the last days are needed to count by; of what is decided nothing is kept for ever. How many
    rows went. What is still held back stays.
    """
    old = Submission.objects.filter(received_at__lt=now - COUNTED_FOR).exclude(digest="")
    old.update(sender="", digest="")
    gone = Submission.objects.exclude(state="held").filter(received_at__lt=now - DECIDED_FOR)
    return gone.delete()[0]

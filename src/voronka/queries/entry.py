"""Answers of question 3: the inbox of inquiries, one inquiry with its history, and why it is a lead or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core import access
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.decision import Unmet
from voronka.core.entry import Inquiry
from voronka.core.imports import PAST
from voronka.core.problems import NotFound
from voronka.core.process import Process
from voronka.formats import conditions
from voronka.queries import answering, find_hits, own, told, words
from voronka.queries.answering import Answering, kept, listed
from voronka.queries.entry_background import Background, background
from voronka.queries.entry_rule import Explained, explained
from voronka.queries.own import FieldLine
from voronka.queries.public_form import held_count
from voronka.queries.records import sight
from voronka.queries.records.paging import Order, page
from voronka.store import log, values
from voronka.store.models import EventRow, InquiryRow, Person, Text

PAGE = 40
COUNTED = 100
"""Open inquiries are counted so far; more is said as `100+`."""
FORESEEN = 20
"""So many questions ahead the rule is tried, to say how many are lacking."""
_ORDER = Order("inbox", "received_at")
_TALK = ("inquiry.received", "inquiry.message_added")

Shown = Literal["open", "closed"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What the entry rule says of an inquiry, and why, in words."""

    lead: bool
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """An inquiry as the inbox shows it. `answer_by` is when the first answer was promised; `message` the last."""

    key: int
    seq: int
    name: str
    contact: int | None
    phone: str
    email: str
    company: int | None
    company_name: str
    channel: str
    received_at: datetime
    answered_at: datetime | None
    answer_by: datetime | None
    message: str
    messages: int
    status: str
    as_what: str
    as_what_title: str
    deal: int | None
    owner_name: str
    brief_filled: bool
    rule: Rule

    def late(self, at: datetime) -> bool:
        """Was the answer promised sooner than it came, or than now?"""
        return self.answer_by is not None and (self.answered_at or at) > self.answer_by


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of inquiries, the newest first. `more`: the place to read on from; `count` and `held` stop at COUNTED."""

    process: Process
    lines: tuple[Line, ...]
    more: str
    count: int
    held: int = 0
    answering: Answering | None = None
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of an inquiry's history. `side`: what they say is `theirs`, what we say `ours`, what we write for
    ourselves a `note`, all else a `fact`.
    """

    at: datetime
    text: str
    said: str
    by: str
    side: str = "fact"


@dataclass(frozen=True, slots=True)
class InquiryCard:
    """One inquiry with its history, the newest first; `may` are the verbs of this person. `parting` is the answer
    that was written as it was closed: whoever closed it may still have to send it.
    """

    process: Process
    line: Line
    entries: tuple[Told, ...]
    may: frozenset[str]
    fields: tuple[FieldLine, ...]
    rule: Explained
    background: Background
    parting: str


def inbox(
    actor: Actor,
    *,
    process: str | None = None,
    shown: Shown = "open",
    figure: str = "",
    words: str = "",
    phone: str = "",
    more: str = "",
    page_size: int = PAGE,
) -> Inbox:
    """The inquiries that the actor sees, open or closed, or those behind a `figure` of answering.py; with `words`
    those of both that fit, by who turned to us or by what was written.

    Nine statements at most, whatever their number. Invalid for a foreign `more`.
    """
    access.require(actor, "inquiry.see")
    known = told.latest(process)
    mine = InquiryRow.objects.filter(sight.inquiries(actor), process=known.key)
    behind = figure if answering.known(figure) else ""
    some = mine.filter(pk__in=listed(known.key, behind)) if behind else mine.filter(status=shown)
    if words:
        some = mine.filter(find_hits.asking(words, phone))
    rows = some.select_related("contact__company", "owner")
    found = page(rows, _ORDER, cursor=more or None, limit=page_size, record=lambda read: lines(read, known))
    count = mine.filter(status="open")[: COUNTED + 1].count()
    held = held_count(actor, known.key)
    return Inbox(known, found.items, found.next or "", count, held, kept(known), behind)


def of_contacts(actor: Actor, contacts: Iterable[int], most: int = 20) -> tuple[Line, ...]:
    """The latest inquiries of these contacts that the actor sees; none for those who see no inquiries."""
    if not access.may(actor, "inquiry.see"):
        return ()
    rows = InquiryRow.objects.filter(sight.inquiries(actor), contact__in=list(contacts))
    rows = rows.select_related("contact__company", "owner").order_by("-received_at", "-id")
    found = list(rows[:most])
    rules = {key: told.latest(key) for key in {row.process for row in found}}
    said = {key: lines([row for row in found if row.process == key], rules[key]) for key in rules}
    by_key = {line.key: line for some in said.values() for line in some}
    return tuple(by_key[row.pk] for row in found)


def inquiry_card(actor: Actor, key: int) -> InquiryCard:
    """One inquiry. NotFound also where it isn't the actor's to see."""
    access.require(actor, "inquiry.see")
    rows = InquiryRow.objects.filter(sight.inquiries(actor), pk=key)
    row = rows.select_related("contact__company", "owner").first()
    if row is None:
        raise NotFound("inquiry", key)
    process = told.latest(row.process)
    may = access.RIGHTS.get(actor.role, frozenset())
    line, history, known = lines([row], process)[0], _history(key, process), values.inquiry_of(row)
    return InquiryCard(
        process,
        line,
        history,
        may,
        _fields(known, process),
        explained(process, known),
        background(known, row.contact.name if row.contact else "", process),
        _parting(history),
    )


def _parting(history: Sequence[Told]) -> str:
    """The newest two facts, where the closing brought its answer with it: both of one moment."""
    if len(history) < 2 or history[1].side != "ours" or history[0].at != history[1].at:
        return ""
    return history[1].said


def _fields(inquiry: Inquiry, process: Process) -> tuple[FieldLine, ...]:
    bodies = dict(Text.objects.filter(pk__in=inquiry.fields.values()).values_list("pk", "body"))
    texts = {name: bodies.get(text, "") for name, text in inquiry.fields.items()}
    return own.lines(process.entry.fields, {**texts, **inquiry.values}, process.currency)


def channels(process: str | None = None) -> tuple[tuple[str, str], ...]:
    """Where inquiries come from, as the passport has it: id and title."""
    return tuple((one.id, one.title) for one in told.latest(process).entry.channels)


def rule(process: Process, inquiry: Inquiry) -> Rule:
    """What the entry rule says of the inquiry: tried as it is, and as it would be with one thing more."""

    def lead(**changed: object) -> bool:
        return conditions.lead(process.entry.lead_when, replace(inquiry, **changed), process)  # type: ignore[arg-type]

    asked = inquiry.service_questions
    if lead():
        because = []
        if inquiry.brief_filled and lead(service_questions=0):
            because.append(_("the brief is filled"))
        if asked and lead(brief_filled=False):
            said = ngettext("%(n)s question about services", "%(n)s questions about services", asked)
            because.append(said % {"n": asked})
        if not because:
            return Rule(True, _("A lead by the entry rule."))
        return Rule(True, _("A lead by the entry rule: %(why)s.") % {"why": ", ".join(because)})
    lacking = []
    ahead = range(asked + 1, asked + 1 + FORESEEN)
    need = next((n for n in ahead if lead(service_questions=n)), None)
    if need is not None:
        lacking.append(_("%(have)s of %(need)s questions about services") % {"have": asked, "need": need})
    if not inquiry.brief_filled and lead(brief_filled=True):
        lacking.append(_("the brief is not filled"))
    if not lacking:
        return Rule(False, _("Not a lead by the entry rule."))
    return Rule(False, _("Not a lead yet: %(why)s.") % {"why": ", ".join(lacking)})


def lines(rows: Sequence[InquiryRow], process: Process) -> list[Line]:
    """These rows as the inbox shows them, all at once."""
    said = _last_words(row.pk for row in rows)
    titles = {one.id: one.title for one in process.entry.channels}
    kinds = {one.id: one.title for one in process.entry.not_a_lead} | {
        "lead": _("a lead"),
        PAST: past_title(),
    }
    within = process.entry.answer_within
    return [
        Line(
            key=row.pk,
            seq=row.seq,
            name=row.contact.name if row.contact else "",
            contact=row.contact_id,
            phone=row.contact.phone if row.contact else "",
            email=row.contact.email if row.contact else "",
            company=row.contact.company_id if row.contact else None,
            company_name=row.contact.company.name if row.contact and row.contact.company else "",
            channel=titles.get(row.channel, row.channel),
            received_at=row.received_at,
            answered_at=row.answered_at,
            answer_by=values.calendar().after(row.received_at, within)
            if within and not row.imported
            else None,
            message=said.get(row.pk, ""),
            messages=row.messages,
            status=row.status,
            as_what=row.as_what,
            as_what_title=kinds.get(row.as_what, row.as_what),
            deal=row.deal,
            owner_name=row.owner.name if row.owner else "",
            brief_filled=row.brief_filled,
            rule=rule(process, values.inquiry_of(row)),
        )
        for row in rows
    ]


def _last_words(keys: Iterable[int]) -> dict[int, str]:
    """What each of these inquiries said last, where it said anything."""
    streams = {f"inquiry:{key}": key for key in keys}
    if not streams:
        return {}
    facts = EventRow.objects.filter(stream__in=list(streams), kind__in=_TALK).order_by("stream", "seq")
    texts: dict[int, int] = {}
    for fact in map(log.recorded, facts):
        if text := fact.event.as_data().get("text"):
            texts[streams[fact.stream]] = text
    bodies = dict(Text.objects.filter(pk__in=texts.values()).values_list("pk", "body"))
    return {key: bodies.get(text, "") for key, text in texts.items()}


def _history(key: int, process: Process) -> tuple[Told, ...]:
    facts = log.stream(f"inquiry:{key}")
    wanted = {text for fact in facts if isinstance(text := fact.event.as_data().get("text"), int)}
    bodies = dict(Text.objects.filter(pk__in=wanted).values_list("pk", "body"))
    by = {int(fact.by.partition(":")[2]) for fact in facts if fact.by.startswith("person:")}
    people = dict(Person.objects.filter(pk__in=by).values_list("pk", "name"))
    told = []
    for fact in reversed(facts):
        noun, _colon, person = fact.by.partition(":")
        body = bodies.get(fact.event.as_data().get("text") or 0, "")
        name = people.get(int(person), "") if noun == "person" else ""
        told.append(Told(fact.at, _says(fact.event, process), body, name, _side(fact)))
    return tuple(told)


def _side(fact: log.Recorded) -> str:
    match fact.event:
        case e.InquiryReceived() | e.InquiryMessageAdded():
            return "theirs"
        case e.BriefFilled(by_hand=False):
            return "theirs"
        case e.InquiryAnswered():
            return "ours"
        case e.NoteAdded():
            return "note"
    return "fact"


def past_title() -> str:
    """What an inquiry is called of which nobody knows what became of it."""
    return _("From before Voronka: what became of it is not known.")


def _says(event: e.Event, process: Process) -> str:
    """A fact of an inquiry as a sentence."""
    match event:
        case e.InquiryReceived():
            known = {one.id: one.title for one in process.entry.channels}
            said = _("Turned to us: %(channel)s.") % {"channel": known.get(event.channel, event.channel)}
            return (
                said
                + _asked(event.service_questions)
                + (_(" The brief is filled.") if event.brief_filled else "")
            )
        case e.InquiryMessageAdded():
            return _("Wrote or called again.") + _asked(event.service_questions)
        case e.NoteAdded():
            return _("Note")
        case e.InquiryLetIn():
            return _("It had been held back and was let in.")
        case e.BriefFilled():
            return _("The brief is filled.")
        case e.InquiryFieldSet():
            return _field_says(event, process)
        case e.InquiryAnswered():
            return _("We answered.")
        case e.ClientMerged():
            return _("Two records of the client were merged into one.")
        case e.ClientSplit():
            return _("The client was split back into two.")
        case e.InquiryChangeRefused():
            return " ".join(words.refusal(Unmet.from_data(one)) for one in event.missing)
        case e.InquiryClosed(as_what="lead"):
            return _("It has become a deal.")
        case e.InquiryClosed(as_what=as_what) if as_what == PAST:
            return past_title()
        case e.InquiryWithdrawn():
            return _("The import that told of the inquiry was taken back.")
        case e.InquiryClosed():
            kinds = {one.id: one.title for one in process.entry.not_a_lead}
            return _("Not a lead: %(what)s.") % {"what": kinds.get(event.as_what, event.as_what)}
    return event.kind


def _field_says(event: e.InquiryFieldSet, process: Process) -> str:
    known = next((one for one in process.entry.fields if one.id == event.field), None)
    title = known.title if known else event.field
    if known is None or event.value is None:
        return _("Field changed: %(field)s.") % {"field": title}
    return f"{title}: {own.shown(known, event.value, process.currency)}."


def _asked(number: int) -> str:
    if not number:
        return ""
    said = ngettext(" %(n)s question about services.", " %(n)s questions about services.", number)
    return said % {"n": number}

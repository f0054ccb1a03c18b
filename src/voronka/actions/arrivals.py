"""How what somebody told us becomes an inquiry: the person behind it, its facts, and a deal where the rule says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from voronka.actions import own, sharing
from voronka.actions.change import Outcome, clean, named
from voronka.actions.clients import known_contact, write_contact
from voronka.core import entry
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.decision import Decision
from voronka.core.entry import Inquiry
from voronka.core.fields import holds_words
from voronka.core.problems import Invalid, Problem
from voronka.core.process import Process
from voronka.formats import conditions
from voronka.store import merged, sql
from voronka.store.models import Consent, ConsentText, Origin
from voronka.store.work import Unit

MOST_QUESTIONS: Final = 1000
ORIGIN: Final = ("source", "medium", "campaign", "content", "term", "referrer")
"""What is kept of whence somebody came: the marks `utm_…` of the link that they followed, and the page before."""
PURPOSE: Final = "inquiry"
"""For what they agree by the form: that we handle their data to answer their inquiry."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody turned to us, as they were written down. `person` is a known contact; else name, phone, e-mail.

    `consent` is the row of the text to which they agreed, `brief` what they answered to its questions,
    `sent_at` when they wrote where that was earlier, `let_in` why they were held back before.
    """

    channel: str
    person: int | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    recognise: bool = False
    words: str = ""
    questions: int = 0
    asked: tuple[str, ...] = ()
    brief_filled: bool = False
    brief: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    origin: Mapping[str, str] = field(default_factory=dict)
    consent: int | None = None
    sent_at: datetime | None = None
    let_in: tuple[str, ...] | None = None

    @property
    def called(self) -> str:
        """What they are called: by their name, or else by what there is."""
        return self.name or self.phone or self.email


def arrive(unit: Unit, known: Process, one: Arrival, person: int) -> Outcome:
    """A new inquiry of this contact; a deal at once where the entry rule calls it a lead."""
    event = e.InquiryReceived(
        process=known.key,
        channel=one.channel,
        contact=person,
        text=unit.text(one.words),
        service_questions=max(one.questions, len(one.asked)),
        brief_filled=one.brief_filled,
        owner=holder_of(unit, known, one),
        asked=one.asked,
        sent_at=one.sent_at.astimezone(UTC).isoformat() if one.sent_at else None,
        origin=keep_origin(one.origin),
        consent=keep_consent(one, unit),
    )
    inquiry = unit.receive_inquiry(event)
    facts: list[e.Event] = []
    if one.let_in is not None:
        facts.append(e.InquiryLetIn(one.let_in))
    if one.brief:
        facts.append(e.BriefFilled(unit.text(one.brief), by_hand=False))
    facts += told(known, inquiry, one.fields, unit)
    inquiry = unit.record_inquiry(inquiry, facts)
    belong(event.origin, event.consent, inquiry=inquiry.key)
    return promote_if_lead(unit, known, inquiry)


def holder_of(unit: Unit, known: Process, one: Arrival) -> int | None:
    """Who takes care of it: whoever entered it and sells; else as the passport shares out what comes in.

    What was held back is nobody's catch: it is shared out as if it had not been. An import brings its own owners.
    """
    mine = owner_for(unit.by)
    shares = known.entry.assign is not None and known.entry.assign.by != "hand"
    if not shares or unit.envelope.door == "import" or (mine is not None and one.let_in is None):
        return mine
    return sharing.next_holder(known) or mine


def person_of(one: Arrival, at: datetime) -> int:
    """The contact behind it: the named one, one whom we know, or a new one."""
    if one.person is not None:
        return merged.living("contact", one.person, hold=True)
    if one.recognise:
        known = known_contact(name=one.name, phone=one.phone, email=one.email)
        if known is not None:
            return known
    return write_contact(name=one.called, phone=one.phone, email=one.email, at=at)


def keep_origin(origin: Mapping[str, str]) -> int | None:
    """The row that says whence they came; None where nothing is said."""
    said = {name: origin[name] for name in ORIGIN if origin.get(name)}
    return Origin.objects.create(**said).pk if said else None


def keep_consent(one: Arrival, unit: Unit) -> int | None:
    """The row that says to which text they agreed; None where they were not asked."""
    if one.consent is None:
        return None
    row = Consent(
        text_id=one.consent, purpose=PURPOSE, given_at=one.sent_at or unit.at, door=unit.envelope.door
    )
    row.save(force_insert=True)
    return row.pk


def belong(origin: int | None, consent: int | None, **to: int | None) -> None:
    """Say of these rows to which inquiry or deal they belong."""
    if origin is not None:
        Origin.objects.filter(pk=origin).update(inquiry=to.get("inquiry"))
    if consent is not None:
        Consent.objects.filter(pk=consent).update(**to)


def read_origin(typed: Mapping[str, str]) -> dict[str, str]:
    """Whence somebody came, cut to what is kept: a link with a long tail is no reason to refuse them."""
    most = {"referrer": 1000}
    bare = {name: clean(typed.get(name, "")[:5000], name)[: most.get(name, 200)] for name in ORIGIN}
    return {name: value for name, value in bare.items() if value}


def read_asked(process: Process, asked: object) -> tuple[str, ...]:
    """Offers of the passport that were asked about. Invalid for one that it does not know."""
    known = [one.id for one in process.product.offers]
    wanted: list[Any] = list(asked) if isinstance(asked, list | tuple) else []
    for one in wanted:
        if one not in known:
            raise Invalid(Problem("unknown_choice", "asked", {"have": named(str(one)), "known": known}))
    return tuple(dict.fromkeys(wanted))


def read_consent(process: Process, number: int | None) -> int | None:
    """The row of this text of consent. Invalid where the process has none with this number."""
    if number is None:
        return None
    fits = sql.is_key(number) and number < 1 << 31
    row = ConsentText.objects.filter(process=process.key, number=number).first() if fits else None
    if row is None:
        raise Invalid(Problem("unknown_choice", "consent", {"have": str(number), "known": []}))
    return row.pk


def told(
    process: Process, inquiry: Inquiry, typed: Mapping[str, str], unit: Unit
) -> tuple[e.InquiryFieldSet, ...]:
    """A fact for each field that says something new; Invalid with all that is wrong."""
    known = {one.id: one for one in process.entry.fields}
    kept = own.read_all(process.entry.fields, typed, process.currency)
    said = []
    for name in typed:
        value, words = kept.get(name), holds_words(known[name])
        if words and (value or name in inquiry.fields):
            said.append(e.InquiryFieldSet(name, text=unit.text(value or "")))
        elif not words and value != inquiry.values.get(name):
            said.append(e.InquiryFieldSet(name, value=value))
    return tuple(said)


def promote_if_lead(
    unit: Unit, process: Process, inquiry: Inquiry, decision: Decision | None = None
) -> Outcome:
    """A deal where the entry rule calls the inquiry a lead; else what was decided about the inquiry."""
    if entry.is_lead(process, inquiry, conditions.lead):
        return open_from(unit, process, inquiry, True, "")
    return outcome_of(decision or Decision(), inquiry)


def open_from(unit: Unit, process: Process, inquiry: Inquiry, lead: bool, title: str) -> Outcome:
    """A deal out of the inquiry, which is closed by that."""
    company = None
    if inquiry.contact is not None:
        row = sql.one("SELECT company_id FROM store_contact WHERE id = %s", (inquiry.contact,))
        company = merged.living("company", row[0], hold=True) if row and row[0] else None
    owner = inquiry.owner if inquiry.owner is not None else owner_for(unit.by)
    deal = unit.open_deal(
        entry.open_deal(process, inquiry=inquiry, lead=lead, company=company, owner=owner), title
    )
    if carried := entry.carried(process, inquiry):
        deal = unit.record(deal, carried)
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


def outcome_of(decision: Decision, inquiry: Inquiry) -> Outcome:
    """What came of a verb on an inquiry."""
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


def owner_for(by: Actor) -> int | None:
    """Who sells takes what they enter; what others enter waits for an owner."""
    return by.id if by.role in ("manager", "head") else None


def require_channel(process: Process, channel: str) -> None:
    """Invalid for a channel that the passport does not name."""
    known = [one.id for one in process.entry.channels]
    if channel not in known:
        raise Invalid(Problem("unknown_choice", "channel", {"have": named(channel), "known": known}))


def read_questions(typed: int) -> int:
    """How many questions about the services were counted: less than none is none, a thousand is a slip."""
    if typed > MOST_QUESTIONS:
        raise Invalid(Problem("number_large", "service_questions", {"limit": MOST_QUESTIONS}))
    return max(typed, 0)

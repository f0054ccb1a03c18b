"""Question 3, the entry point: what an inquiry is, when it is a lead, and how a deal begins."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from voronka.core import events as e
from voronka.core.deal import Stamp
from voronka.core.decision import Decision, Unmet
from voronka.core.process import Process


@dataclass(frozen=True, slots=True)
class Inquiry:
    """An inquiry as the fold of its facts."""

    key: int
    seq: int
    process: str
    channel: str
    received_at: datetime
    contact: int | None = None
    service_questions: int = 0
    messages: int = 1
    brief_filled: bool = False
    owner: int | None = None
    answered_at: datetime | None = None
    status: Literal["open", "closed", "undone"] = "open"
    as_what: str = ""
    deal: int | None = None
    fields: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    interest: Mapping[str, int] = field(default_factory=dict)
    imported: int | None = None


def apply_inquiry(inquiry: Inquiry | None, event: e.Event, stamp: Stamp, key: int) -> Inquiry:
    """The inquiry after this fact. The first fact must be inquiry.received; ValueError otherwise."""
    match event:
        case e.InquiryReceived():
            return Inquiry(
                key,
                stamp.seq,
                event.process,
                event.channel,
                datetime.fromisoformat(event.sent_at) if event.sent_at else stamp.at,
                event.contact,
                event.service_questions,
                1,
                event.brief_filled,
                event.owner,
                interest=counted({}, event.asked),
                imported=event.imported,
            )
        case _ if inquiry is None:
            raise ValueError(f"inquiry {key} does not begin with inquiry.received but with {event.kind}")
        case e.InquiryMessageAdded():
            return replace(
                inquiry,
                seq=stamp.seq,
                messages=inquiry.messages + 1,
                service_questions=inquiry.service_questions + event.service_questions,
                interest=counted(inquiry.interest, event.asked),
            )
        case e.BriefFilled():
            return replace(inquiry, seq=stamp.seq, brief_filled=True)
        case e.InquiryFieldSet():
            texts = {name: text for name, text in inquiry.fields.items() if name != event.field}
            values = {name: value for name, value in inquiry.values.items() if name != event.field}
            if event.text is not None:
                texts[event.field] = event.text
            elif event.value is not None:
                values[event.field] = event.value
            return replace(inquiry, seq=stamp.seq, fields=texts, values=values)
        case e.InquiryAnswered():
            return replace(inquiry, seq=stamp.seq, answered_at=inquiry.answered_at or stamp.at)
        case e.InquiryWithdrawn():
            return replace(inquiry, seq=stamp.seq, status="undone", contact=None)
        case e.InquiryClosed():
            return replace(inquiry, seq=stamp.seq, status="closed", as_what=event.as_what, deal=event.deal)
        case e.ClientMerged():
            return replace(inquiry, seq=stamp.seq, contact=event.kept)
        case e.ClientSplit():
            return replace(inquiry, seq=stamp.seq, contact=event.gone)
        case e.InquiryChangeRefused() | e.InquiryLetIn() | e.NoteAdded():
            return replace(inquiry, seq=stamp.seq)
        case _:
            raise ValueError(f"{event.kind} is no fact of an inquiry")


def counted(before: Mapping[str, int], asked: Iterable[str]) -> dict[str, int]:
    """How often they have asked about each offer, with these questions more."""
    after = dict(before)
    for key in asked:
        after[key] = after.get(key, 0) + 1
    return after


def fold_inquiry(facts: Iterable[tuple[e.Event, Stamp]], key: int) -> Inquiry | None:
    """The inquiry that these facts, in their order, tell of; None where there are none."""
    inquiry: Inquiry | None = None
    for event, stamp in facts:
        inquiry = apply_inquiry(inquiry, event, stamp, key)
    return inquiry


def in_turn(people: Sequence[int], last: int | None) -> int | None:
    """Whose turn it is after the last one, round and round; nobody's where there is nobody."""
    if not people:
        return None
    after = [one for one in sorted(people) if last is not None and one > last]
    return (after or sorted(people))[0]


def least_loaded(people: Sequence[int], load: Mapping[int, int]) -> int | None:
    """Who has the least on their hands; of several the one who has been here longest."""
    return min(sorted(people), key=lambda one: load.get(one, 0), default=None)


LeadRule = Callable[[str, Inquiry, Process], bool]


def is_lead(process: Process, inquiry: Inquiry, rule: LeadRule) -> bool:
    """Does the entry rule of the passport call this inquiry a lead?"""
    return rule(process.entry.lead_when, inquiry, process)


def open_deal(
    process: Process,
    *,
    inquiry: Inquiry | None = None,
    lead: bool = True,
    owner: int | None = None,
    company: int | None = None,
    contact: int | None = None,
    amount: int = 0,
    channel: str = "",
) -> e.DealOpened:
    """The fact that begins a deal on the first stage; `lead` false marks it as sold too early."""
    return e.DealOpened(
        process=process.key,
        version_number=process.version,
        stage=process.first_stage.id,
        currency=process.currency,
        amount=amount,
        owner=owner if owner is not None or inquiry is None else inquiry.owner,
        inquiry=inquiry.key if inquiry else None,
        company=company,
        contact=contact if contact is not None or inquiry is None else inquiry.contact,
        channel=inquiry.channel if inquiry else channel,
        brief_filled=inquiry.brief_filled if inquiry else False,
        early=not lead,
    )


def carried(process: Process, inquiry: Inquiry) -> tuple[e.Event, ...]:
    """What the inquiry has told already goes on with the deal, where both have a field of one name and kind."""
    told = {one.id: one.kind for one in process.entry.fields}
    return tuple(
        e.DealFieldSet(one.id, text=inquiry.fields.get(one.id), value=inquiry.values.get(one.id))
        for one in process.cycle.fields
        if told.get(one.id) == one.kind and (one.id in inquiry.fields or one.id in inquiry.values)
    )


def close(process: Process, as_what: str, text: int | None) -> Decision:
    """The inquiry is no lead: it was one of the things that the passport names."""
    known = {one.id: one.title for one in process.entry.not_a_lead}
    if as_what not in known:
        return refuse(
            "close", Unmet("not_a_lead_known", "close", {"have": as_what, "titles": list(known.values())})
        )
    return Decision((e.InquiryClosed(as_what, None, text),))


def refuse_closed(change: str, inquiry: Inquiry) -> Decision:
    """An inquiry that is closed does not change any more."""
    return refuse(change, Unmet("inquiry_open", "", {"have": inquiry.as_what, "deal": inquiry.deal}))


def refuse(change: str, why: Unmet) -> Decision:
    """A no, as a fact that is logged and counted."""
    return Decision((e.InquiryChangeRefused(change, (why.as_data(),)),), refused=(why,))

"""Inquiries of the past: who turned to the company, when they were answered, what became of it; nobody's clock runs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from voronka.actions.imports import source_of
from voronka.actions.past_payments import refused
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.entry import Inquiry
from voronka.core.fields import holds_words
from voronka.core.imports import LEAD, STILL_OPEN, Line, Plan, Refused
from voronka.core.problems import Problem
from voronka.store import bulk, imported, named_deals, values
from voronka.store.models import Import
from voronka.store.named_deals import Called
from voronka.store.work import Unit


def settle(
    row: Import, plan: Plan, heads: Sequence[str], told: Sequence[Line]
) -> tuple[list[Line], list[Refused], Mapping[int, int]]:
    """Lines that can be taken, those that name a deal which is not here, and the deal of each line that became one."""
    named = [one for one in told if one.deal]
    meant = named_deals.meant([Called(one.deal, one.client) for one in named], source=source_of(row))
    deals = {one.number: keys[0] for one, keys in zip(named, meant, strict=True) if len(keys) == 1}
    wrong = {
        one.number: refused(
            plan,
            heads,
            one,
            Problem(
                "deal_ambiguous" if keys else "deal_unknown",
                "inquiry.deal",
                {"have": one.deal[:60], "count": len(keys)},
            ),
        )
        for one, keys in zip(named, meant, strict=True)
        if len(keys) != 1
    }
    return [one for one in told if one.number not in wrong], list(wrong.values()), deals


def take(
    row: Import,
    fresh: Sequence[Line],
    contacts: Sequence[int | None],
    deals: Mapping[int, int],
    counts: Counter[str],
    by: Actor,
    at: datetime,
) -> None:
    """These lines as inquiries of their contacts."""
    noted = [one for one in fresh if one.note]
    notes = dict(
        zip([one.number for one in noted], imported.texts([one.note for one in noted], at), strict=True)
    )
    wordy = {
        name: {field.id for field in values.latest(name or None).entry.fields if holds_words(field)}
        for name in {one.process for one in fresh}
    }
    told = []
    for one, contact in zip(fresh, contacts, strict=True):
        words = [name for name in one.own if name in wordy[one.process]]
        texts = dict(zip(words, imported.texts([one.own[name] for name in words], at), strict=True))
        assert one.opened_at is not None
        facts: list[bulk.Fact] = [
            (
                e.InquiryReceived(
                    process=one.process or values.latest().key,
                    channel=one.channel,
                    contact=contact,
                    text=notes.get(one.number),
                    service_questions=one.questions,
                    owner=one.owner,
                    imported=row.pk,
                ),
                one.opened_at,
                by,
            )
        ]
        for name, value in one.own.items():
            text = texts.get(name)
            fact = e.InquiryFieldSet(name, text=text, value=None if text is not None else value)
            facts.append((fact, one.opened_at, by))
        if one.closed_at is not None:
            facts.append((e.InquiryAnswered(), one.closed_at, by))
        if one.stage != STILL_OPEN:
            end = one.closed_at or one.opened_at
            facts.append((e.InquiryClosed(one.stage, deals.get(one.number)), end, by))
        counts[became(one)] += 1
        told.append(facts)
    keys = bulk.write_inquiries(told, door="import", recorded=at)
    imported.remember(
        source_of(row), "inquiry", row.pk, [(one.outside, key) for one, key in zip(fresh, keys, strict=True)]
    )


def became(line: Line) -> str:
    """Under which count the line goes: still open, became a deal, or over without one."""
    return {STILL_OPEN: "open", LEAD: "won"}.get(line.stage, "lost")


def undo(key: int, inquiries: Sequence[int], change: Unit) -> tuple[list[int], int]:
    """Withdraw these; the keys of those that are gone, and how many stay since somebody has worked on them."""
    held = [change.inquiry(one) for one in sorted(inquiries)]
    lived = imported.touched(inquiries, noun="inquiry")
    gone = [one for one in held if one.key not in lived]
    for one in gone:
        change.record_inquiry(one, _withdrawn(one, key))
    return [one.key for one in gone], len(held) - len(gone)


def _withdrawn(inquiry: Inquiry, key: int) -> tuple[e.Event, ...]:
    return () if inquiry.status == "undone" else (e.InquiryWithdrawn(key),)

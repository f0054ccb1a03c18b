"""Deals as records: a page of them, or one with all that is known and what it still lacks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import get_current_timezone

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.closing import lacking_for_win
from voronka.core.cycle import remaining, silent, skippable
from voronka.core.deal import Deal
from voronka.core.decision import Unmet
from voronka.core.guards import Facts
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.formats import conditions
from voronka.queries import saved_views
from voronka.queries.cycle import deals as list_of_deals
from voronka.queries.lists import address
from voronka.queries.records import sight
from voronka.queries.records.paging import MOST, Order, Page, page
from voronka.store import values
from voronka.store.models import DealRow, Text

ORDERS = {
    "-opened_at": Order("-opened_at", "opened_at"),
    "opened_at": Order("opened_at", "opened_at", newest=False),
    "urgent_at": Order("urgent_at", "urgent_at", newest=False),
    "-closed_at": Order("-closed_at", "closed_at"),
}
"""How deals can be ordered; the sign as programs write it."""

FILTERS = {
    "status": "status",
    "stage": "stage",
    "owner": "owner",
    "company": "company",
    "contact": "contact",
    "channel": "channel",
    "handover": "handover",
    "lost_reason": "lost_reason",
    "opened_from": "opened_at__gte",
    "opened_before": "opened_at__lt",
}
"""What a list of deals can be narrowed by, and the condition that does it."""


@dataclass(frozen=True, slots=True)
class DealRecord:
    """One deal, flat. Money in minor units of `currency`; times in UTC; names beside keys."""

    key: int
    title: str
    process: str
    version: int
    born_version: int
    status: str
    stage: str
    stage_title: str
    entered_at: datetime
    due_at: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    currency: str
    amount: int
    agreed: int
    paid: int
    owner: int | None
    owner_name: str
    company: int | None
    company_name: str
    contact: int | None
    contact_name: str
    inquiry: int | None
    channel: str
    early: bool
    next_step_at: datetime | None
    next_step: str
    handover: str
    handover_to: int | None
    lost_reason: str
    seq: int
    state_seq: int


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """Money that came: `net` is what of it is ours now."""

    key: str
    amount: int
    refunded: int
    net: int
    voided: bool
    currency: str
    paid_on: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class WholeDeal:
    """One deal with all that is known of it.

    `lacking_to_leave` is what its stage still asks, `lacking_to_win` what the exit rule does; `may_go_to` are
    the next stage and those that may be reached by skipping what lies between; `silence` is the lost reason
    that the client's silence suggests.
    """

    deal: DealRecord
    contract_amount: int | None
    offer_amount: int | None
    fields: Mapping[str, str]
    steps: tuple[str, ...]
    evidence: Mapping[str, int]
    payments: tuple[PaymentRecord, ...]
    lacking_to_leave: tuple[Unmet, ...]
    lacking_to_win: tuple[Unmet, ...]
    may_go_to: tuple[str, ...]
    silence: str


def deals(
    *,
    by: Actor,
    cursor: str | None = None,
    limit: int = 50,
    order: str = "-opened_at",
    process: str | None = None,
    filters: Mapping[str, Any] | None = None,
) -> Page[DealRecord]:
    """A page of the deals that the actor sees, of one process (the first where none is named)."""
    access.require(by, "deal.see")
    if order not in ORDERS:
        raise Invalid(Problem("unknown_choice", "order", {"have": order, "known": sorted(ORDERS)}))
    named = process if process is not None else values.latest().key
    asked = {FILTERS[name]: value for name, value in (filters or {}).items() if value is not None}
    rows = DealRow.objects.filter(sight.deals(by), process=named, **asked)
    if order == "-closed_at":
        rows = rows.exclude(closed_at=None)
    rows = rows.select_related("owner", "company", "contact").defer("state")
    return page(rows, ORDERS[order], cursor=cursor, limit=limit, record=_records)


def of_view(
    view: int, *, by: Actor, at: datetime, cursor: str | None = None, limit: int = 50
) -> Page[DealRecord]:
    """A page of the deals that a saved view shows to this actor, in its order; its columns say nothing here."""
    access.require(by, "deal.see")
    known = saved_views.view(view, by=by)
    process = values.latest(known.process)
    asked = address.filters(known.asked, by=by, process=process, zone=get_current_timezone())
    try:
        found = list_of_deals.keys(
            by, process, asked, at, most=list_of_deals.most(by, process, asked),
            more=cursor or "", page=max(1, min(limit, MOST)),
        )  # fmt: skip
    except ValueError:
        raise Invalid(Problem("cursor_unreadable", "cursor")) from None
    rows = (
        DealRow.objects.filter(pk__in=found.keys).select_related("owner", "company", "contact").defer("state")
    )
    by_key = {one.key: one for one in _records(list(rows))}
    return Page(tuple(by_key[key] for key in found.keys if key in by_key), found.more or None)


def deal(key: int, *, by: Actor, at: datetime) -> WholeDeal:
    """One deal; NotFound also for one that the actor doesn't see."""
    access.require(by, "deal.see")
    row = (
        DealRow.objects.filter(sight.deals(by), pk=key).select_related("owner", "company", "contact").first()
    )
    if row is None:
        raise NotFound("deal", key)
    value = values.deal(key)
    texts = _texts([*value.fields.values(), *filter(None, [value.next_step_text])])
    process = values.process(value.process, value.version)
    read = values.read_instructions(value, process)
    facts = Facts(process, value, at, conditions.deal, values.calendar(), read)
    return WholeDeal(
        deal=_record(row, texts),
        contract_amount=value.contract_amount,
        offer_amount=value.offer_amount,
        fields=dict(
            sorted(
                {**{name: texts.get(text, "") for name, text in value.fields.items()}, **value.values}.items()
            )
        ),
        steps=tuple(sorted(value.steps)),
        evidence=dict(sorted(value.evidence.items())),
        payments=tuple(_payments(value)),
        lacking_to_leave=remaining(facts),
        lacking_to_win=lacking_for_win(facts) if value.status == "open" else (),
        may_go_to=_ahead(facts),
        silence=quiet.id if (quiet := silent(facts)) else "",
    )


def _ahead(facts: Facts) -> tuple[str, ...]:
    if facts.deal.status != "open":
        return ()
    following = facts.process.following(facts.deal.stage)
    return tuple(stage.id for stage in (*([following] if following else []), *skippable(facts)))


def require(key: int, *, by: Actor) -> None:
    """NotFound where there is no such deal, or it isn't the actor's to see."""
    access.require(by, "deal.see")
    if not DealRow.objects.filter(sight.deals(by), pk=key).exists():
        raise NotFound("deal", key)


def currency_of(key: int, *, by: Actor) -> str:
    """In which money the deal is; NotFound where the actor doesn't see it."""
    row = DealRow.objects.filter(sight.deals(by), pk=key).values_list("currency").first()
    if row is None:
        raise NotFound("deal", key)
    return str(row[0])


def stage_title(key: int) -> str:
    """On which stage the deal stands, as its passport calls it. For whoever has just changed the deal."""
    row = DealRow.objects.filter(pk=key).values_list("process", "version", "stage").first()
    if row is None:
        raise NotFound("deal", key)
    process, version, stage = row
    return values.process(process, version).stage(stage).title


def _records(rows: Sequence[DealRow]) -> Iterator[DealRecord]:
    texts = _texts([row.next_step_text for row in rows if row.next_step_text is not None])
    for row in rows:
        yield _record(row, texts)


def _record(row: DealRow, texts: Mapping[int, str]) -> DealRecord:
    stage = values.process(row.process, row.version).stage(row.stage)
    return DealRecord(
        key=row.pk,
        title=row.title,
        process=row.process,
        version=row.version,
        born_version=row.born_version,
        status=row.status,
        stage=row.stage,
        stage_title=stage.title,
        entered_at=row.entered_at,
        due_at=row.due_at,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        currency=row.currency,
        amount=row.amount,
        agreed=row.agreed,
        paid=row.paid,
        owner=row.owner_id,
        owner_name=row.owner.name if row.owner else "",
        company=row.company_id,
        company_name=row.company.name if row.company else "",
        contact=row.contact_id,
        contact_name=row.contact.name if row.contact else "",
        inquiry=row.inquiry,
        channel=row.channel,
        early=row.early,
        next_step_at=row.next_step_at,
        next_step=texts.get(row.next_step_text, "") if row.next_step_text is not None else "",
        handover=row.handover,
        handover_to=row.handover_to,
        lost_reason=row.lost_reason,
        seq=row.seq,
        state_seq=row.state_seq,
    )


def _texts(keys: Iterable[int]) -> dict[int, str]:
    wanted = set(keys)
    if not wanted:
        return {}
    return dict(Text.objects.filter(pk__in=wanted).values_list("pk", "body"))


def _payments(deal: Deal) -> Iterator[PaymentRecord]:
    for one in deal.payments:
        yield PaymentRecord(
            key=one.id,
            amount=one.amount,
            refunded=one.refunded,
            net=one.net,
            voided=one.voided,
            currency=deal.currency,
            paid_on=one.paid_on,
            by_hand=one.by_hand,
        )

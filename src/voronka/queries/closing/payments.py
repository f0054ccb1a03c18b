"""Payments: the list with its filters and sums, and a deal as the doors of money ask about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voronka.core import access
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.deal import Deal
from voronka.core.importing import TOLD
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.core.process import Process
from voronka.queries.closing import ordering
from voronka.queries.cycle import walking
from voronka.queries.cycle.timeline import File
from voronka.queries.records import sight
from voronka.store import log, names, values
from voronka.store.models import DealRow, EventRow, PaymentRow, Person, Upload

PAGE = 50
MOST = 2_000
"""So many payments of those clients may fit."""
MATCHES = 100
"""Clients that a word may match; whoever types more letters finds the rest."""

METHODS: dict[str, str | Promise] = {
    "bank": _("to the account"),
    "sbp": _("SBP"),
    "card": _("card"),
    "cash": _("cash"),
    "other": _("otherwise"),
}
"""How money comes; the words of what actions.closing takes."""
CAME: dict[str, str | Promise] = {**METHODS, TOLD: _("as another system tells")}
"""How money may have come, one way more: an import tells of it."""

State = Literal["", "whole", "refunded", "voided"]


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in minor units."""

    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment in the list. `method` as it was entered, `by` who entered it."""

    id: str
    deal: int
    client: str
    about: str
    amount: int
    refunded: int
    voided: bool
    currency: str
    paid_on: date
    by_hand: bool
    method: str
    by: str
    proof: File | None


@dataclass(frozen=True, slots=True)
class PaymentFilters:
    """What the list of payments is narrowed to.

    `sort` is one of `ordering.SORTS`, with a minus from the greatest; `columns` are those that are shown.
    """

    since: date | None = None
    until: date | None = None
    words: str = ""
    state: State = ""
    sort: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Payments:
    """A page of payments; `sums` are what stays with us of all that fit, with a period only.

    `more` is the place to read on from; `cut` says that only so many payments were looked at.
    """

    lines: tuple[PaymentLine, ...]
    more: str
    sums: tuple[Money, ...]
    count: int | None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class DealMoney:
    """A deal as the doors of this room ask about it."""

    deal: Deal
    client: str
    process: Process


def deal_money(actor: Actor, key: int) -> DealMoney:
    """The deal; NotFound also where it isn't the actor's to see."""
    deal = values.deal(key)
    if not access.sees(actor, owner=deal.owner, handover=deal.handover, handover_to=deal.handover_to):
        raise NotFound("deal", key)
    row = DealRow.objects.filter(pk=key).values_list("company__name", "contact__name", "title").get()
    return DealMoney(
        deal, next((name for name in row if name), ""), values.process(deal.process, deal.version)
    )


def payments(actor: Actor, filters: PaymentFilters, *, more: str = "", page: int | None = None) -> Payments:
    """A page of the payments that the actor sees. Eight statements at most; Invalid for a foreign `more`."""
    found, onward, cut = lines(actor, filters, more=more, page=page or PAGE)
    sums, number = _sums(_seen(actor, filters)) if filters.since else ((), None)
    return Payments(found, onward, sums, number, cut)


def lines(
    actor: Actor, filters: PaymentFilters, *, more: str, page: int
) -> tuple[tuple[PaymentLine, ...], str, bool]:
    """A page of the lines alone, the place to read on from, and whether only so many were looked at."""
    access.require(actor, "deal.see")
    keys = None
    if filters.words:
        named = PaymentRow.objects.filter(_of_client(filters.words)).order_by("-paid_on", "-id")
        keys = tuple(named.values_list("pk", flat=True)[:MOST])
    asked = ordering.Asked(filters.since, filters.until, filters.state, filters.sort, keys)
    try:
        found = walking.keys(ordering.runs(actor, asked), more=more, page=page, of=ordering.PAYMENTS)
    except ValueError:
        raise Invalid(Problem("cursor_unreadable", "more")) from None
    rows = PaymentRow.objects.select_related("deal__company", "deal__contact").in_bulk(found.keys)
    return tuple(_payment_lines([rows[key] for key in found.keys if key in rows])), found.more, found.cut


def count(actor: Actor, filters: PaymentFilters) -> int:
    """How many payments fit, voided ones too."""
    access.require(actor, "deal.see")
    return _seen(actor, filters).count()


def _seen(actor: Actor, filters: PaymentFilters) -> "QuerySet[PaymentRow]":
    return _narrowed(PaymentRow.objects.filter(sight.deals(actor, "deal__")), filters)


def _narrowed(rows: "QuerySet[PaymentRow]", filters: PaymentFilters) -> "QuerySet[PaymentRow]":
    if filters.since:
        rows = rows.filter(paid_on__gte=filters.since)
    if filters.until:
        rows = rows.filter(paid_on__lt=filters.until)
    match filters.state:
        case "whole":
            rows = rows.filter(voided=False, refunded=0)
        case "refunded":
            rows = rows.filter(voided=False, refunded__gt=0)
        case "voided":
            rows = rows.filter(voided=True)
    if filters.words:
        rows = rows.filter(_of_client(filters.words))
    return rows


def _of_client(typed: str) -> Q:
    keys = names.found_any(names.read(typed), MATCHES)
    fits = Q(deal__company__in=keys["company"]) | Q(deal__contact__in=keys["contact"])
    fits |= Q(deal__in=keys["deal"])
    number = typed.strip().removeprefix("#").removeprefix("№").strip()
    if number.isdecimal() and len(number) < 18:
        fits |= Q(deal=int(number))
    return fits


def _sums(rows: "QuerySet[PaymentRow]") -> tuple[tuple[Money, ...], int]:
    net = (
        rows.filter(voided=False)
        .values("currency")
        .annotate(net=Coalesce(Sum(F("amount") - F("refunded")), 0))
    )
    sums = sorted(((int(one["net"]), one["currency"]) for one in net), reverse=True)
    # The number stands beside the sum, so it counts the same payments; alone, voided ones count themselves.
    standing = rows.filter(voided=False).count()
    return tuple(Money(*one) for one in sums), standing or rows.count()


def _payment_lines(rows: Sequence[PaymentRow]) -> list[PaymentLine]:
    facts: dict[str, tuple[e.PaymentReceived, str]] = {}
    streams = {f"deal:{row.deal_id}" for row in rows}
    # Asked for by an expression, so that facts are read by their deals and not by their kind.
    kinds = EventRow.objects.annotate(what=Concat("kind", Value("")))
    for fact in kinds.filter(stream__in=streams, what="payment.received"):
        told = log.recorded(fact)
        if isinstance(told.event, e.PaymentReceived):
            facts[told.event.payment] = (told.event, told.by)
    wanted = [facts[row.id] for row in rows if row.id in facts]
    files = _files(event.proof for event, _by in wanted)
    people = _people(by for _event, by in wanted)
    lines = []
    for row in rows:
        event, by = facts.get(row.id, (None, ""))
        deal = row.deal
        client = deal.company.name if deal.company else deal.contact.name if deal.contact else ""
        lines.append(
            PaymentLine(
                id=row.id,
                deal=row.deal_id,
                client=client,
                about=deal.title,
                amount=row.amount,
                refunded=row.refunded,
                voided=row.voided,
                currency=row.currency,
                paid_on=row.paid_on,
                by_hand=row.by_hand,
                method=event.method if event else "",
                by=people.get(by, ""),
                proof=files.get(event.proof or 0) if event else None,
            )
        )
    return lines


def _files(keys: Iterable[int | None]) -> dict[int, File]:
    wanted = [key for key in keys if key]
    return {row.pk: File(row.pk, row.name, row.size) for row in Upload.objects.filter(pk__in=wanted)}


def _people(labels: Iterable[str]) -> dict[str, str]:
    wanted = {int(label.partition(":")[2]) for label in labels if label.startswith("person:")}
    return {
        f"person:{key}": name for key, name in Person.objects.filter(pk__in=wanted).values_list("pk", "name")
    }

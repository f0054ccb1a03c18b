"""What the rows keep of some streams, read together: one by one they would cost more than their facts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from voronka.core.deal import Deal
from voronka.core.visits import Visit
from voronka.store.models import (
    Acknowledgement,
    AskRow,
    DealRow,
    FieldRow,
    FileUse,
    InquiryRow,
    PassRow,
    PaymentRow,
    VisitRow,
)

Stay = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows of deals and inquiries by their keys, and what belongs to the deals."""

    deals: dict[int, dict[str, Any]]
    stays: dict[int, list[Stay]]
    payments: dict[int, dict[str, tuple[Any, ...]]]
    files: dict[int, set[int]]
    inquiries: dict[int, dict[str, Any]]
    asks: dict[int, set[tuple[Any, ...]]]
    read: dict[int, list[tuple[Any, ...]]]
    passes: dict[int, list[tuple[Any, ...]]]
    own: dict[int, set[tuple[Any, ...]]]


def of(streams: Iterable[str]) -> Kept:
    """What is kept of these streams, in nine statements."""
    keys: dict[str, list[int]] = {"deal": [], "inquiry": [], "person": []}
    for stream in streams:
        noun, _, key = stream.partition(":")
        if noun in keys and key.isdecimal():
            keys[noun].append(int(key))
    deals = keys["deal"]
    stays: dict[int, list[Stay]] = defaultdict(list)
    columns = ("place", "stage", "entered_at", "left_at", "outcome", "process", "version")
    for deal, *stay in _rows(VisitRow, deals).order_by("deal", "place").values_list("deal", *columns):
        stays[deal].append(tuple(stay))
    payments: dict[int, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    columns = ("amount", "refunded", "voided", "paid_on", "by_hand", "currency")
    for deal, payment, *told in _rows(PaymentRow, deals).values_list("deal", "id", *columns):
        payments[deal][payment] = tuple(told)
    files: dict[int, set[int]] = defaultdict(set)
    for deal, upload in _rows(FileUse, deals).values_list("deal", "upload"):
        files[deal].add(upload)
    asks: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
    for deal, *ask in _rows(AskRow, deals).values_list("deal", "what", "system", "since"):
        asks[deal].add(tuple(ask))
    read: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    known = Acknowledgement.objects.filter(person__in=keys["person"]).order_by("id")
    for person, *told in known.values_list("person", "process", "stage", "digest", "at"):
        read[person].append(tuple(told))
    passes: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    columns = ("deal", "seq", "place", "process", "stage", "guard", "mode", "at", "by")
    for one in _rows(PassRow, deals).order_by("deal", "seq", "place").values_list(*columns):
        passes[one[0]].append(one)
    own: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
    for deal, *value in _rows(FieldRow, deals).values_list("deal", "process", "field", "word", "number"):
        own[deal].add(tuple(value))
    return Kept(
        {row["id"]: row for row in DealRow.objects.filter(pk__in=deals).values()},
        stays,
        payments,
        files,
        {row["id"]: row for row in InquiryRow.objects.filter(pk__in=keys["inquiry"]).values()},
        asks,
        read,
        passes,
        own,
    )


def _rows(model: Any, deals: list[int]) -> Any:
    return model.objects.filter(deal__in=deals)


def stay_of(visit: Visit, deal: Deal) -> Stay:
    """A stay as its row has it."""
    return (
        visit.place,
        visit.stage,
        visit.entered_at,
        visit.left_at,
        visit.outcome,
        deal.process,
        visit.version,
    )

"""What the rows keep of some streams, read together: one by one they would cost more than their facts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from voronka.core.deal import Deal
from voronka.core.visits import Visit
from voronka.store.models import DealRow, FileUse, InquiryRow, PaymentRow, VisitRow

Stay = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows of deals and inquiries by their keys, and what belongs to the deals."""

    deals: dict[int, dict[str, Any]]
    stays: dict[int, list[Stay]]
    payments: dict[int, dict[str, tuple[Any, ...]]]
    files: dict[int, set[int]]
    inquiries: dict[int, dict[str, Any]]


def of(streams: Iterable[str]) -> Kept:
    """What is kept of these streams, in five statements."""
    keys: dict[str, list[int]] = {"deal": [], "inquiry": []}
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
    return Kept(
        {row["id"]: row for row in DealRow.objects.filter(pk__in=deals).values()},
        stays,
        payments,
        files,
        {row["id"]: row for row in InquiryRow.objects.filter(pk__in=keys["inquiry"]).values()},
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
        deal.version,
    )

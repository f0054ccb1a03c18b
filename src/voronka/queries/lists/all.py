"""Every list that can be taken out: how it is narrowed, and what makes a sheet of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from voronka.core.access import Actor
from voronka.core.exports import require_taking
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.queries.closing.payments import PaymentFilters
from voronka.queries.cycle.deals import Filters, OwnFilter
from voronka.queries.lists import bulk, clients, closing, deals, inquiries, payments
from voronka.queries.lists.bulk import BulkFilters
from voronka.queries.lists.clients import ClientFilters
from voronka.queries.lists.closing import NoFilters
from voronka.queries.lists.inquiries import InquiryFilters
from voronka.queries.lists.sheet import Sheet


@dataclass(frozen=True, slots=True)
class List:
    """How it is narrowed, and what makes a sheet of it."""

    filters: type[Any]
    make: Callable[..., Sheet]


LISTS = {
    "deals": List(Filters, deals.sheet),
    "companies": List(ClientFilters, clients.companies),
    "people": List(ClientFilters, clients.people),
    "inquiries": List(InquiryFilters, inquiries.sheet),
    "payments": List(PaymentFilters, payments.sheet),
    "unpaid": List(NoFilters, closing.unpaid),
    "handovers": List(NoFilters, closing.between),
    "bulk": List(BulkFilters, bulk.sheet),
}


def sheet(name: str, *, by: Actor, at: datetime, asked: object, process: str | None = None) -> Sheet:
    """The list as this person sees it, narrowed by its own filters."""
    if name not in LISTS:
        raise NotFound("list", name)
    require_taking(by, name)
    made: Sheet = LISTS[name].make(by, at, asked, process)
    return made


def as_data(name: str, asked: object) -> dict[str, Any]:
    """Filters as JSON has them; what says nothing is left out."""
    told: dict[str, Any] = TypeAdapter(LISTS[name].filters).dump_python(
        asked, mode="json", exclude_defaults=True
    )
    return told


def from_data(name: str, told: object) -> Any:
    """The filters that `as_data` gave, or that a program wrote; Invalid at the one that is none."""
    if name not in LISTS:
        raise NotFound("list", name)
    known = {one.name for one in fields(LISTS[name].filters)}
    if isinstance(told, Mapping) and (unknown := sorted(set(map(str, told)) - known)):
        raise Invalid(Problem("unknown_choice", "filters", {"have": unknown[0][:80], "known": sorted(known)}))
    try:
        made = TypeAdapter(LISTS[name].filters).validate_python(told, strict=False)
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join(map(str, wrong["loc"])) or "filters"
        raise Invalid(Problem("unknown_choice", place, {"have": str(wrong["input"])[:80]})) from None
    for one in fields(made):
        _require_kept(getattr(made, one.name), one.name)
    return made


def _require_kept(value: object, place: str) -> None:
    """Invalid for what no column can hold, and for a moment that was a slip: `31.02` is read as seconds of 1970.

    A moment without its zone would be another one in each of them: it is refused here as everywhere in the API.
    """
    match value:
        case datetime(tzinfo=None):
            raise Invalid(Problem("moment_without_zone", place, {"typed": value.isoformat()}))
        case datetime():
            fits = 1970 < value.year < 2200
        case int():
            fits = -(1 << 63) <= value < 1 << 63
        case str():
            fits = "\x00" not in value
        case tuple():
            for one in value:
                _require_kept(one, place)
            return
        case OwnFilter():
            _require_kept((value.field, value.word), place)
            return
        case _:
            return
    if not fits:
        raise Invalid(Problem("unknown_choice", place, {"have": str(value).replace("\x00", "")[:80]}))

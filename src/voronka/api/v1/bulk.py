"""One change for many deals: chosen and previewed, made, followed, stopped, taken back."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import Field

from voronka.actions import bulk as verbs
from voronka.actions import bulking
from voronka.api.v1.calls import actor, keep
from voronka.api.v1.shapes import Given, GivenKey, Made, Moment, Seen, Word
from voronka.core.bulk import MOST, Change
from voronka.core.problems import Invalid, Problem
from voronka.queries import bulk as queries
from voronka.queries.bulk import BulkLine, BulkSeen
from voronka.queries.lists import all as lists

router = Router(tags=["deals"])
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class ChangeGiven(Given):
    kind: Literal["owner", "next_step", "stage", "lose", "reopen", "field"]
    owner: GivenKey | None = None
    due: Moment | None = None
    text: str = Field("", description="Of the next step, of the loss, of the reopening.")
    to: Word | Literal[""] = ""
    reason: Word | Literal[""] = ""
    field: Word | Literal[""] = ""
    value: str = ""


class BulkGiven(Given):
    deals: Annotated[list[GivenKey], Field(max_length=MOST)] | None = None
    filters: Mapping[str, Any] | None = Field(
        None, description="Instead of `deals`: those of the list that fit, as in `/exports`."
    )
    process: Word | None = None
    change: ChangeGiven


@router.post("", response={201: Made}, summary="Choose deals and a change, and preview what would come of it")
def begin_bulk(request: HttpRequest, given: BulkGiven) -> HttpResponse:
    by, at = actor(request), timezone.now()

    def save() -> int:
        key = verbs.begin_bulk(deals=_chosen(request, given), process=given.process, by=by, at=at)
        verbs.choose_change(key=key, change=Change(**dict(given.change)), by=by, at=at)
        bulking.go(key=key, what="trying", by=by, at=at)
        return key

    return keep(request, "bulk", save, given.dict())


def _chosen(request: HttpRequest, given: BulkGiven) -> list[int]:
    if (given.deals is None) == (given.filters is None):
        raise Invalid(Problem("deals_none", "deals"))
    if given.deals is not None:
        return given.deals
    asked = lists.from_data("deals", dict(given.filters or {}))
    return list(queries.fitting(actor(request), timezone.now(), asked, process=given.process))


@router.get("", response=list[BulkLine], summary="The latest that were made; of everybody for those who lead")
def list_bulks(request: HttpRequest) -> list[BulkLine]:
    return list(queries.bulks(by=actor(request), at=timezone.now()))


@router.get("/{int:key}", response=BulkSeen, summary="What would come of it, how far it is, what came of it")
def get_bulk(request: HttpRequest, key: Number) -> BulkSeen:
    return queries.bulk(key, by=actor(request), at=timezone.now())


class RunGiven(Given):
    seen: Seen = None


@router.post("/{int:key}/run", response=Made, summary="Make the change; `seen` is the `seq` of the preview")
def run_bulk(request: HttpRequest, key: Number, given: RunGiven) -> HttpResponse:
    return _do(request, key, "running", given.seen)


@router.post("/{int:key}/undo", response=Made, summary="Take the whole change back")
def undo_bulk(request: HttpRequest, key: Number) -> HttpResponse:
    return _do(request, key, "undoing", None)


@router.post("/{int:key}/stop", response=Made, summary="No further deals; what is done may be taken back")
def stop_bulk(request: HttpRequest, key: Number) -> HttpResponse:
    def stop() -> int:
        verbs.stop_bulk(key=key, by=actor(request), at=timezone.now())
        return key

    return keep(request, "bulk", stop, ["stop", key], status=200)


@router.delete("/{int:key}", response={204: None}, summary="Discard one that was never made")
def discard_bulk(request: HttpRequest, key: Number) -> HttpResponse:
    verbs.discard_bulk(key=key, by=actor(request), at=timezone.now())
    return HttpResponse(status=204)


def _do(request: HttpRequest, key: int, what: verbs.What, seen: int | None) -> HttpResponse:
    def act() -> int:
        bulking.go(key=key, what=what, seen=seen, by=actor(request), at=timezone.now())
        return key

    return keep(request, "bulk", act, [what, key, seen], status=200)

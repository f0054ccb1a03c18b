"""Deals: the list, one with what it lacks and its story, and the verbs of question 2."""

from dataclasses import fields
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from voronka.actions import asks, cycle, entry
from voronka.api.v1.calls import actor, do
from voronka.api.v1.shapes import (
    Cursor,
    Done,
    Given,
    GivenKey,
    Key,
    Limit,
    Minor,
    Moment,
    Seen,
    WholeDealOut,
    Word,
)
from voronka.queries.records import deals, facts
from voronka.queries.records.deals import DealRecord
from voronka.queries.records.facts import FactRecord
from voronka.queries.records.paging import Page
from voronka.queries.words import lack

router = Router(tags=["deals"])


class DealFilters(Schema):
    """What a list of deals is narrowed by."""

    status: Literal["open", "won", "imported", "lost"] | None = None
    stage: Word | None = None
    owner: Key | None = None
    company: Key | None = None
    contact: Key | None = None
    channel: Word | None = None
    handover: Literal["none", "offered", "accepted", "returned"] | None = None
    lost_reason: Word | None = None
    opened_from: Moment | None = None
    opened_before: Moment | None = None


@router.get(
    "",
    response=Page[DealRecord],
    summary="Deals that you may see, page by page; with `view` as a saved view has them",
)
def list_deals(
    request: HttpRequest,
    filters: Query[DealFilters],
    process: Word | None = None,
    view: Key | None = None,
    order: Literal["-opened_at", "opened_at", "urgent_at", "-closed_at"] = "-opened_at",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[DealRecord]:
    if view is not None:
        return deals.of_view(view, by=actor(request), at=timezone.now(), cursor=cursor, limit=limit)
    asked = dict(filters)
    return deals.deals(
        by=actor(request), cursor=cursor, limit=limit, order=order, process=process, filters=asked
    )


class DealGiven(Given):
    title: str = ""
    amount: Minor = 0
    company: GivenKey | None = None
    contact: GivenKey | None = None
    owner: GivenKey | None = None
    channel: Word | Literal[""] = ""
    brief_filled: bool = False
    process: Word | None = None


@router.post("", response={201: Done}, summary="Open a deal")
def open_deal(request: HttpRequest, given: DealGiven) -> HttpResponse:
    return do(request, entry.open_deal, given, status=201)


@router.get("/{int:key}", response=WholeDealOut, summary="One deal, with all that it lacks")
def get_deal(request: HttpRequest, key: Key) -> dict[str, Any]:
    whole = deals.deal(key, by=actor(request), at=timezone.now())
    flat = {one.name: getattr(whole.deal, one.name) for one in fields(whole.deal)}
    more = {one.name: getattr(whole, one.name) for one in fields(whole) if one.name != "deal"}
    lacking = {
        name: [lack(one) for one in getattr(whole, name)] for name in ("lacking_to_leave", "lacking_to_win")
    }
    return {**flat, **more, **lacking}


@router.get("/{int:key}/timeline", response=list[FactRecord], summary="The story of a deal, fact by fact")
def deal_timeline(
    request: HttpRequest, key: Key, after: int = Query(0, ge=0, le=2**31 - 1), limit: Limit = 100
) -> list[FactRecord]:
    return list(facts.of_deal(key, by=actor(request), after=after, limit=limit))


class MoveGiven(Given):
    to: Word
    seen: Seen = None


@router.post("/{int:key}/moves", response=Done, summary="Move to the next stage, or to an earlier one")
def move_deal(request: HttpRequest, key: Key, given: MoveGiven) -> HttpResponse:
    return do(request, cycle.move_deal, given, key=key)


class ReturnGiven(MoveGiven):
    reason: str = ""


@router.post("/{int:key}/returns", response=Done, summary="Return to an earlier stage and say why")
def return_deal(request: HttpRequest, key: Key, given: ReturnGiven) -> HttpResponse:
    return do(request, cycle.return_deal, given, key=key)


@router.post("/{int:key}/undo", response=Done, summary="Take the last move back while it is fresh")
def undo_move(request: HttpRequest, key: Key) -> HttpResponse:
    return do(request, cycle.undo_move, key=key)


class LossGiven(Given):
    reason: Word
    note: str = ""
    seen: Seen = None


@router.post("/{int:key}/loss", response=Done, summary="The deal is lost, for a reason of the passport")
def lose_deal(request: HttpRequest, key: Key, given: LossGiven) -> HttpResponse:
    return do(request, cycle.lose_deal, given, key=key)


class NoteGiven(Given):
    note: str = ""


@router.post("/{int:key}/reopening", response=Done, summary="A lost deal lives again")
def reopen_deal(request: HttpRequest, key: Key, given: NoteGiven) -> HttpResponse:
    return do(request, cycle.reopen_deal, given, key=key)


class StepGiven(Given):
    step: Word
    done: bool = True


@router.post("/{int:key}/steps", response=Done, summary="Mark a step of the stage as done, or not")
def tick_step(request: HttpRequest, key: Key, given: StepGiven) -> HttpResponse:
    return do(request, cycle.tick_step, given, key=key)


class NextStepGiven(Given):
    due: Moment | None = Field(None, description="Without it the step is done or dropped.")
    text: str = ""


@router.put("/{int:key}/next-step", response=Done, summary="What is to be done next, and when")
def set_next_step(request: HttpRequest, key: Key, given: NextStepGiven) -> HttpResponse:
    return do(request, cycle.set_next_step, given, key=key)


class FactGiven(Given):
    what: Literal["brief", "call", "recording", "contract_sent"]
    note: str = ""
    proof: GivenKey | None = None


@router.post("/{int:key}/facts", response=Done, summary="A fact by hand that a guard asks for")
def log_fact(request: HttpRequest, key: Key, given: FactGiven) -> HttpResponse:
    return do(request, cycle.log_evidence, given, key=key)


class SumGiven(Given):
    what: Literal["offer", "offer_accepted", "contract", "invoice"]
    amount: Minor | None = None
    number: str = ""
    offer: Word | None = None
    note: str = ""
    reason: str = ""
    proof: GivenKey | None = None


@router.post(
    "/{int:key}/sums", response=Done, summary="An offer (sent, accepted), a signed contract, an invoice"
)
def log_sum(request: HttpRequest, key: Key, given: SumGiven) -> HttpResponse:
    return do(request, cycle.log_sum, given, key=key)


class AmountGiven(Given):
    amount: Minor
    reason: str = ""


@router.put("/{int:key}/amount", response=Done, summary="The amount; after a payment with right and reason")
def set_amount(request: HttpRequest, key: Key, given: AmountGiven) -> HttpResponse:
    return do(request, cycle.set_amount, given, key=key)


class FieldGiven(Given):
    field: Word
    value: str = ""


@router.put("/{int:key}/field", response=Done, summary="A field of the passport, or the title")
def set_field(request: HttpRequest, key: Key, given: FieldGiven) -> HttpResponse:
    return do(request, cycle.set_field, given, key=key)


class ClientGiven(Given):
    company: GivenKey | None = None
    contact: GivenKey | None = None


@router.put("/{int:key}/client", response=Done, summary="Whose deal it is")
def set_client(request: HttpRequest, key: Key, given: ClientGiven) -> HttpResponse:
    return do(request, cycle.set_client, given, key=key)


class OwnerGiven(Given):
    owner: GivenKey | None = None


@router.put("/{int:key}/owner", response=Done, summary="Give the deal to a person, or take a free one")
def assign_deal(request: HttpRequest, key: Key, given: OwnerGiven) -> HttpResponse:
    return do(request, cycle.assign_deal, given, key=key)


class RoleGiven(Given):
    role: Word
    note: str = ""


@router.post("/{int:key}/approval-requests", response=Done, summary="Ask a role to approve the deal")
def ask_approval(request: HttpRequest, key: Key, given: RoleGiven) -> HttpResponse:
    return do(request, asks.ask_approval, given, key=key)


@router.post("/{int:key}/approvals", response=Done, summary="Approve the deal for the sum agreed now")
def approve_deal(request: HttpRequest, key: Key, given: RoleGiven) -> HttpResponse:
    return do(request, asks.approve_deal, given, key=key)


@router.post(
    "/{int:key}/instruction", response=Done, summary="I have read the instruction of the deal’s stage"
)
def acknowledge_instruction(request: HttpRequest, key: Key) -> HttpResponse:
    return do(request, asks.acknowledge_instruction, key=key)


class ExceptionAsked(Given):
    to: Word | None = None
    note: str = ""


@router.post("/{int:key}/exception-requests", response=Done, summary="Ask to let the deal go on as it is")
def ask_exception(request: HttpRequest, key: Key, given: ExceptionAsked) -> HttpResponse:
    return do(request, asks.ask_exception, given, key=key)


class ExceptionGiven(Given):
    reason: str
    to: Word | None = None
    seen: Seen = None


@router.post("/{int:key}/exceptions", response=Done, summary="Let the deal go on by right, with a reason")
def grant_exception(request: HttpRequest, key: Key, given: ExceptionGiven) -> HttpResponse:
    return do(request, asks.grant_exception, given, key=key)


class WordsGiven(Given):
    text: str = ""
    proof: GivenKey | None = None


@router.post("/{int:key}/notes", response=Done, summary="Write a note, also on a closed deal")
def add_note(request: HttpRequest, key: Key, given: WordsGiven) -> HttpResponse:
    return do(request, cycle.add_note, given, key=key)

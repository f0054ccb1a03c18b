"""Inquiries: the list, one with its story, and the verbs of question 3."""

from collections.abc import Mapping
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from voronka.actions import entry
from voronka.api.v1.calls import actor, do
from voronka.api.v1.shapes import Count, Cursor, Done, Given, GivenKey, Key, Limit, Moment, Word
from voronka.queries import answering
from voronka.queries.answering import Answering
from voronka.queries.entry import inquiry_card
from voronka.queries.entry_background import Background
from voronka.queries.entry_rule import Explained
from voronka.queries.records import facts, inquiries
from voronka.queries.records.facts import FactRecord
from voronka.queries.records.inquiries import InquiryRecord
from voronka.queries.records.paging import Page

router = Router(tags=["inquiries"])
Offers = Annotated[list[Word], Field(max_length=100, description="Ids of the passport’s offers.")]


Figure = Annotated[
    str,
    Field(
        pattern=r"^(inquiries|missed|due|in_time|late|waiting|asked\.[A-Za-z0-9_-]{1,64})$",
        description="Those behind a number of `/inquiries/figures`: `missed`, `asked.site`.",
    ),
]


class InquiryFilters(Schema):
    """What a list of inquiries is narrowed by."""

    status: Literal["open", "closed"] | None = None
    channel: Word | None = None
    owner: Key | None = None
    contact: Key | None = None
    as_what: Word | None = None
    received_from: Moment | None = None
    received_before: Moment | None = None


@router.get("", response=Page[InquiryRecord], summary="Inquiries that you may see, page by page")
def list_inquiries(
    request: HttpRequest,
    filters: Query[InquiryFilters],
    process: Word | None = None,
    figure: Figure | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[InquiryRecord]:
    return inquiries.inquiries(
        by=actor(request),
        cursor=cursor,
        limit=limit,
        process=process,
        filters=dict(filters),
        figure=figure,
    )


@router.get(
    "/figures",
    response=Answering | None,
    summary="The last 30 days in numbers: answered in time, late, missed, sold too early; null until counted",
)
def get_answering(request: HttpRequest, process: Word | None = None) -> Answering | None:
    return answering.answering(actor(request), process)


Mark = Annotated[str, Field(max_length=5000)]


class Utm(Given):
    """The marks of the link that they followed: `utm_source` and the others, without `utm_`."""

    source: Mark = ""
    medium: Mark = ""
    campaign: Mark = ""
    content: Mark = ""
    term: Mark = ""


class InquiryGiven(Given):
    channel: Word
    name: str = ""
    phone: str = ""
    email: str = ""
    contact: GivenKey | None = None
    message: str = ""
    service_questions: Count = 0
    asked: Offers = []
    brief_filled: bool = False
    fields: Mapping[str, str] | None = None
    utm: Utm | None = None
    referrer: Mark = ""
    consent: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)] | None = None
    recognise: bool = False
    process: Word | None = None


@router.post(
    "", response={201: Done}, summary="Somebody turned to us; a lead becomes a deal at once (see `noun`)"
)
def receive_inquiry(request: HttpRequest, given: InquiryGiven) -> HttpResponse:
    told = dict(given)
    origin = {**dict(told.pop("utm") or {}), "referrer": told.pop("referrer")}
    return do(request, entry.receive_inquiry, status=201, origin=origin, **told)


@router.get("/{int:key}", response=InquiryRecord, summary="One inquiry")
def get_inquiry(request: HttpRequest, key: Key) -> InquiryRecord:
    return inquiries.inquiry(key, by=actor(request))


@router.get("/{int:key}/timeline", response=list[FactRecord], summary="The story of an inquiry, fact by fact")
def inquiry_timeline(
    request: HttpRequest, key: Key, after: int = Query(0, ge=0, le=2**31 - 1), limit: Limit = 100
) -> list[FactRecord]:
    return list(facts.of_inquiry(key, by=actor(request), after=after, limit=limit))


class MessageGiven(Given):
    message: str = ""
    service_questions: Count = 0
    asked: Offers = []


@router.post("/{int:key}/messages", response=Done, summary="They wrote or called again")
def add_message(request: HttpRequest, key: Key, given: MessageGiven) -> HttpResponse:
    return do(request, entry.add_message, given, key=key)


class NoteGiven(Given):
    note: str


@router.post("/{int:key}/notes", response=Done, summary="A note for ourselves")
def note_inquiry(request: HttpRequest, key: Key, given: NoteGiven) -> HttpResponse:
    return do(request, entry.note_inquiry, given, key=key)


@router.get("/{int:key}/rule", response=Explained, summary="Why it is a lead or not yet, part by part")
def explain_rule(request: HttpRequest, key: Key) -> Explained:
    return inquiry_card(actor(request), key).rule


@router.get(
    "/{int:key}/background",
    response=Background,
    summary="Whence they came, to which consent they agreed, which offers they asked about, what is ready to answer",
)
def inquiry_background(request: HttpRequest, key: Key) -> Background:
    return inquiry_card(actor(request), key).background


class BriefGiven(Given):
    note: str = ""


@router.post("/{int:key}/brief", response=Done, summary="Their brief is filled")
def fill_brief(request: HttpRequest, key: Key, given: BriefGiven) -> HttpResponse:
    return do(request, entry.fill_brief, given, key=key)


class FieldsGiven(Given):
    fields: Mapping[str, str]


@router.put("/{int:key}/fields", response=Done, summary="Fields of the passport; an empty value empties one")
def fill_inquiry(request: HttpRequest, key: Key, given: FieldsGiven) -> HttpResponse:
    return do(request, entry.fill_inquiry, given, key=key)


class AnswerGiven(Given):
    message: str = ""


@router.post("/{int:key}/answers", response=Done, summary="We answered them")
def answer_inquiry(request: HttpRequest, key: Key, given: AnswerGiven) -> HttpResponse:
    return do(request, entry.answer_inquiry, given, key=key)


class ClosingGiven(Given):
    as_what: Word
    note: str = ""
    answer: str = ""


@router.post(
    "/{int:key}/closing", response=Done, summary="It is no lead, but one of the passport's other things"
)
def close_inquiry(request: HttpRequest, key: Key, given: ClosingGiven) -> HttpResponse:
    return do(request, entry.close_inquiry, given, key=key)


class DealOfInquiryGiven(Given):
    title: str = ""


@router.post("/{int:key}/deal", response={201: Done}, summary="Make a deal of it")
def promote_inquiry(request: HttpRequest, key: Key, given: DealOfInquiryGiven) -> HttpResponse:
    return do(request, entry.promote_inquiry, given, key=key, status=201)

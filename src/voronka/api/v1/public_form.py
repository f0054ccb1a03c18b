"""The public form, and what of it was held back."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Router
from pydantic import Field

from voronka.actions import public_form as verbs
from voronka.actions import sending
from voronka.api.v1.calls import actor, do
from voronka.api.v1.shapes import Cursor, Done, Given, Key, Limit, Word
from voronka.queries import public_form as queries
from voronka.queries.public_form import HeldLine
from voronka.queries.records import forms
from voronka.queries.records.forms import FormRecord
from voronka.queries.records.paging import Page

router = Router(tags=["form"])
held = Router(tags=["inquiries"])


@router.get("", response=FormRecord, summary="The public form of a process, as it is set")
def get_form(request: HttpRequest, process: Word | None = None) -> FormRecord:
    return forms.form(by=actor(request), process=process)


class FormGiven(Given):
    """What is not sent stays."""

    is_on: bool | None = None
    title: str | None = None
    lead: str | None = None
    thanks: str | None = None
    channel: Word | None = None
    hosts: list[str] | None = Field(None, max_length=50)


@router.patch("/{process}", response=FormRecord, summary="Open or close the form, and change what it says")
def change_form(request: HttpRequest, process: Word, given: FormGiven) -> FormRecord:
    told = {**dict(given), "hosts": None if given.hosts is None else "\n".join(given.hosts)}
    verbs.change_form(process=process, **told, by=actor(request), at=timezone.now())
    return forms.form(by=actor(request), process=process)


class ConsentGiven(Given):
    body: str


@dataclass(frozen=True, slots=True)
class ConsentOut:
    """The number of the text that holds from now on."""

    number: int


@router.post(
    "/{process}/consents", response={201: ConsentOut}, summary="A new text of consent holds from now on"
)
def write_consent(request: HttpRequest, process: Word, given: ConsentGiven) -> HttpResponse:
    number = verbs.write_consent(process=process, body=given.body, by=actor(request), at=timezone.now())
    return JsonResponse({"number": number}, status=201)


class ReadyGiven(Given):
    body: str


@router.put(
    "/{process}/answers/{as_what}", response=FormRecord, summary="What those are answered who are no lead"
)
def write_ready_answer(request: HttpRequest, process: Word, as_what: Word, given: ReadyGiven) -> FormRecord:
    verbs.write_ready_answer(
        process=process, as_what=as_what, body=given.body, by=actor(request), at=timezone.now()
    )
    return forms.form(by=actor(request), process=process)


@held.get("/held", response=Page[HeldLine], summary="What was held back as perhaps no person’s")
def list_held(
    request: HttpRequest, process: Word | None = None, limit: Limit = 50, cursor: Cursor = None
) -> Page[HeldLine]:
    seen = queries.held(actor(request), process=process, more=cursor or "", page_size=limit)
    return Page(seen.lines, seen.more or None)


@held.post("/held/{int:key}/letting-in", response=Done, summary="It was one of ours: an inquiry (see `noun`)")
def let_in(request: HttpRequest, key: Key) -> HttpResponse:
    return do(request, sending.let_in, key=key)


@held.post("/held/{int:key}/throwing-away", response=Done, summary="It was spam: what was written is erased")
def throw_away(request: HttpRequest, key: Key) -> HttpResponse:
    return do(request, sending.throw_away, key=key)

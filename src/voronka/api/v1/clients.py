"""Companies and contacts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import Field

from voronka.actions import clients as verbs
from voronka.actions import duplicates as apart
from voronka.actions import merging
from voronka.actions.own import sought_phone
from voronka.api.v1.calls import actor, do, keep
from voronka.api.v1.shapes import Cursor, Done, Given, GivenKey, Key, Limit, Made, Search
from voronka.core.access import Actor
from voronka.core.duplicates import Noun
from voronka.core.merging import Side
from voronka.queries.records import clients
from voronka.queries.records import duplicates as records
from voronka.queries.records.clients import CompanyRecord, ContactRecord
from voronka.queries.records.duplicates import BesideRecord, MergeRecord, PairRecord, SameRecord
from voronka.queries.records.paging import Page

companies = Router(tags=["clients"])
contacts = Router(tags=["clients"])
doubles = Router(tags=["clients"])


class CompanyGiven(Given):
    name: str
    about: str = ""
    inn: str = ""
    site: str = ""
    fields: Mapping[str, str] | None = None


class ContactGiven(Given):
    name: str
    phone: str = ""
    email: str = ""
    post: str = ""
    company: GivenKey | None = None
    fields: Mapping[str, str] | None = None


class Different(Given):
    noun: Noun = "company"
    one: GivenKey
    other: GivenKey
    undo: bool = False


class MergeGiven(Given):
    noun: Noun = "company"
    kept: GivenKey
    gone: GivenKey
    take: Mapping[Annotated[str, Field(max_length=80)], Side] | None = Field(
        None, description="Whose value of a field stays; without it the fuller one."
    )
    seen: Annotated[str, Field(max_length=20_000)] | None = Field(
        None, description="`seen` of `/clients/beside`: where the two have changed since, 409."
    )


@dataclass(frozen=True, slots=True)
class Apart:
    """Whether two clients are told apart."""

    noun: Noun
    one: int
    other: int
    different: bool


@dataclass(frozen=True, slots=True)
class Kept(Made):
    """The key of what was made or changed, and who of our clients it may be beside itself."""

    maybe_same: list[SameRecord]


@companies.get("", response=Page[CompanyRecord], summary="Companies, page by page")
def list_companies(
    request: HttpRequest, search: Search = "", inn: Search = "", limit: Limit = 50, cursor: Cursor = None
) -> Page[CompanyRecord]:
    return clients.companies(by=actor(request), cursor=cursor, limit=limit, search=search, inn=inn)


@companies.post("", response={201: Kept}, summary="A new company, and who it may be already")
def add_company(request: HttpRequest, given: CompanyGiven) -> HttpResponse:
    return _keep_company(request, given)


@companies.get("/{int:key}", response=CompanyRecord, summary="One company")
def get_company(request: HttpRequest, key: Key) -> CompanyRecord:
    return clients.company(key, by=actor(request))


@companies.put("/{int:key}", response=Kept, summary="New data of a company, whole")
def save_company(request: HttpRequest, key: Key, given: CompanyGiven) -> HttpResponse:
    return _keep_company(request, given, key, status=200)


def _keep_company(
    request: HttpRequest, given: CompanyGiven, key: int | None = None, *, status: int = 201
) -> HttpResponse:
    data, by, at = dict(given), actor(request), timezone.now()
    return keep(
        request,
        "company",
        lambda: verbs.save_company(key=key, **data, by=by, at=at),
        [key, data],
        status=status,
        also=lambda made: _maybe_same("company", made, data, by),
    )


@contacts.get("", response=Page[ContactRecord], summary="Contacts, page by page; a phone in E.164")
def list_contacts(
    request: HttpRequest,
    search: Search = "",
    phone: Search = "",
    email: Search = "",
    company: Key | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ContactRecord]:
    return clients.contacts(
        by=actor(request),
        cursor=cursor,
        limit=limit,
        search=search,
        phone=phone,
        email=email,
        company=company,
    )


@contacts.post("", response={201: Kept}, summary="A new contact, and who it may be already")
def add_contact(request: HttpRequest, given: ContactGiven) -> HttpResponse:
    return _keep_contact(request, given)


@contacts.get("/{int:key}", response=ContactRecord, summary="One contact")
def get_contact(request: HttpRequest, key: Key) -> ContactRecord:
    return clients.contact(key, by=actor(request))


@contacts.put("/{int:key}", response=Kept, summary="New data of a contact, whole")
def save_contact(request: HttpRequest, key: Key, given: ContactGiven) -> HttpResponse:
    return _keep_contact(request, given, key, status=200)


def _keep_contact(
    request: HttpRequest, given: ContactGiven, key: int | None = None, *, status: int = 201
) -> HttpResponse:
    data, by, at = dict(given), actor(request), timezone.now()
    return keep(
        request,
        "contact",
        lambda: verbs.save_contact(key=key, **data, by=by, at=at),
        [key, data],
        status=status,
        also=lambda made: _maybe_same("contact", made, data, by),
    )


def _maybe_same(noun: Noun, key: int, data: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    """Who the client that was saved may be beside themselves; nothing is held up by it."""
    asked = {
        name: data[name] for name in ("name", "phone", "email", "inn", "site", "company") if data.get(name)
    }
    if "phone" in asked:
        asked["phone"] = sought_phone(asked["phone"])
    found = records.maybe_same(by, noun, but=key, **asked)
    return {
        "maybe_same": [
            {"key": one.key, "name": one.name, "certainty": one.certainty, "why": one.why} for one in found
        ]
    }


@doubles.get(
    "/duplicates", response=Page[PairRecord], summary="Pairs that may be one client, the surest first"
)
def list_duplicates(
    request: HttpRequest, noun: Noun = "company", limit: Limit = 30, cursor: Cursor = None
) -> Page[PairRecord]:
    return records.pairs(noun, by=actor(request), cursor=cursor, limit=limit)


@doubles.get("/same", response=list[SameRecord], summary="Who of our clients somebody may be already")
def maybe_same(
    request: HttpRequest,
    noun: Noun = "company",
    name: Search = "",
    phone: Search = "",
    email: Search = "",
    inn: Search = "",
    site: Search = "",
    company: Key | None = None,
) -> list[SameRecord]:
    asked = {
        "name": name,
        "phone": sought_phone(phone),
        "email": email,
        "inn": inn,
        "site": site,
        "company": company,
    }
    return list(records.maybe_same(actor(request), noun, **asked))


@doubles.post(
    "/different", response=Apart, summary="Two clients are different, or (`undo`) may be one after all"
)
def tell_different(request: HttpRequest, given: Different) -> Apart:
    verb = apart.take_back_different if given.undo else apart.tell_different
    verb(noun=given.noun, one=given.one, other=given.other, by=actor(request), at=timezone.now())
    return Apart(given.noun, given.one, given.other, not given.undo)


@doubles.get(
    "/beside", response=BesideRecord, summary="Two clients side by side, with the fuller values proposed"
)
def get_beside(request: HttpRequest, kept: Key, gone: Key, noun: Noun = "company") -> BesideRecord:
    return records.beside(noun, kept, gone, by=actor(request))


@doubles.get("/merges", response=Page[MergeRecord], summary="Who went up in whom, the latest first")
def list_merges(request: HttpRequest, limit: Limit = 50, cursor: Cursor = None) -> Page[MergeRecord]:
    return records.merges(by=actor(request), cursor=cursor, limit=limit)


@doubles.post("/merges", response={201: Done}, summary="The client `gone` goes up in `kept`")
def merge_clients(request: HttpRequest, given: MergeGiven) -> HttpResponse:
    return do(request, merging.merge_clients, given, status=201)


@doubles.get("/merges/{int:key}", response=MergeRecord, summary="One merge, as it stands")
def get_merge(request: HttpRequest, key: Key) -> MergeRecord:
    return records.merge(key, by=actor(request))


@doubles.post(
    "/merges/{int:key}/split", response=Done, summary="They are two after all: what went along goes back"
)
def split_clients(request: HttpRequest, key: Key) -> HttpResponse:
    return do(request, merging.split_clients, key=key)

"""Companies and contacts."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from voronka.actions import clients as verbs
from voronka.api.v1.calls import actor, keep
from voronka.api.v1.shapes import Cursor, Given, GivenKey, Key, Limit, Made, Search
from voronka.queries.records import clients
from voronka.queries.records.clients import CompanyRecord, ContactRecord
from voronka.queries.records.paging import Page

companies = Router(tags=["clients"])
contacts = Router(tags=["clients"])


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


@companies.get("", response=Page[CompanyRecord], summary="Companies, page by page")
def list_companies(
    request: HttpRequest, search: Search = "", inn: Search = "", limit: Limit = 50, cursor: Cursor = None
) -> Page[CompanyRecord]:
    return clients.companies(by=actor(request), cursor=cursor, limit=limit, search=search, inn=inn)


@companies.post("", response={201: Made}, summary="A new company")
def add_company(request: HttpRequest, given: CompanyGiven) -> HttpResponse:
    return _keep_company(request, given)


@companies.get("/{int:key}", response=CompanyRecord, summary="One company")
def get_company(request: HttpRequest, key: Key) -> CompanyRecord:
    return clients.company(key, by=actor(request))


@companies.put("/{int:key}", response=Made, summary="New data of a company, whole")
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


@contacts.post("", response={201: Made}, summary="A new contact")
def add_contact(request: HttpRequest, given: ContactGiven) -> HttpResponse:
    return _keep_contact(request, given)


@contacts.get("/{int:key}", response=ContactRecord, summary="One contact")
def get_contact(request: HttpRequest, key: Key) -> ContactRecord:
    return clients.contact(key, by=actor(request))


@contacts.put("/{int:key}", response=Made, summary="New data of a contact, whole")
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
    )

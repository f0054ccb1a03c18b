"""Oneself, the people of the company, and tokens."""

from dataclasses import dataclass
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Status
from pydantic import Field

from voronka.actions import leaving
from voronka.actions import people as verbs
from voronka.actions.invitations import invite
from voronka.actions.leaving import Left
from voronka.api.v1.calls import actor, holder, keep
from voronka.api.v1.shapes import Given, GivenKey, Key, Made, Moment, Word
from voronka.queries.records import people
from voronka.queries.records.people import PersonRecord, TokenRecord

me = Router(tags=["people"])
company = Router(tags=["people"])
tokens = Router(tags=["tokens"])
Visibility = Annotated[
    str,
    Field(
        max_length=8,
        description="Whose deals they see: `own`, `team`, `all`, `handed`; empty: as the role has it.",
    ),
]


@dataclass(frozen=True, slots=True)
class Me:
    """Whom the token stands for, and what it may do."""

    person: PersonRecord
    rights: list[str]
    scopes: list[str]


@dataclass(frozen=True, slots=True)
class NewTokenOut:
    """A new token; its secret is shown this once."""

    key: int
    secret: str


@me.get("", response=Me, summary="Whom the token stands for")
def get_me(request: HttpRequest) -> dict[str, object]:
    by = actor(request)
    return {"person": people.person(by), "rights": people.rights(by), "scopes": holder(request).scopes}


@company.get("", response=list[PersonRecord], summary="Everybody who works here")
def list_people(request: HttpRequest) -> list[PersonRecord]:
    return list(people.people(by=actor(request)))


class PersonGiven(Given):
    email: str
    name: str
    role: Word
    password: str | None = None
    language: Annotated[str, Field(max_length=8, description="The company’s usual one where empty.")] = ""
    team: GivenKey | None = None
    visibility: Visibility = ""


class PersonChanged(Given):
    name: str
    role: Word
    active: bool
    team: GivenKey | None
    visibility: Visibility


@company.post("", response={201: Made}, summary="Somebody begins to work here")
def add_person(request: HttpRequest, given: PersonGiven) -> HttpResponse:
    data, by, at = dict(given), actor(request), timezone.now()
    told = {**data, "password": bool(data["password"])}
    return keep(request, "person", lambda: verbs.add_person(**data, by=by, at=at), told)


@company.get("/{int:key}", response=PersonRecord, summary="One of them")
def get_person(request: HttpRequest, key: Key) -> PersonRecord:
    return people.one(key, by=actor(request))


@company.put(
    "/{int:key}", response=Made, summary="New name, role, team or view of a person, whole; or they leave"
)
def change_person(request: HttpRequest, key: Key, given: PersonChanged) -> HttpResponse:
    data, by, at = dict(given), actor(request), timezone.now()

    def change() -> int:
        verbs.change_person(key=key, **data, by=by, at=at)
        return key

    return keep(request, "person", change, [key, data], status=200)


@dataclass(frozen=True, slots=True)
class InvitationOut:
    """The address by which the person chooses their password; for nobody else."""

    link: str


@company.post(
    "/{int:key}/invitation", response=InvitationOut, summary="A link to choose the first password by"
)
def invite_person(request: HttpRequest, key: Key) -> InvitationOut:
    path = invite(key=key, by=actor(request), at=timezone.now())
    return InvitationOut(request.build_absolute_uri(path))


class LeavingGiven(Given):
    to: list[GivenKey] = Field([], max_length=500, description="Who takes the open deals, in turn.")


@company.post(
    "/{int:key}/leaving", response=Left, summary="They work here no more; others take their open deals"
)
def leave(request: HttpRequest, key: Key, given: LeavingGiven) -> Left:
    return leaving.leave(key=key, to=given.to, by=actor(request), at=timezone.now(), door="api")


@tokens.get("", response=list[TokenRecord], summary="Your tokens; for the owner and the head, everybody's")
def list_tokens(request: HttpRequest) -> list[TokenRecord]:
    return list(people.tokens(by=actor(request)))


class TokenGiven(Given):
    name: str
    scopes: Literal["read", "read write"] = "read"
    expires_at: Moment | None = None


@tokens.post("", response={201: NewTokenOut}, summary="A new token of yours; its secret is shown once")
def make_token(request: HttpRequest, given: TokenGiven) -> Status:
    made = verbs.make_token(
        name=given.name,
        scopes=given.scopes,
        expires_at=given.expires_at,
        by=actor(request),
        at=timezone.now(),
    )
    return Status(201, {"key": made.key, "secret": made.secret})


@tokens.delete("/{int:key}", response={204: None}, summary="The token works no more")
def revoke_token(request: HttpRequest, key: Key) -> HttpResponse:
    verbs.revoke_token(key=key, by=actor(request), at=timezone.now())
    return HttpResponse(status=204)

"""Oneself, the people of the company, and tokens."""

from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Status

from voronka.actions import people as verbs
from voronka.api.v1.calls import actor, holder
from voronka.api.v1.shapes import Given, Key, Moment
from voronka.queries.records import people
from voronka.queries.records.people import PersonRecord, TokenRecord

me = Router(tags=["people"])
company = Router(tags=["people"])
tokens = Router(tags=["tokens"])


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

"""People and tokens as records: who works here, who speaks for whom."""

from dataclasses import dataclass
from datetime import datetime

from voronka.core import access
from voronka.core.access import RIGHTS, SYSTEM, Actor
from voronka.core.problems import NotFound
from voronka.store.models import Person, Team, Token


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person of the company."""

    key: int
    name: str
    email: str
    role: str
    language: str
    active: bool
    team: int | None
    team_name: str
    visibility: str
    scope: str


@dataclass(frozen=True, slots=True)
class TeamRecord:
    """A team and who leads it."""

    key: int
    name: str
    head: int | None
    head_name: str


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """A program's key, without its secret."""

    key: int
    name: str
    person: int
    person_name: str
    hint: str
    scopes: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None


def people(*, by: Actor) -> tuple[PersonRecord, ...]:
    """Everybody who works here, in the order in which they came."""
    access.require(by, "people.see")
    return tuple(_person(row) for row in Person.objects.select_related("team").order_by("pk"))


def one(key: int, *, by: Actor) -> PersonRecord:
    """One of them; NotFound."""
    access.require(by, "people.see")
    row = Person.objects.filter(pk=key).select_related("team").first()
    if row is None:
        raise NotFound("person", key)
    return _person(row)


def teams(*, by: Actor) -> tuple[TeamRecord, ...]:
    """The teams of the company, by name."""
    access.require(by, "people.see")
    rows = Team.objects.select_related("head").order_by("name", "pk")
    return tuple(TeamRecord(row.pk, row.name, row.head_id, row.head.name if row.head else "") for row in rows)


def team(key: int, *, by: Actor) -> TeamRecord:
    """One of them; NotFound."""
    found = next((one for one in teams(by=by) if one.key == key), None)
    if found is None:
        raise NotFound("team", key)
    return found


def person(by: Actor) -> PersonRecord:
    """Oneself."""
    row = Person.objects.filter(pk=by.id or 0).first()
    if row is None:
        raise NotFound("person", by.id)
    return _person(row)


def at_address(email: str) -> PersonRecord:
    """The person with this address, also one who left; NotFound. For who may change people."""
    row = Person.objects.filter(email=email.strip().lower()).first()
    if row is None:
        raise NotFound("person", email)
    return _person(row)


def rights(actor: Actor) -> tuple[str, ...]:
    """What one may do, by name."""
    return tuple(sorted(RIGHTS.get(actor.role, ())))


def named(email: str) -> Actor:
    """The active person with this address, as the rules know them; NotFound. For the company's own machine."""
    row = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if row is None:
        raise NotFound("person", email)
    return row.actor


def first_owner() -> Actor | None:
    """The owner who came first; None where there is nobody yet."""
    row = Person.objects.filter(role="owner", is_active=True).order_by("pk").first()
    return row.actor if row else None


def tokens(*, by: Actor) -> tuple[TokenRecord, ...]:
    """One's own tokens; with the right, everybody's. Newest first."""
    rows = Token.objects.select_related("person").order_by("-pk")
    if by != SYSTEM and not access.may(by, "token.any"):
        rows = rows.filter(person=by.id)
    return tuple(
        TokenRecord(
            key=row.pk,
            name=row.name,
            person=row.person_id,
            person_name=row.person.name,
            hint=row.hint,
            scopes=row.scopes,
            created_at=row.created_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    )


def _person(row: Person) -> PersonRecord:
    return PersonRecord(
        key=row.pk,
        name=row.name,
        email=row.email,
        role=row.role,
        language=row.language,
        active=row.is_active,
        team=row.team_id,
        team_name=row.team.name if row.team else "",
        visibility=row.visibility,
        scope=row.actor.scope,
    )

"""Answers of question 1: who works here in which role, and how many open deals each one leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import NotFound
from voronka.store import values
from voronka.store.models import Person, StageCount, Team


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person of the company; `title` is what the passport calls their role, empty where it doesn't;
    `came`: have they ever signed in? `second_step`: do they prove themselves by more than a password?"""

    key: int
    name: str
    email: str
    role: str
    title: str
    active: bool
    came: bool
    second_step: bool
    deals: int
    team: int | None
    team_name: str
    visibility: str
    scope: str


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team: who leads it, who is in it, how many open deals these lead."""

    key: int
    name: str
    head: int | None
    head_name: str
    people: tuple[str, ...]
    deals: int


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody, those who can come in first; `nobodys` are open deals that nobody leads."""

    people: tuple[Colleague, ...]
    teams: tuple[TeamLine, ...]
    nobodys: int
    responsible: str


@dataclass(frozen=True, slots=True)
class Me:
    """What a person has chosen for themselves."""

    key: int
    name: str
    email: str
    role: str
    language: str
    theme: str
    time_zone: str


def staff(actor: Actor) -> Staff:
    """Everybody who works here, and the teams. Four statements."""
    access.require(actor, "people.see")
    led = _led()
    titles = _titles()
    rows = _people().order_by("-is_active", "pk")
    people = tuple(_colleague(row, titles, led) for row in rows)
    teams = tuple(_team(row, people) for row in Team.objects.select_related("head").order_by("name", "pk"))
    return Staff(people, teams, led.get(0, 0), _responsible())


def teams(actor: Actor) -> tuple[tuple[int, str], ...]:
    """The teams by name."""
    access.require(actor, "people.see")
    return tuple(Team.objects.order_by("name", "pk").values_list("pk", "name"))


def team(actor: Actor, key: int) -> TeamLine:
    """One of the teams; NotFound."""
    found = next((one for one in staff(actor).teams if one.key == key), None)
    if found is None:
        raise NotFound("team", key)
    return found


@dataclass(frozen=True, slots=True)
class Leaving:
    """What somebody leaves behind: open deals, and who could take them."""

    person: Colleague
    deals: int
    takers: tuple[tuple[int, str], ...]


def leaving(actor: Actor, key: int) -> Leaving:
    """What there is to hand over when this person leaves; NotFound."""
    one = colleague(actor, key)
    rows = Person.objects.filter(is_active=True, role__in=access.HOLDERS).exclude(pk=key)
    return Leaving(one, one.deals, tuple(rows.order_by("name", "pk").values_list("pk", "name")))


def _team(row: Team, people: Iterable[Colleague]) -> TeamLine:
    inside = [one for one in people if one.team == row.pk]
    return TeamLine(
        key=row.pk,
        name=row.name,
        head=row.head_id,
        head_name=row.head.name if row.head else "",
        people=tuple(one.name for one in inside if one.active),
        deals=sum(one.deals for one in inside),
    )


def colleague(actor: Actor, key: int) -> Colleague:
    """One of them; NotFound."""
    access.require(actor, "people.see")
    row = _people().filter(pk=key).first()
    if row is None:
        raise NotFound("person", key)
    return _colleague(row, _titles(), _led())


def me(actor: Actor) -> Me:
    """Oneself."""
    row = Person.objects.filter(pk=actor.id or 0).first()
    if row is None:
        raise NotFound("person", actor.id)
    return Me(row.pk, row.name, row.email, row.role, row.language, row.theme, row.time_zone)


def _people() -> QuerySet[Any]:
    """Codes for a lost phone are no second step by themselves."""
    step = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return Person.objects.select_related("team").annotate(second_step=Exists(step))


def _colleague(row: Any, titles: dict[str, str], led: dict[int, int]) -> Colleague:
    return Colleague(
        key=row.pk,
        name=row.name,
        email=row.email,
        role=row.role,
        title=titles.get(row.role, ""),
        active=row.is_active,
        came=row.last_login is not None,
        second_step=row.second_step,
        deals=led.get(row.pk, 0),
        team=row.team_id,
        team_name=row.team.name if row.team else "",
        visibility=row.visibility,
        scope=row.actor.scope,
    )


def _led() -> dict[int, int]:
    """Open deals by who leads them, from the kept counters; 0 is nobody."""
    led: dict[int, int] = {}
    rows = StageCount.objects.exclude(place__startswith="=").exclude(count=0)
    for owner, count in rows.values_list("owner", "count"):
        led[owner] = led.get(owner, 0) + count
    return led


def _titles() -> dict[str, str]:
    """What the passport calls each system role; nothing before the first passport."""
    try:
        roles = values.latest().owner.roles
    except NotFound:
        return {}
    return {role.system: role.title for role in reversed(roles)}


def _responsible() -> str:
    try:
        owner = values.latest().owner
    except NotFound:
        return ""
    return next((role.title for role in owner.roles if role.id == owner.responsible), owner.responsible)

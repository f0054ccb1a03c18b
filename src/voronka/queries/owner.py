"""Answers of question 1: who works here in which role, and how many open deals each one leads."""

from dataclasses import dataclass

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import NotFound
from voronka.store import values
from voronka.store.models import Person, StageCount


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person of the company; `title` is what the passport calls their role, empty where it doesn't."""

    key: int
    name: str
    email: str
    role: str
    title: str
    active: bool
    deals: int


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody, those who can come in first; `nobodys` are open deals that nobody leads."""

    people: tuple[Colleague, ...]
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


def team(actor: Actor) -> Team:
    """Everybody who works here. Three statements."""
    access.require(actor, "people.see")
    led = _led()
    titles = _titles()
    people = [_colleague(row, titles, led) for row in Person.objects.order_by("-is_active", "pk")]
    return Team(tuple(people), led.get(0, 0), _responsible())


def colleague(actor: Actor, key: int) -> Colleague:
    """One of them; NotFound."""
    access.require(actor, "people.see")
    row = Person.objects.filter(pk=key).first()
    if row is None:
        raise NotFound("person", key)
    return _colleague(row, _titles(), _led())


def me(actor: Actor) -> Me:
    """Oneself."""
    row = Person.objects.filter(pk=actor.id or 0).first()
    if row is None:
        raise NotFound("person", actor.id)
    return Me(row.pk, row.name, row.email, row.role, row.language, row.theme, row.time_zone)


def _colleague(row: Person, titles: dict[str, str], led: dict[int, int]) -> Colleague:
    return Colleague(
        key=row.pk,
        name=row.name,
        email=row.email,
        role=row.role,
        title=titles.get(row.role, ""),
        active=row.is_active,
        deals=led.get(row.pk, 0),
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

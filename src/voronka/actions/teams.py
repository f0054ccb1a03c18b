"""Teams of the company: who leads one, and who is in it. Whoever leads a team sees its deals."""

from datetime import datetime

from django.db import IntegrityError, transaction

from voronka.actions.change import clean
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.store import teams
from voronka.store.models import Person, Team


def add_team(*, name: str, head: int | None = None, by: Actor, at: datetime) -> int:
    """A new team, with nobody in it; its key. Raises Invalid, NotAllowed."""
    access.require(by, "people.change")
    return _save(Team(), name, head)


def change_team(*, key: int, name: str, head: int | None = None, by: Actor, at: datetime) -> int:
    """Another name of a team, or another one who leads it. Raises Invalid, NotAllowed, NotFound."""
    access.require(by, "people.change")
    return _save(require_team(key), name, head)


def remove_team(*, key: int, by: Actor, at: datetime) -> None:
    """The team is no more; its people are in none. Raises NotAllowed, NotFound."""
    access.require(by, "people.change")
    with transaction.atomic():
        require_team(key).delete()
        teams.settle()


def require_team(key: int) -> Team:
    """The team with this key; NotFound."""
    team = Team.objects.filter(pk=key).first()
    if team is None:
        raise NotFound("team", key)
    return team


def _save(team: Team, name: str, head: int | None) -> int:
    team.name = clean(name, "name", limit=200, required=True)
    if head is not None and not Person.objects.filter(pk=head, is_active=True).exists():
        raise Invalid(Problem("unknown_person", "head", {"have": head}))
    team.head_id = head
    try:
        with transaction.atomic():
            team.save()
            teams.settle()
    except IntegrityError:
        raise Invalid(Problem("name_taken", "name", {"typed": team.name[:60]})) from None
    return team.pk

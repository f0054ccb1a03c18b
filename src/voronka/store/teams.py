"""Whose deals each person sees beside their own: kept with the person, for every page begins with it."""

from collections.abc import Iterator

from voronka.core import teams
from voronka.store.models import Person, Team


def settle() -> None:
    """Keep it anew after anything about teams, roles or visibility has changed, in the same transaction."""
    for key, _kept, right in _unsettled():
        Person.objects.filter(pk=key).update(mates=right)


def differences() -> list[tuple[int, str, str]]:
    """People with whom something else is kept: their key, what is kept, what is right."""
    return list(_unsettled())


def _unsettled() -> Iterator[tuple[int, str, str]]:
    rows = list(Person.objects.order_by("pk").values_list("pk", "role", "visibility", "team_id", "mates"))
    members = (teams.Member(*row[:4]) for row in rows)
    right = teams.mates(members, (teams.Team(*row) for row in Team.objects.values_list("pk", "head_id")))
    for key, _role, _visibility, _team, kept in rows:
        told = ",".join(map(str, right[key]))
        if told != kept:
            yield key, kept, told

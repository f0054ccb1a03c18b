"""Teams: who is in one, who leads it, and whose deals a person therefore sees beside their own."""

from collections.abc import Iterable
from dataclasses import dataclass

from voronka.core.access import scope_of


@dataclass(frozen=True, slots=True)
class Team:
    """A team and who leads it; whoever leads it need not be in it."""

    key: int
    head: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person as teams know them. Who has left stays in their team: their deals are still looked after."""

    key: int
    role: str
    visibility: str = ""
    team: int | None = None


def mates(people: Iterable[Member], teams: Iterable[Team]) -> dict[int, tuple[int, ...]]:
    """For everybody, the people whose deals they see beside their own; nobody where they see all, or none.

    Who leads teams sees these; who was told to see their team sees also the one they are in.
    """
    everybody, known = tuple(people), tuple(teams)
    members: dict[int, set[int]] = {team.key: set() for team in known}
    for one in everybody:
        if one.team in members:
            members[one.team].add(one.key)
    return {one.key: _mates(one, known, members) for one in everybody}


def _mates(one: Member, teams: tuple[Team, ...], members: dict[int, set[int]]) -> tuple[int, ...]:
    seen = set().union(*(members[team.key] for team in teams if team.head == one.key)) - {one.key}
    if scope_of(one.role, one.visibility, leads=bool(seen)) != "team":
        return ()
    if one.visibility == "team" and one.team in members:
        seen |= members[one.team]
    return tuple(sorted(seen - {one.key}))

"""Teams of the company."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from voronka.actions import teams as verbs
from voronka.api.v1.calls import actor, keep
from voronka.api.v1.shapes import Given, GivenKey, Key, Made
from voronka.queries.records import people
from voronka.queries.records.people import TeamRecord

router = Router(tags=["people"])


class TeamGiven(Given):
    name: str
    head: GivenKey | None = None


@router.get("", response=list[TeamRecord], summary="The teams, by name")
def list_teams(request: HttpRequest) -> list[TeamRecord]:
    return list(people.teams(by=actor(request)))


@router.post("", response={201: Made}, summary="A new team")
def add_team(request: HttpRequest, given: TeamGiven) -> HttpResponse:
    data, by, at = dict(given), actor(request), timezone.now()
    return keep(request, "team", lambda: verbs.add_team(**data, by=by, at=at), data)


@router.put("/{int:key}", response=Made, summary="Another name of a team, or another one who leads it; whole")
def change_team(request: HttpRequest, key: Key, given: TeamGiven) -> HttpResponse:
    data, by, at = dict(given), actor(request), timezone.now()
    return keep(
        request, "team", lambda: verbs.change_team(key=key, **data, by=by, at=at), [key, data], status=200
    )


@router.delete("/{int:key}", response={204: None}, summary="The team is no more; its people are in none")
def remove_team(request: HttpRequest, key: Key) -> HttpResponse:
    verbs.remove_team(key=key, by=actor(request), at=timezone.now())
    return HttpResponse(status=204)

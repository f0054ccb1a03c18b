"""Saved views of the list of deals."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from voronka.actions import saved_views as verbs
from voronka.api.v1.calls import actor, keep
from voronka.api.v1.shapes import Given, Key, Made, Seen, Word
from voronka.queries import saved_views as queries
from voronka.queries.saved_views import ViewRecord

router = Router(tags=["deals"])


class ViewGiven(Given):
    name: str
    asked: dict[str, str] = {}
    process: Word | None = None
    shared: bool = False


class ViewChanged(Given):
    name: str | None = None
    asked: dict[str, str] | None = None
    shared: bool | None = None
    seen: Seen = None


@router.get("", response=list[ViewRecord], summary="Your own saved views and those of the company, by name")
def list_views(request: HttpRequest, process: Word | None = None) -> list[ViewRecord]:
    return list(queries.views(by=actor(request), process=process))


@router.post("", response={201: Made}, summary="Save a view: `asked` are the words of the list’s address")
def save_view(request: HttpRequest, given: ViewGiven) -> HttpResponse:
    data, by, at = dict(given), actor(request), timezone.now()
    return keep(request, "view", lambda: verbs.save_view(**data, by=by, at=at), data)


@router.get("/{int:key}", response=ViewRecord, summary="One saved view")
def get_view(request: HttpRequest, key: Key) -> ViewRecord:
    return queries.view(key, by=actor(request))


@router.patch(
    "/{int:key}", response=Made, summary="Another name, other words, shared or your own; what is named"
)
def change_view(request: HttpRequest, key: Key, given: ViewChanged) -> HttpResponse:
    data, by, at = dict(given), actor(request), timezone.now()
    return keep(
        request, "view", lambda: verbs.change_view(key=key, **data, by=by, at=at), [key, data], status=200
    )


@router.delete("/{int:key}", response={204: None}, summary="The view is no more, until it is brought back")
def remove_view(request: HttpRequest, key: Key) -> HttpResponse:
    verbs.remove_view(key=key, by=actor(request), at=timezone.now())
    return HttpResponse(status=204)


@router.post("/{int:key}/restore", response=Made, summary="Bring a deleted view back")
def restore_view(request: HttpRequest, key: Key) -> HttpResponse:
    by, at = actor(request), timezone.now()
    return keep(request, "view", lambda: verbs.restore_view(key=key, by=by, at=at), [key, "back"], status=200)

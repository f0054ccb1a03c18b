"""Saved views over the list: which one is open, what of it was changed, what its passport no longer knows."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from voronka.core.problems import NotFound
from voronka.core.process import Process
from voronka.core.saved_views import Gone, Words, cleaned
from voronka.frame.access import actor
from voronka.queries import saved_views as queries
from voronka.queries.saved_views import ViewRecord

BESIDES = ("process", "view", "more")
"""Words of an address that are no part of a view."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The views of the list, the one that is open, and where to go where an address names no more than a view."""

    views: tuple[ViewRecord, ...]
    current: ViewRecord | None
    words: Words
    elsewhere: str = ""

    @property
    def changed(self) -> bool:
        """Does the page say something else than the view that is open?"""
        return self.current is not None and self.words != dict(self.current.asked)


def opened(request: HttpRequest, known: Process) -> Opened:
    """What the address opens: a view by its number, the person's usual one where it says nothing."""
    views = queries.views(by=actor(request), process=known)
    words, named = cleaned(request.GET.dict()), request.GET.get("view", "")
    current = next((one for one in views if str(one.key) == named), None)
    bare = not words and not request.GET.get("more")
    if bare and not named:
        current = next((one for one in views if one.usual), None)
    elsewhere = address_of(request, current) if bare and current is not None and current.asked else ""
    return Opened(views, current, words, elsewhere)


def address_of(request: HttpRequest, view: ViewRecord | None, **more: str) -> str:
    """The address of the list as the view has it; of all deals, where it is none."""
    return f"{reverse('deals')}?{_query(request, view, more)}"


def _query(request: HttpRequest, view: ViewRecord | None, more: dict[str, str]) -> str:
    query = request.GET.copy()
    for name in [name for name in query if name != "process"]:
        query.pop(name)
    query["view"] = str(view.key) if view else "0"
    for name, value in (*(view.asked.items() if view else ()), *more.items()):
        query[name] = value
    return query.urlencode()


def context(request: HttpRequest, seen: Opened) -> dict[str, Any]:
    """The tabs of views, and what can be done with the one that is open."""
    now = seen.current
    return {
        "tabs": [
            {"name": one.name, "shared": one.shared, "address": address_of(request, one), "on": one is now}
            for one in seen.views
        ],
        "whole": address_of(request, None),
        "view": now,
        "view_changed": seen.changed,
        "view_gone": [said(one) for one in now.gone] if now else [],
        "savable": bool(seen.words) and (now is None or seen.changed),
        "carried_words": request.GET.urlencode(),
        "removed": _removed(request),
    }


def _removed(request: HttpRequest) -> ViewRecord | None:
    """The view that was deleted just now, so that it can be brought back."""
    key = request.GET.get("gone", "")
    if not key.isdecimal():
        return None
    try:
        return queries.view(int(key), by=actor(request), removed=True)
    except NotFound:
        return None


def said(gone: Gone) -> str:
    """What the view asked that is no more."""
    words = {
        "stage": _("the stage “%(name)s”"),
        "reason": _("the reason “%(name)s”"),
        "channel": _("the channel “%(name)s”"),
        "field": _("the field “%(name)s”"),
    }
    return words[gone.what] % {"name": gone.name}

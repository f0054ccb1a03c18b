"""Speaks to each person in their language and time zone, and tells them what stood in the way of a request."""

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from voronka.core.access import may
from voronka.core.problems import Invalid, NotAllowed, NotFound, RequestReused, Stale
from voronka.frame.access import actor, from_script
from voronka.frame.navigation import address
from voronka.queries import company, words


class PersonSettings:
    """After authentication: what the person has chosen outweighs what their browser says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        if user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language  # type: ignore[attr-defined]
        zone = zone_of(user.time_zone or company.zone())
        if zone is None:
            return self.get_response(request)
        with timezone.override(zone):
            response = self.get_response(request)
        return response


def zone_of(name: str) -> zoneinfo.ZoneInfo | None:
    """The named time zone; None when there is no such one."""
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None


class ProblemPages:
    """What an action or a query raises as a sentence: no right, not there, out of date, not understood."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A page and its fragment live at one address; a browser must not show one for the other.
        patch_vary_headers(response, ["HX-Request"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The API has its own answers; a bug stays a bug."""
        said = sentences(exception)
        if said is None or request.path.startswith("/api/"):
            return None
        status, title, mend = said
        if begins(request, exception):
            return redirect(address("begin"))
        template = "errors/_fragment.html" if from_script(request) else "errors/any.html"
        return render(request, template, {"status": status, "title": title, "mend": mend}, status=status)


def begins(request: HttpRequest, problem: Exception) -> bool:
    """Did somebody who may write the passport ask for a page that needs one, before there is any?"""
    absent = isinstance(problem, NotFound) and problem.noun == "passport" and not problem.key
    asks = request.method == "GET" and not from_script(request) and request.user.is_authenticated
    return absent and asks and may(actor(request), "passport.draft") and bool(address("begin"))


def sentences(problem: Exception) -> tuple[int, str, str] | None:
    """Status, what happened and what mends it."""
    match problem:
        case NotFound(noun="passport"):
            return (
                404,
                _("The process is not described yet"),
                _("Publish a passport: ten answers, by which inquiries become deals and deals are led."),
            )
        case NotFound():
            return (
                404,
                _("There is nothing at this address"),
                _("Perhaps it was moved or removed. Search for it by name."),
            )
        case NotAllowed():
            return 403, _("You may not do this"), _("Ask the owner for the right, or go back.")
        case Stale() | RequestReused():
            return (
                409,
                _("The page is out of date"),
                _("Someone has changed this meanwhile. Look at the new state and try again."),
            )
        case Invalid():
            return 422, _("This was not understood"), " ".join(words.problem(one) for one in problem.problems)
    return None

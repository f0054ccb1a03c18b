"""The passport as text: what was found in it, and what came of publishing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.actions import passport as verbs
from voronka.core.problems import Invalid, NotFound, Stale
from voronka.frame.access import actor
from voronka.queries import words
from voronka.queries.passport import checks
from voronka.queries.records import passports
from voronka.queries.records.passports import VersionRecord


def versions(records: tuple[VersionRecord, ...]) -> list[dict[str, Any]]:
    """Versions with the names of those who published them."""
    names = passports.publishers(records)
    return [{"row": one, "by": names.get(one.published_by, "")} for one in records]


def show(request: HttpRequest) -> HttpResponse:
    """The text that holds now."""
    try:
        found = passports.version(by=actor(request))
    except NotFound:
        return _page(request, "", seen=0)
    return _page(request, found.text, seen=found.version.number)


def answer(request: HttpRequest) -> HttpResponse:
    """Check the text, or publish it."""
    written = request.POST.get("text", "").replace("\r\n", "\n")
    checked = checks.check(written)
    number = request.POST.get("seen", "")
    seen = int(number) if number.isdecimal() and len(number) < 10 else 0
    if request.POST.get("do") != "publish":
        return _page(request, written, checked, seen=seen, status=422 if checked.errors else 200)
    try:
        made = verbs.publish(
            text=written,
            seen=seen,
            by=actor(request),
            at=timezone.now(),
            request=request.POST.get("request_id", "")[:100] or None,
        )
    except (Invalid, Stale) as wrong:
        status = 409 if isinstance(wrong, Stale) else 422
        return _page(request, written, checked, seen=seen, problem=words.trouble(wrong), status=status)
    told = (
        _("Version %(number)d holds from now on.")
        if made.kinds
        else _("This text holds already: version %(number)d.")
    )
    messages.success(request, told % {"number": made.key})
    return redirect("passport")


def _page(
    request: HttpRequest,
    written: str,
    checked: checks.Checked | None = None,
    *,
    seen: int,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"text": written, "seen": seen, "checked": checked, "problem": problem, "area": "passport"}
    return render(request, "passport/text.html", context, status=status)

"""Addresses of a bulk edit: deals are chosen, a change is said, previewed, made, stopped, taken back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.actions import bulk as verbs
from voronka.actions import bulking
from voronka.core.bulk import MOST
from voronka.core.problems import Invalid, Stale
from voronka.core.saved_views import cleaned
from voronka.frame import downloads
from voronka.frame.access import actor, signed_in
from voronka.frame.processes import chosen
from voronka.queries import bulk as queries
from voronka.queries import words
from voronka.queries.lists.bulk import BulkFilters
from voronka.queries.sums import whole
from voronka.queries.told import latest
from voronka.rooms.cycle import list_page
from voronka.rooms.cycle.bulk import pages


@require_http_methods(["GET", "POST"])
@signed_in
def bulks(request: HttpRequest) -> HttpResponse:
    """What was changed at once before; and the place where chosen deals come to."""
    by, now = actor(request), timezone.now()
    if request.method == "GET":
        return _start(request)
    try:
        key = verbs.begin_bulk(deals=_deals(request), process=chosen(request), by=by, at=now)
    except Invalid as wrong:
        return _start(request, words.trouble(wrong))
    return redirect("bulk", key)


def _deals(request: HttpRequest) -> list[int]:
    """The deals that are ticked, or all that fit the filters of the list."""
    if request.POST.get("all"):
        words_of_list = cleaned(QueryDict(request.POST.get("where", "")[:4000]).dict())
        asked = list_page.asked(request, words_of_list, latest(chosen(request)))
        return list(queries.fitting(actor(request), timezone.now(), asked, process=chosen(request)))
    sent = request.POST.getlist("deal")[: MOST + 1]
    return [int(one) for one in sent if one.isdecimal() and len(one) < 19]


def _start(request: HttpRequest, problem: str = "") -> HttpResponse:
    past = [
        {"line": one, "state": pages.state(one), "total": pages.counted(one.total)}
        for one in queries.bulks(by=actor(request), at=timezone.now())
    ]
    context = {"past": past, "problem": problem, "limit": whole(MOST), "area": "deals"}
    return render(request, "cycle/bulk/start.html", context, status=422 if problem else 200)


@require_GET
@signed_in
def one(request: HttpRequest, key: int) -> HttpResponse:
    """One bulk edit, as far as it is."""
    return _page(request, key, choose="change" in request.GET, field=request.GET.get("field", "")[:64])


@require_POST
@signed_in
def change(request: HttpRequest, key: int) -> HttpResponse:
    """What becomes of the deals; then a preview of it."""
    by, now = actor(request), timezone.now()
    seen = queries.bulk(key, by=by, at=now)
    kind, field = request.POST.get("kind", "")[:16], request.POST.get("field", "")[:64]
    sent = pages.form_of(seen, by, kind, request.POST)  # type: ignore[arg-type]
    if sent is None:
        return _page(request, key, choose=True, problem=_("Say what is to become of the deals."))
    _way, form = sent
    if form.is_valid():
        try:
            verbs.choose_change(key=key, change=form.change(), by=by, at=now)
            bulking.go(key=key, what="trying", by=by, at=now)
        except Invalid as wrong:
            form.blame(wrong)
        else:
            return redirect("bulk", key)
    return _page(request, key, choose=True, field=field, tried=(kind, form))


@require_POST
@signed_in
def look(request: HttpRequest, key: int) -> HttpResponse:
    """The same preview anew: something was mended meanwhile."""
    return _work(request, key, "trying")


@require_POST
@signed_in
def run(request: HttpRequest, key: int) -> HttpResponse:
    """Make the change that was previewed."""
    told = request.POST.get("seen", "")
    return _work(request, key, "running", int(told) if told.isdecimal() and len(told) < 10 else None)


@require_POST
@signed_in
def undo(request: HttpRequest, key: int) -> HttpResponse:
    """Take the whole change back."""
    return _work(request, key, "undoing")


@require_POST
@signed_in
def stop(request: HttpRequest, key: int) -> HttpResponse:
    """No further deals."""
    by, now = actor(request), timezone.now()
    return _done(request, key, lambda: verbs.stop_bulk(key=key, by=by, at=now))


@require_POST
@signed_in
def discard(request: HttpRequest, key: int) -> HttpResponse:
    """Leave it: nothing was changed."""
    try:
        verbs.discard_bulk(key=key, by=actor(request), at=timezone.now())
    except Invalid as wrong:
        return _page(request, key, problem=words.trouble(wrong))
    return redirect("deals")


@require_POST
@signed_in
def file(request: HttpRequest, key: int) -> HttpResponseBase:
    """Every deal with what became of it."""
    return downloads.answer(request, "bulk", request.POST.get("as", ""), BulkFilters(key))


def _work(request: HttpRequest, key: int, what: verbs.What, seen: int | None = None) -> HttpResponse:
    by, now = actor(request), timezone.now()
    return _done(request, key, lambda: bulking.go(key=key, what=what, seen=seen, by=by, at=now))


def _done(request: HttpRequest, key: int, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Stale:
        problem = _("Another change was chosen in another window meanwhile: here is how it stands now.")
        return _page(request, key, problem=problem)
    except Invalid as wrong:
        return _page(request, key, problem=words.trouble(wrong))
    return redirect(reverse("bulk", args=[key]))


def _page(request: HttpRequest, key: int, **told: Any) -> HttpResponse:
    by = actor(request)
    seen = queries.bulk(key, by=by, at=timezone.now())
    context = pages.context(seen, by, **told)
    wrong = bool(told.get("problem") or told.get("tried"))
    return render(request, "cycle/bulk/one.html", context, status=422 if wrong else 200)

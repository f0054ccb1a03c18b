"""Addresses of an import: a file comes, is corrected, tried, brought in, taken back."""

import csv
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.actions import bulking, handing, outlines
from voronka.actions import imports as verbs
from voronka.core import access
from voronka.core.problems import Invalid, NotFound, Stale
from voronka.formats.sheets.csv import guarded
from voronka.frame.access import actor, signed_in
from voronka.frame.navigation import address
from voronka.queries import imports as queries
from voronka.queries import targets, words
from voronka.rooms.entry.imports import outline_form, pages, plan_form

_CHANGED = gettext_lazy("Somebody has corrected this in another window meanwhile: here is how it stands now.")


@require_http_methods(["GET", "POST"])
@signed_in
def imports(request: HttpRequest) -> HttpResponse:
    """What was brought in, and a place for the next file."""
    access.require(actor(request), "import.run")
    sent = request.FILES.get("file")
    if request.method == "GET" or sent is None:
        return _start(request, _("Choose a file.") if request.method == "POST" else "")
    try:
        key = verbs.begin_import(name=sent.name or "", content=sent, by=actor(request), at=timezone.now())
    except Invalid as wrong:
        return _start(request, words.trouble(wrong))
    return redirect("import", key)


def _start(request: HttpRequest, problem: str = "") -> HttpResponse:
    past = [
        {"line": one, "about": pages.about(one, ""), "state": pages.state(one)}
        for one in queries.imports(by=actor(request), at=timezone.now())
    ]
    context = {
        "past": past,
        "problem": problem,
        "limit": settings.UPLOAD_LIMIT >> 20,
        "area": "inquiries",
    }
    return render(request, "entry/import/start.html", context, status=422 if problem else 200)


@require_GET
@signed_in
def one(request: HttpRequest, key: int) -> HttpResponse:
    """One import, as far as it is."""
    return _page(request, key, correct="correct" in request.GET)


@require_POST
@signed_in
def plan(request: HttpRequest, key: int) -> HttpResponse:
    """How the file is understood, corrected; then tried."""
    by, now = actor(request), timezone.now()
    seen = queries.one(key, by=by, at=timezone.now())
    try:
        wanted = plan_form.corrected(seen.plan, request.POST.dict())
        told = request.POST.get("seen", "")
        verbs.correct_plan(key=key, plan=wanted, seen=int(told) if told.isdecimal() else 0, by=by, at=now)
        if queries.one(key, by=by, at=now).outline is None:
            verbs.ask_try(key=key, by=by, at=now)
    except Stale:
        return _page(request, key, correct=True, problem=_CHANGED)
    except (Invalid, NotFound) as wrong:
        return _page(request, key, correct=True, problem=words.trouble(wrong))
    return redirect("import", key)


@require_POST
@signed_in
def outline(request: HttpRequest, key: int) -> HttpResponse:
    """The first passport as the file tells it: corrected, or published and gone on with."""
    by, now = actor(request), timezone.now()
    seen = queries.one(key, by=by, at=now)
    if seen.outline is None:  # published meanwhile, in another window
        return redirect("import", key)
    do, _colon, word = request.POST.get("do", "save").partition(":")
    wanted, told = outline_form.sent(seen.outline, request.POST.dict()), request.POST.get("seen", "")
    if do in ("up", "down"):
        wanted = wanted.moved(word, -1 if do == "up" else 1)
    number = int(told) if told.isdecimal() and len(told) < 10 else 0
    try:
        outlines.correct_outline(key=key, outline=wanted, seen=number, by=by, at=now)
        if do == "publish":
            outlines.publish_outline(key=key, seen=number + 1, by=by, at=now)
            _published(request, key)
    except Stale:
        return _page(request, key, problem=_CHANGED)
    except (Invalid, NotFound) as wrong:
        problems = wrong.problems if isinstance(wrong, Invalid) else ()
        context = pages.context(seen, by, outline=wanted, problems=problems)
        context["problem"] = _("Something here can’t be so yet: it is marked below.")
        return render(request, "entry/import/one.html", context, status=422)
    return redirect(reverse("import", args=[key]) + ("" if do == "publish" else "#cycle"))


def _published(request: HttpRequest, key: int) -> None:
    """Version 1 holds; where nothing is left to decide the file is tried at once."""
    by, now = actor(request), timezone.now()
    messages.success(request, _("Version 1 of your passport holds from now on."))
    if pages.decided(queries.one(key, by=by, at=now)):
        verbs.ask_try(key=key, by=by, at=now)


@require_POST
@signed_in
def history(request: HttpRequest, key: int) -> HttpResponse:
    """The history of the deals' stages, in a file of its own: it is tried and comes in with them."""
    sent, by, now = request.FILES.get("file"), actor(request), timezone.now()
    access.require(by, "import.run")
    if sent is None:
        return _page(request, key, correct=True, problem=_("Choose a file."))
    try:
        verbs.begin_import(name=sent.name or "", content=sent, beside=key, by=by, at=now)
    except (Invalid, NotFound) as wrong:
        return _page(request, key, correct=True, problem=words.trouble(wrong))
    return redirect(reverse("import", args=[key]) + "?correct=1")


@require_POST
@signed_in
def run(request: HttpRequest, key: int) -> HttpResponse:
    """Bring it in."""
    return _ask(request, key, verbs.ask_run)


@require_POST
@signed_in
def undo(request: HttpRequest, key: int) -> HttpResponse:
    """Take the whole import back."""
    return _ask(request, key, verbs.ask_undo)


@require_POST
@signed_in
def hand_over(request: HttpRequest, key: int) -> HttpResponse:
    """Deals of somebody whom the file names are chosen to be led by a person here: to be looked at first."""
    to = request.POST.get("to", "")
    who: dict[str, Any] = {"by": actor(request), "at": timezone.now()}
    person = int(to) if to.isdecimal() and len(to) < 19 else 0
    try:
        chosen = handing.hand_over_named(key=key, word=request.POST.get("word", ""), to=person, **who)
        bulking.go(key=chosen, what="trying", **who)
    except Invalid as wrong:
        none = any(one.code == "deals_none" for one in wrong.problems)
        told = _("None of their open deals is nobody’s any more.") if none else words.trouble(wrong)
        return _page(request, key, problem=told)
    return redirect(address("bulk", str(chosen)))


@require_GET
@signed_in
def refused(request: HttpRequest, key: int) -> StreamingHttpResponse:
    """The lines that did not come in, with the reason beside each."""
    by = actor(request)
    heads = queries.one(key, by=by, at=timezone.now()).heads
    lines = queries.refused_rows(key, by=by)
    said = [(_("Line"), _("Column"), _("Why"), *heads)]

    def rows() -> Iterator[str]:
        out = csv.writer(_Echo(), delimiter=";")
        yield "\ufeff" + out.writerow(said[0])
        for told in lines:
            cells = (
                told.number,
                targets.target(told.problem.field),
                words.problem(told.problem),
                *told.cells,
            )
            yield out.writerow([guarded(str(cell)) for cell in cells])

    answer = StreamingHttpResponse(rows(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="refused-{key}.csv"'
    return answer


class _Echo:
    def write(self, text: str) -> str:
        """The writer's line, as it is."""
        return text


def _ask(request: HttpRequest, key: int, verb: Callable[..., UUID]) -> HttpResponse:
    try:
        verb(key=key, by=actor(request), at=timezone.now())
    except (Invalid, NotFound) as wrong:
        return _page(request, key, problem=words.trouble(wrong))
    return redirect("import", key)


def _page(
    request: HttpRequest, key: int, *, correct: bool = False, problem: str | Promise = ""
) -> HttpResponse:
    by = actor(request)
    seen = queries.one(key, by=by, at=timezone.now())
    after = request.GET.get("after", "")
    behind = int(after) if after.isdecimal() and len(after) < 19 else 0
    context = pages.context(seen, by, correct=correct, problem=problem, after=behind)
    return render(request, "entry/import/one.html", context, status=422 if problem else 200)

"""Addresses of an import: a file comes, is corrected, tried, brought in, taken back."""

import csv
from collections.abc import Callable, Iterator
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.actions import imports as verbs
from voronka.core import access
from voronka.core.problems import Invalid, NotFound, Stale
from voronka.formats.sheets.csv import guarded
from voronka.frame.access import actor, signed_in
from voronka.queries import imports as queries
from voronka.queries import words
from voronka.rooms.entry.imports import pages, plan_form


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
    context = {"past": past, "problem": problem, "limit": settings.UPLOAD_LIMIT >> 20, "area": "inquiries"}
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
        verbs.ask_try(key=key, by=by, at=now)
    except Stale:
        problem = _("Somebody has corrected this in another window meanwhile: here is how it stands now.")
        return _page(request, key, correct=True, problem=problem)
    except (Invalid, NotFound) as wrong:
        return _page(request, key, correct=True, problem=words.trouble(wrong))
    return redirect("import", key)


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
            cells = (told.number, told.problem.field, words.problem(told.problem), *told.cells)
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


def _page(request: HttpRequest, key: int, *, correct: bool = False, problem: str = "") -> HttpResponse:
    by = actor(request)
    seen = queries.one(key, by=by, at=timezone.now())
    context = pages.context(seen, by, correct=correct, problem=problem)
    return render(request, "entry/import/one.html", context, status=422 if problem else 200)

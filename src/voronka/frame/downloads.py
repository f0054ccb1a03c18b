"""Lists as files: a short one is given out at once, a long one is made by the worker and waits behind its own page."""

from itertools import islice
from tempfile import TemporaryFile
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from voronka.actions import exports as verbs
from voronka.core.exports import FORMS
from voronka.frame.access import actor, from_script, signed_in
from voronka.queries.lists import all as lists
from voronka.queries.lists import taken, written

AT_ONCE = 2_000
"""Rows that a web process gives out itself: a fifth of a second. More are the worker's."""


def answer(
    request: HttpRequest, what: str, form: str, asked: object, process: str | None = None
) -> HttpResponseBase:
    """The list as a file, or the page where its file will be."""
    if form not in FORMS:
        raise Http404
    by, at, zone = actor(request), timezone.now(), timezone.get_current_timezone_name()
    sheet = lists.sheet(what, by=by, at=at, asked=asked, process=process)
    told, language = lists.as_data(what, asked), get_language() or "ru"
    rows = list(islice(sheet.rows(), AT_ONCE + 1))
    if len(rows) > AT_ONCE:
        key = verbs.ask_for_export(
            what=what, form=form, asked=told, language=language, zone=zone, process=process, by=by, at=at
        )
        return redirect("download", key=key)
    verbs.note_export(what=what, form=form, asked={"filters": told}, rows=len(rows), by=by, at=at)
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    written.write(file, form, sheet.title, sheet.columns, rows, language=language, zone=ZoneInfo(zone))
    file.seek(0)
    return _given(file, form, _name(sheet.title, form))


def _name(title: str, form: str) -> str:
    return f"{title} {timezone.localdate().isoformat()}.{form}"


def _given(file: object, form: str, name: str) -> FileResponse:
    """To be saved, never shown inside our page, never kept on the way."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=written.TYPES[form])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_GET
@signed_in
def download(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far the file is, and where it lies when it is ready; asked for by a script, only the inside."""
    seen = taken.export(key=key, by=actor(request))
    template = "frame/_download.html" if from_script(request) else "frame/download.html"
    return render(request, template, {"seen": seen})


@require_GET
@signed_in
def download_file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The file itself."""
    seen = taken.export(key=key, by=actor(request))
    if seen.state != "done":
        raise Http404
    try:
        file = verbs.file_of(key, seen.form).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return _given(file, seen.form, _name(seen.title, seen.form))

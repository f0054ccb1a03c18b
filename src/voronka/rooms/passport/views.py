"""Pages of the hall: the ten answers, one question, the versions, the text to check and publish."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from voronka.core.problems import NotFound
from voronka.frame.access import actor, from_script, signed_in
from voronka.frame.processes import chosen, of_one_process
from voronka.queries import changes
from voronka.queries import passport as queries
from voronka.queries.passport.paper import Printed
from voronka.queries.records import passports
from voronka.rooms.passport import hall_page, question_page


@require_GET
@signed_in
@of_one_process
def hall(request: HttpRequest) -> HttpResponse:
    """The ten answers; asked for by a script, only the sheet."""
    after = changes.position()
    try:
        seen = queries.passport(actor(request), timezone.now(), timezone.localdate(), process=chosen(request))
    except NotFound:
        return render(request, "passport/nothing.html", {"area": "passport"})
    context = {**hall_page.context(seen, actor(request)), "live_after": after, "area": "passport"}
    return render(request, "passport/_hall.html" if from_script(request) else "passport/hall.html", context)


@require_GET
@signed_in
@of_one_process
def question(request: HttpRequest, word: str) -> HttpResponse:
    """One of the ten, with its proof."""
    seen = queries.question(
        actor(request), word, timezone.now(), timezone.localdate(), process=chosen(request)
    )
    context = {**question_page.context(seen, actor(request)), "area": word}
    return render(request, "passport/question.html", context)


@require_GET
@signed_in
@of_one_process
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version, as it was written."""
    found = passports.version(number, by=actor(request), process=chosen(request))
    return render(request, "passport/version.html", {"found": found, "area": "passport"})


@require_GET
@signed_in
def file(request: HttpRequest, number: int) -> HttpResponse:
    """The same as a file."""
    found = passports.version(number, by=actor(request), process=chosen(request))
    name = f"{found.version.process}-{number}.yaml"
    return HttpResponse(
        found.text,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_GET
@signed_in
@of_one_process
def paper(request: HttpRequest) -> HttpResponse:
    """The whole passport as it looks on paper."""
    sheet = _sheet(request)
    return render(request, "passport/print.html", {"sheet": sheet, "area": "passport"})


@require_GET
@signed_in
def paper_file(request: HttpRequest) -> HttpResponse:
    """The same as a PDF."""
    sheet = _sheet(request)
    return HttpResponse(
        queries.as_pdf(sheet),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{sheet.name}.pdf"'},
    )


def _sheet(request: HttpRequest) -> Printed:
    number = request.GET.get("version", "")
    return queries.printed(
        actor(request),
        timezone.now(),
        timezone.localdate(),
        process=chosen(request),
        number=int(number) if number.isdecimal() and len(number) < 10 else None,
    )

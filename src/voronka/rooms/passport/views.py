"""Pages of the hall: the ten answers, one question, the versions, the text to check and publish."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.core import access
from voronka.core.problems import NotFound
from voronka.frame.access import actor, from_script, signed_in
from voronka.frame.processes import chosen, of_one_process
from voronka.queries import changes
from voronka.queries import passport as queries
from voronka.queries.passport.paper import Printed
from voronka.queries.records import passports
from voronka.rooms.passport import (
    draft_page,
    edit_page,
    hall_page,
    question_page,
    text_page,
    text_tools,
    versions_page,
)


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
def versions(request: HttpRequest) -> HttpResponse:
    """What held when, and the draft of what comes next."""
    return render(request, "passport/versions.html", versions_page.context(request))


@require_GET
@signed_in
@of_one_process
def compare(request: HttpRequest) -> HttpResponse:
    """What one version says otherwise than another."""
    return versions_page.compare(request)


@require_POST
@signed_in
def bring_back(request: HttpRequest, number: int) -> HttpResponse:
    """An earlier version's text as the draft of the next one."""
    return versions_page.bring_back(request, number)


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


@require_http_methods(["GET", "POST"])
@signed_in
def text(request: HttpRequest) -> HttpResponse:
    """The passport as text: looked at, checked, published."""
    access.require(actor(request), "passport.draft")
    if request.method == "POST":
        return text_page.answer(request)
    return text_page.show(request)


@require_POST
@signed_in
def text_check(request: HttpRequest) -> HttpResponse:
    """What is found in a text while it is typed."""
    access.require(actor(request), "passport.draft")
    return text_tools.check(request)


@require_GET
@signed_in
def draft_file(request: HttpRequest) -> HttpResponse:
    """The draft as a file."""
    return text_tools.download(request)


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, word: str) -> HttpResponse:
    """One question in a form, which is saved into the draft."""
    access.require(actor(request), "passport.draft")
    setting = edit_page.of_question(request, word)
    return (edit_page.answer if request.method == "POST" else edit_page.show)(request, word, setting)


@require_http_methods(["GET", "POST"])
@signed_in
def draft(request: HttpRequest) -> HttpResponse:
    """What the draft comes to; published or thrown away from here."""
    access.require(actor(request), "passport.draft")
    return draft_page.answer(request) if request.method == "POST" else draft_page.show(request)

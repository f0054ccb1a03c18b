"""Pages of what comes next: the versions, and the draft by questions, as text and as a whole."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.core import access
from voronka.frame.access import actor, signed_in
from voronka.frame.processes import of_one_process
from voronka.rooms.passport import draft_page, edit_page, text_page, text_tools, versions_page


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

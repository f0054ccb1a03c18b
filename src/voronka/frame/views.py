"""Addresses of the frame itself: the stylesheet, what a person chooses, what has changed, the page of parts."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from voronka.actions.preferences import prefer
from voronka.core import access
from voronka.frame import conditions, showcase, tour
from voronka.frame.access import actor, from_script, signed_in
from voronka.frame.palette import commands
from voronka.frame.styles import stylesheet as whole_stylesheet
from voronka.queries import company
from voronka.queries.changes import changes
from voronka.queries.records import passports

YEAR = 365 * 24 * 3600


@require_GET
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """All styles in one file, named by its content. An old name gets the new file, but not for ever."""
    made = whole_stylesheet()
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(made.packed if packed else made.text, content_type="text/css; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    lasting = digest == made.digest and not settings.DEBUG
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable" if lasting else "no-cache"
    return response


def _back(request: HttpRequest) -> HttpResponse:
    to = request.POST.get("next") or request.headers.get("Referer", "/")
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return redirect(to if safe else "/")


@require_POST
def my_language(request: HttpRequest) -> HttpResponse:
    """Speak this language from now on; before sign-in only this browser knows it."""
    language = request.POST.get("language", "")
    if language not in company.languages():
        return HttpResponse(status=400)
    if not isinstance(request.user, AnonymousUser):
        prefer(by=actor(request), language=language)
    response = _back(request)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=request.is_secure()
    )
    return response


@require_POST
@signed_in
def my_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system has it."""
    theme = request.POST.get("theme", "")
    if theme not in ("system", "light", "dark"):
        return HttpResponse(status=400)
    prefer(by=actor(request), theme=theme)
    response = HttpResponse(status=204) if from_script(request) else _back(request)
    response.set_cookie("voronka_theme", theme, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


@require_POST
@signed_in
def my_tour(request: HttpRequest) -> HttpResponse:
    """To a step of the demo's tour, kept for this person; or it is closed, and the page stays."""
    number = request.POST.get("step", "")
    if number not in {str(one.number) for one in tour.STEPS} | {str(tour.CLOSED)}:
        return HttpResponse(status=400)
    prefer(by=actor(request), tour=int(number))
    step = tour.step(int(number))
    return _back(request) if step is None else redirect(step.address(actor(request), timezone.now()))


@require_GET
@signed_in
def live(request: HttpRequest) -> HttpResponse:
    """What of the asked topics has changed; 204 when nothing has."""
    after, topics = request.GET.get("after", ""), request.GET.get("topics", "").split(",")
    if not after.isdecimal() or len(after) > 18 or len(topics) > 50:
        return HttpResponse(status=400)
    told = changes(int(after), topics, by=actor(request))
    if told.after == int(after):
        return HttpResponse(status=204)
    return JsonResponse({"after": str(told.after), "topics": told.topics})


@require_POST
@signed_in
def condition(request: HttpRequest) -> HttpResponse:
    """The form of a condition after a change in it: other signs, other values, what it means now."""
    access.require(actor(request), "passport.draft")
    name = request.GET.get("name", "")[:200]
    over: conditions.Over = "inquiry" if request.GET.get("over") == "inquiry" else "deal"
    terms = conditions.terms_of(passports.latest(by=actor(request)), over)
    context = {"condition": conditions.typed(request.POST, name, terms)}
    return render(request, "parts/_condition.html", context)


@require_GET
@signed_in
def palette(request: HttpRequest) -> JsonResponse:
    """What the palette offers; a browser keeps it, under an address that names the person, role and language."""
    response = JsonResponse(commands(actor(request)), safe=False)
    response["Cache-Control"] = "private, max-age=600"
    return response


@require_GET
def parts(request: HttpRequest) -> HttpResponse:
    """Every part of the look on one page, for those who develop."""
    return render(request, "frame/parts.html", showcase.everything())

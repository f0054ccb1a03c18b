"""Pages of a beginning: the demo gives way, the first owner comes in, ten questions, the first version."""

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from voronka.actions import founding, showcase
from voronka.core import access
from voronka.core.access import SYSTEM
from voronka.core.problems import Invalid, NotAllowed, Problem
from voronka.core.questions import WORDS
from voronka.frame.access import actor, signed_in
from voronka.queries.whole import whole_company
from voronka.rooms.passport import begin_page, edit_page
from voronka.rooms.passport.begin_forms import OwnCompanyForm, OwnerForm


@require_http_methods(["GET", "POST"])
@signed_in
def own_company(request: HttpRequest) -> HttpResponse:
    """Empty the demo, and begin as the owner of a company of one's own."""
    access.require(actor(request), "company.replace")
    if not showcase.is_demo():
        raise Invalid(Problem("not_the_demo", "company"))
    form = OwnCompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            key = founding.replace_demo(**form.cleaned_data, **_who(request), by=actor(request))
        except Invalid as wrong:
            form.blame(wrong)
        else:
            return _come_in(request, key)
    context = {"form": form, "company": whole_company(by=actor(request)), "area": "passport"}
    return render(request, "passport/begin/own.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """The first owner of an empty installation; only by the address that Voronka said at its start."""
    key = request.GET.get("key", "")
    if not founding.admits(key):
        raise NotAllowed("company.found")
    form = OwnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = founding.found_company(key=key, **form.cleaned_data, **_who(request), by=SYSTEM)
        except Invalid as wrong:
            form.blame(wrong)
        else:
            return _come_in(request, made)
    context = {"form": form, "action": request.get_full_path()}
    return render(request, "passport/begin/first.html", context, status=422 if form.errors else 200)


def _who(request: HttpRequest) -> dict[str, object]:
    return {"language": "en" if get_language() == "en" else "ru", "at": timezone.now()}


def _come_in(request: HttpRequest, key: int) -> HttpResponse:
    person = get_user_model().objects.get(pk=key)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("begin")


@require_http_methods(["GET", "POST"])
@signed_in
def begin(request: HttpRequest) -> HttpResponse:
    """From which template the ten answers start."""
    access.require(actor(request), "passport.draft")
    return begin_page.choose(request)


@require_http_methods(["GET", "POST"])
@signed_in
def step_of(request: HttpRequest, number: str) -> HttpResponse:
    """One of the ten; before a template was chosen there is nothing to answer."""
    access.require(actor(request), "passport.draft")
    if not begin_page.begun(request):
        return redirect("begin")
    setting = begin_page.setting(request, int(number))
    show = edit_page.answer if request.method == "POST" else edit_page.show
    return show(request, WORDS[int(number) - 1], setting)


@require_http_methods(["GET", "POST"])
@signed_in
def ready(request: HttpRequest) -> HttpResponse:
    """All ten, and publishing them."""
    access.require(actor(request), "passport.draft")
    return begin_page.publish(request) if request.method == "POST" else begin_page.ready(request)

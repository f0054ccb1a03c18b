"""The people of the company: who works here, who comes, who changes their role."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from voronka.actions import people as verbs
from voronka.actions.invitations import invite
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import Invalid
from voronka.frame import doors, replies
from voronka.frame.access import actor, signed_in
from voronka.frame.fields import DoorForm
from voronka.queries import owner as queries
from voronka.rooms.owner.forms import NewPerson, PersonForm
from voronka.rooms.owner.roles import ROLES, SEES


@require_GET
@signed_in
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, their roles, and the deals they lead."""
    by = actor(request)
    seen = queries.staff(by)
    lines = [
        {"seen": one, "role": one.title or ROLES[one.role][0], "sees": SEES[one.scope]} for one in seen.people
    ]
    context = {
        "area": "people",
        "team": seen,
        "lines": lines,
        "me": by.id,
        "may_change": access.may(by, "people.change"),
        "owner": by.role == "owner",
    }
    return render(request, "owner/people.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new_person(request: HttpRequest) -> HttpResponse:
    """Somebody begins to work here."""
    by = actor(request)
    access.require(by, "people.change")
    told = {name: request.GET[name][:254] for name in ("name", "email") if name in request.GET}
    form = NewPerson(request.POST or None, subject=_subject(by), initial=told)
    if request.method == "POST" and form.is_valid():
        given, asked = form.cleaned_data, doors.asked(request, 0)
        given["password"] = given["password"] or None
        return _kept(request, form, _("%(name)s may sign in now.") % given, given, asked, verbs.add_person)
    return _show(request, form, _("Who begins to work here?"), _("Add the person"))


def _subject(by: Actor, key: int | None = None) -> dict[str, Any]:
    """What the form of a person is made from."""
    known = None if key is None else queries.colleague(by, key)
    return {"person": known, "by": by.role, "teams": queries.teams(by)}


@require_http_methods(["GET", "POST"])
@signed_in
def person(request: HttpRequest, key: int) -> HttpResponse:
    """A new name or role of somebody, or they leave."""
    by = actor(request)
    access.require(by, "people.change")
    subject = _subject(by, key)
    form = PersonForm(request.POST or None, subject=subject)
    if request.method == "POST" and form.is_valid():
        given, asked = {**form.cleaned_data, "key": key}, doors.asked(request, 0)
        return _kept(request, form, _("Saved."), given, asked, verbs.change_person)
    return _show(request, form, str(subject["person"].name), _("Save"))


@never_cache
@require_GET
@signed_in
def invitation(request: HttpRequest, key: int) -> HttpResponse:
    """The link by which somebody chooses their first password."""
    by = actor(request)
    access.require(by, "people.change")
    seen = queries.colleague(by, key)
    path = invite(key=key, by=by, at=timezone.now())
    context = {
        "title": _("An invitation for %(name)s") % {"name": seen.name},
        "link": request.build_absolute_uri(path),
        "back": reverse("people"),
        "back_title": _("People"),
    }
    return replies.door(request, "owner/_invitation.html", context, area="people")


@require_http_methods(["GET", "POST"])
@signed_in
def second_step(request: HttpRequest, key: int) -> HttpResponse:
    """Somebody has lost their second step: an owner takes it off."""
    by = actor(request)
    access.require(by, "people.unlock")
    seen = queries.colleague(by, key)
    if request.method == "POST":
        verbs.take_second_step(key=key, by=by, at=timezone.now())
        said = _("%(name)s signs in by password alone now.") % {"name": seen.name}
        return replies.done(request, said, to=reverse("people"), go=True)
    context = {
        "title": _("The second step of %(name)s") % {"name": seen.name},
        "action": request.path,
        "back": reverse("people"),
        "back_title": _("People"),
    }
    return replies.door(request, "owner/_second_step.html", context, area="people")


def _kept(
    request: HttpRequest, form: DoorForm, said: str, given: dict[str, Any], asked: doors.Ask, verb: Any
) -> HttpResponse:
    try:
        verb(by=asked.by, at=asked.at, **given)
    except Invalid as wrong:
        form.blame(wrong)
        return _show(request, form, _("It can’t be done yet"), _("Save"))
    return replies.done(request, said, to=_onward(request), go=True)


def _onward(request: HttpRequest) -> str:
    """The page from which somebody was called here, where it is one of ours; else the people."""
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else reverse("people")


def _show(request: HttpRequest, form: DoorForm, title: str, act: str) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "act": act,
        "action": request.get_full_path(),
        "back": _onward(request),
        "back_title": _("People") if _onward(request) == reverse("people") else _("Back"),
    }
    status = 422 if form.errors else 200
    return replies.door(request, "parts/_dialog_form.html", context, status=status, area="people")

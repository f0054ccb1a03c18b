"""The teams of the company: a new one, another one who leads it, one that is no more."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.actions import teams as verbs
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import Invalid
from voronka.frame import replies
from voronka.frame.access import actor, signed_in
from voronka.queries import owner as queries
from voronka.rooms.owner.forms import TeamForm


@require_http_methods(["GET", "POST"])
@signed_in
def new_team(request: HttpRequest) -> HttpResponse:
    """A new team."""
    by = actor(request)
    access.require(by, "people.change")
    form = TeamForm(request.POST or None, subject=_subject(by))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.add_team(**form.cleaned_data, by=by, at=timezone.now())
        except Invalid as wrong:
            form.blame(wrong)
        else:
            return replies.done(request, _("The team is there."), to=reverse("people"), go=True)
    return _show(request, form, _("What is the team called?"), _("Add the team"))


@require_http_methods(["GET", "POST"])
@signed_in
def team(request: HttpRequest, key: int) -> HttpResponse:
    """Another name, or another one who leads it."""
    by = actor(request)
    access.require(by, "people.change")
    form = TeamForm(request.POST or None, subject=_subject(by, key))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_team(key=key, **form.cleaned_data, by=by, at=timezone.now())
        except Invalid as wrong:
            form.blame(wrong)
        else:
            return replies.done(request, _("Saved."), to=reverse("people"), go=True)
    return _show(request, form, str(form.subject["team"].name), _("Save"))


@require_POST
@signed_in
def remove_team(request: HttpRequest, key: int) -> HttpResponse:
    """The team is no more; its people stay."""
    verbs.remove_team(key=key, by=actor(request), at=timezone.now())
    return replies.done(
        request, _("The team is no more; its people are in none."), to=reverse("people"), go=True
    )


def _subject(by: Actor, key: int | None = None) -> dict[str, Any]:
    """What the form of a team is made from."""
    people = [(one.key, one.name) for one in queries.staff(by).people if one.active]
    return {"people": people, "team": None if key is None else queries.team(by, key)}


def _show(request: HttpRequest, form: TeamForm, title: str, act: str) -> HttpResponse:
    context = {"title": title, "form": form, "act": act, "action": request.path}
    context |= {"back": reverse("people"), "back_title": _("People")}
    status = 422 if form.errors else 200
    return replies.door(request, "parts/_dialog_form.html", context, status=status, area="people")

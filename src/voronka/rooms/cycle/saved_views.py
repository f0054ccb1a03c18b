"""Buttons of saved views: save, rename, share, keep the changes, delete, bring back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from voronka.actions import saved_views as verbs
from voronka.core import access
from voronka.core.problems import Invalid
from voronka.core.saved_views import cleaned
from voronka.frame import replies
from voronka.frame.access import actor, signed_in
from voronka.frame.fields import DoorForm
from voronka.frame.processes import chosen, of_one_process
from voronka.queries import saved_views as queries
from voronka.queries import words
from voronka.rooms.cycle.saved_page import address_of


class ViewForm(DoorForm):
    """A view. `subject`: may it be shared, and the view where it is there."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=120)
    shared = forms.BooleanField(label=gettext_lazy("Everybody in the company sees it"), required=False)
    usual = forms.BooleanField(label=gettext_lazy("I begin with it"), required=False)

    def prepare(self) -> None:
        if not self.subject["may_share"]:
            del self.fields["shared"]
        known = self.subject["view"]
        if known is not None:
            now = {"name": known.name, "shared": known.shared, "usual": known.usual}
            self.initial = {**now, **self.initial}
            if not known.changeable:
                self.fields.pop("shared", None)
                self.fields["name"].disabled = True


@require_http_methods(["GET", "POST"])
@signed_in
@of_one_process
def save(request: HttpRequest) -> HttpResponse:
    """The list as it is now becomes a view."""
    by, at = actor(request), timezone.now()
    access.require(by, "view.save")
    form = ViewForm(request.POST or None, subject=_subject(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            key = verbs.save_view(
                name=told["name"],
                asked=cleaned(request.GET.dict()),
                process=chosen(request),
                shared=told.get("shared", False),
                by=by,
                at=at,
            )
        except Invalid as wrong:
            form.blame(wrong)
        else:
            if told["usual"]:
                verbs.choose_view(key=key, by=by, at=at)
            return _opened(request, key, _("The view is saved."))
    lead = _("Columns, order and filters as they are now.")
    return _show(request, form, _("Save the view"), _("Save"), lead)


@require_http_methods(["GET", "POST"])
@signed_in
@of_one_process
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Another name of a view; shared or not; whether one begins with it."""
    by, at = actor(request), timezone.now()
    known = queries.view(key, by=by)
    form = ViewForm(request.POST or None, subject=_subject(request, known))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            if known.changeable:
                verbs.change_view(key=key, name=told["name"], shared=told.get("shared"), by=by, at=at)
        except Invalid as wrong:
            form.blame(wrong)
        else:
            if told["usual"] != known.usual:
                verbs.choose_view(key=key if told["usual"] else None, process=known.process, by=by, at=at)
            return _opened(request, key, _("Saved."))
    return _show(request, form, known.name, _("Save"), "")


@require_POST
@signed_in
@of_one_process
def keep(request: HttpRequest, key: int) -> HttpResponse:
    """The view becomes what the list is now."""
    verbs.change_view(key=key, asked=cleaned(request.GET.dict()), by=actor(request), at=timezone.now())
    return _opened(request, key, _("The view is as the list is now."))


@require_POST
@signed_in
@of_one_process
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """The view is no more; the page that follows can bring it back."""
    verbs.remove_view(key=key, by=actor(request), at=timezone.now())
    return replies.done(request, "", to=address_of(request, None, gone=str(key)), go=True)


@require_POST
@signed_in
@of_one_process
def bring_back(request: HttpRequest, key: int) -> HttpResponse:
    """A view that was deleted is there again."""
    try:
        verbs.restore_view(key=key, by=actor(request), at=timezone.now())
    except Invalid as wrong:
        messages.error(request, words.trouble(wrong))
        return replies.done(request, "", to=address_of(request, None, gone=str(key)), go=True)
    return _opened(request, key, _("The view is there again."))


def _opened(request: HttpRequest, key: int, said: str) -> HttpResponse:
    to = address_of(request, queries.view(key, by=actor(request)))
    return replies.done(request, said, to=to, go=True)


def _subject(request: HttpRequest, view: queries.ViewRecord | None = None) -> dict[str, Any]:
    return {"may_share": access.may(actor(request), "view.share"), "view": view}


def _show(request: HttpRequest, form: ViewForm, title: str, act: str, lead: str) -> HttpResponse:
    context = {"title": title, "form": form, "act": act, "lead": lead, "action": request.get_full_path()}
    context["back"] = f"{reverse('deals')}?{request.GET.urlencode()}"
    status = 422 if form.errors else 200
    return replies.door(request, "parts/_dialog_form.html", context, status=status, area="deals")

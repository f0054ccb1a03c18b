"""Everything out: the owner asks for it with their password, and sees who took out what."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from voronka.actions.exports import ask_for_export
from voronka.core.exports import EVERYTHING, require_taking
from voronka.frame.access import actor, signed_in
from voronka.frame.fields import DoorForm
from voronka.queries.lists import taken
from voronka.rooms.owner.forms import secret

STATES = {
    "queued": _("being written"),
    "running": _("being written"),
    "failed": _("did not work"),
    "gone": _("file removed"),
    "done": "",
}


class Everything(DoorForm):
    """Whoever sits at an open page need not be the owner: the password is asked again. `subject`: the person."""

    password = secret(_("Your password"), "current-password")

    def clean_password(self) -> str:
        """The person's own."""
        typed = str(self.cleaned_data["password"])
        if not self.subject.check_password(typed):
            raise forms.ValidationError(_("This is not your password."))
        return typed


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def exports(request: HttpRequest) -> HttpResponse:
    """Take out everything, and see what was taken out."""
    by: Any = actor(request)
    require_taking(by, EVERYTHING)
    form = Everything(request.POST or None, subject=request.user)
    if request.method == "POST" and _not_too_often(request, form) and form.is_valid():
        key = ask_for_export(
            what=EVERYTHING,
            form="zip",
            asked={},
            language=get_language() or "ru",
            zone=timezone.get_current_timezone_name(),
            by=by,
            at=timezone.now(),
        )
        return redirect("download", key=key)
    seen = [{"seen": one, "state": STATES[one.state]} for one in taken.exports(by=by)]
    context = {"area": "company", "form": form, "lines": seen, "me": by.id}
    return render(request, "owner/exports.html", context, status=422 if form.errors else 200)


def _not_too_often(request: HttpRequest, form: Everything) -> bool:
    """Nobody guesses the password here either."""
    if ratelimit.consume(request, action="reauthenticate", user=request.user):
        return True
    form.add_error(None, _("Too many tries. Wait a minute."))
    return False

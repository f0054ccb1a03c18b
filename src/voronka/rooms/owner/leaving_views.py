"""Somebody leaves: what they leave behind is seen before, and goes to others."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from voronka.actions.leaving import leave
from voronka.core import access
from voronka.core.problems import Invalid
from voronka.frame import replies
from voronka.frame.access import actor, signed_in
from voronka.queries import owner as queries
from voronka.rooms.owner.forms import LeavingForm


@require_http_methods(["GET", "POST"])
@signed_in
def leaving(request: HttpRequest, key: int) -> HttpResponse:
    """Who takes the deals of somebody who leaves?"""
    by = actor(request)
    access.require(by, "people.change")
    seen = queries.leaving(by, key)
    form = LeavingForm(request.POST or None, subject=seen)
    if request.method == "POST" and form.is_valid():
        try:
            done = leave(key=key, to=form.cleaned_data.get("to", []), by=by, at=timezone.now())
        except Invalid as wrong:
            form.blame(wrong)
        else:
            return replies.done(request, _told(seen.person.name, done.deals), to=reverse("people"), go=True)
    context = {
        "title": _("%(name)s leaves") % {"name": seen.person.name},
        "lead": _left_behind(seen.deals),
        "form": form,
        "act": _("They work here no more"),
        "action": request.path,
        "back": reverse("people"),
        "back_title": _("People"),
    }
    status = 422 if form.errors else 200
    return replies.door(request, "parts/_dialog_form.html", context, status=status, area="people")


def _left_behind(deals: int) -> str:
    if not deals:
        return _("They lead no open deals. They can’t sign in any more, and their tokens stop working.")
    said = ngettext("They lead %(n)s open deal.", "They lead %(n)s open deals.", deals)
    rest = _(
        "Where nobody is chosen, the deals stay theirs. They can’t sign in any more, and their tokens stop working."
    )
    return f"{said % {'n': deals}} {rest}"


def _told(name: str, deals: int) -> str:
    if not deals:
        return _("%(name)s works here no more.") % {"name": name}
    said = ngettext(
        "%(name)s works here no more; %(n)s open deal went over.",
        "%(name)s works here no more; %(n)s open deals went over.",
        deals,
    )
    return said % {"name": name, "n": deals}

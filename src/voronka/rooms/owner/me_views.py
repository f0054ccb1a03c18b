"""One's own page: language, colours, clock, password, and the tokens of programs that act for one."""

from datetime import timedelta
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.actions import people as verbs
from voronka.actions.preferences import prefer
from voronka.core.problems import Invalid
from voronka.frame import replies
from voronka.frame.access import actor, signed_in
from voronka.queries import owner as queries
from voronka.queries.records import people as records
from voronka.rooms.owner.forms import NewToken, Password, TimeZone
from voronka.rooms.owner.roles import ROLES


def _page(request: HttpRequest, status: int = 200, **forms: Any) -> HttpResponse:
    by = actor(request)
    seen = queries.me(by)
    own = [one for one in records.tokens(by=by) if one.person == by.id and one.revoked_at is None]
    context = {
        "area": "me",
        "seen": seen,
        "role": ROLES[seen.role],
        "zone_form": TimeZone(subject=seen),
        "password_form": Password(subject=request.user),
        "tokens": own,
        "second_step": is_mfa_enabled(request.user),
        "now": timezone.now(),
        **forms,
    }
    return render(request, "owner/me.html", context, status=status)


@require_GET
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """What I have chosen, and what I may change."""
    return _page(request)


@require_POST
@signed_in
def time_zone(request: HttpRequest) -> HttpResponse:
    """By which clock the pages tell me the time."""
    form = TimeZone(request.POST, subject=queries.me(actor(request)))
    if not form.is_valid():
        return _page(request, 422, zone_form=form)
    prefer(by=actor(request), time_zone=form.cleaned_data["time_zone"])
    return replies.done(request, _("The time zone is changed."), to=reverse("me"), go=True)


@require_POST
@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """A new password; other browsers where I am signed in have to sign in again."""
    form = Password(request.POST, subject=request.user)
    if form.is_valid():
        try:
            verbs.change_password(by=actor(request), at=timezone.now(), **form.cleaned_data)
        except Invalid as wrong:
            form.blame(wrong)
        else:
            user: Any = request.user
            user.refresh_from_db()
            update_session_auth_hash(request, user)
            return replies.done(request, _("The password is changed."), to=reverse("me"), go=True)
    return _page(request, 422, password_form=form)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def new_token(request: HttpRequest) -> HttpResponse:
    """A token, whose secret is shown this once."""
    form = NewToken(request.POST or None)
    context: dict[str, Any] = {"back": reverse("me"), "back_title": _("My settings")}
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        until = now + timedelta(days=given["days"]) if given["days"] else None
        made = verbs.make_token(
            name=given["name"], scopes=given["scopes"], expires_at=until, by=actor(request), at=now
        )
        shown = {**context, "title": _("The token is ready"), "secret": made.secret}
        return replies.door(request, "owner/_secret.html", shown, area="me")
    context |= {"title": _("A token for a program"), "form": form, "act": _("Make the token")}
    context |= {"action": request.path, "lead": _("The program acts in your name, with your rights at most.")}
    status = 422 if form.errors else 200
    return replies.door(request, "owner/_new_token.html", context, status=status, area="me")


@require_POST
@signed_in
def revoke_token(request: HttpRequest, key: int) -> HttpResponse:
    """The token works no more."""
    verbs.revoke_token(key=key, by=actor(request), at=timezone.now())
    return replies.done(request, _("The token works no more."), to=reverse("me"), go=True)

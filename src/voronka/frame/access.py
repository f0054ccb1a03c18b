"""How a face learns who acts: the person who signed in, as the Actor that rules and queries ask for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from voronka.core.access import Actor

View = Callable[..., HttpResponseBase]


def actor(request: HttpRequest) -> Actor:
    """The person behind the request. Only for views behind `signed_in`."""
    user: Any = request.user
    who: Actor = user.actor
    return who


def from_script(request: HttpRequest) -> bool:
    """Does a script of ours ask for a fragment, rather than a browser for a page?"""
    return request.headers.get("HX-Request") == "true"


def signed_in(view: View) -> View:
    """Only for people who signed in. A script is told so instead of being sent to the sign-in page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if from_script(request):
            return HttpResponse(status=401, headers={"HX-Trigger": "voronka:signed-out", "HX-Reswap": "none"})
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)

    return guarded

"""The addresses of the API, each behind a check of what comes in and with the headers that go out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path

from voronka.api import problems
from voronka.api.v1 import api
from voronka.api.v1.sent_files import AS_IT_IS
from voronka.frame.uploads import BESIDES

WITH_A_FILE = ("/files", "/imports", "/history")
"""Where a file is sent, as a form of several parts."""
AS_THE_BODY = ("/imports", "/history")
"""Where the body may be the file itself."""


def faced(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, for bodies of a type and size that it can read; a wrong method is a problem like all others."""

    @wraps(view, updated=())
    def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _turned_away(request) or view(request, *args, **kwargs)
        if response.status_code == 405:
            response = problems.answer("method", headers={"Allow": response["Allow"]})
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    behind.csrf_exempt = True  # type: ignore[attr-defined]
    return behind


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    """A body that is too large or of another type is not read at all."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    if request.method in ("GET", "HEAD", "DELETE", "OPTIONS") or size == "0":
        return None
    place = request.path.rstrip("/")
    many = request.content_type == "multipart/form-data"
    bare = request.content_type in AS_IT_IS and place.endswith(AS_THE_BODY)
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if many or bare:
        limit = settings.UPLOAD_LIMIT + (BESIDES if many else 0)
    if not size.isdecimal() or len(size) > 18 or int(size) > limit:
        return problems.answer("too-large")
    fits = many or bare if place.endswith(WITH_A_FILE) else request.content_type == "application/json"
    return None if fits else problems.answer("media-type")


def _behind(pattern: URLPattern) -> URLPattern:
    pattern.callback = faced(pattern.callback)
    return pattern


_patterns, _, _namespace = api.urls
urlpatterns = [path("v1/", include(([_behind(one) for one in _patterns], _namespace)))]

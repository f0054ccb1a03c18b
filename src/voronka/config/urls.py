"""Every address of the site; each room brings its own."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from voronka.config import errors, health

handler400, handler403 = errors.bad_request, errors.forbidden
handler404, handler500 = errors.not_found, errors.broken

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include("allauth.urls")),
    *(
        path("", include(f"{app}.urls"))
        for app in ("voronka.frame", *settings.ROOMS, "voronka.api")
        if find_spec(app) and find_spec(f"{app}.urls")
    ),
]

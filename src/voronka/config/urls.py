"""Every address of the site; each room brings its own."""

from django.conf import settings
from django.urls import include, path

from voronka.config import errors, health
from voronka.config.late import Late

handler400, handler403 = errors.bad_request, errors.forbidden
handler404, handler500 = errors.not_found, errors.broken

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("", include("voronka.frame.urls")),
    *(path("", include(f"{room}.urls")) for room in settings.ROOMS),
    Late("api/", "voronka.api.urls", "api"),  # 25 MB and a third of a second, which many never need
]

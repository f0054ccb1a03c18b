"""Tells a watching program whether the site is alive and whether it is ready to work."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from voronka.queries import condition


def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; the database is not asked."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and its tables are current, there is room on the disk, a worker lives."""
    current = condition.tables_are_current()
    found = {
        "database": current,
        "space": condition.there_is_space(),
        "worker": current and condition.worker_is_alive(timezone.now()),
    }
    return JsonResponse(found, status=200 if all(found.values()) else 503)

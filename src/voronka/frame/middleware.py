"""Speaks to each person in their language and shows times in their time zone."""

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


class PersonSettings:
    """After authentication: what the person has chosen outweighs what their browser says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        if user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language  # type: ignore[attr-defined]
        zone = zone_of(user.time_zone)
        if zone is None:
            return self.get_response(request)
        with timezone.override(zone):
            response = self.get_response(request)
        return response


def zone_of(name: str) -> zoneinfo.ZoneInfo | None:
    """The named time zone; None when there is no such one."""
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None

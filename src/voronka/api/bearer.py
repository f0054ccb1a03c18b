"""Who asks: a bearer token with its scopes, in their language, and not more often than agreed."""

import threading
import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from voronka.actions.people import Holder, holder_of

READS = frozenset({"GET", "HEAD"})


class ScopeNeeded(Exception):
    """The token is valid but may only read."""


class Bearer(HttpBearer):
    """`Authorization: Bearer vrk_…`; reading needs the scope `read`, all else `write`."""

    openapi_bearerFormat = "vrk_…"

    def authenticate(self, request: HttpRequest, token: str) -> Holder:
        """Whom the token stands for."""
        holder = holder_of(token, timezone.now())
        if holder is None:
            raise AuthenticationError()
        # The person's own language, unless the program says which one it wants.
        if "Accept-Language" not in request.headers:
            translation.activate(holder.language)
        if ("read" if request.method in READS else "write") not in holder.scopes:
            raise ScopeNeeded
        return holder


class Throttle(BaseThrottle):
    """So many requests a minute for each token, saved up for at most a minute; counted in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: dict[int, tuple[float, float]] = {}
        self._wait = 0.0

    def allow_request(self, request: HttpRequest) -> bool:
        """Take one from what the token has left."""
        holder: Any = request.auth  # type: ignore[attr-defined]
        most, now = float(settings.API_PER_MINUTE), time.monotonic()
        with self._lock:
            left, seen = self._left.get(holder.token, (most, now))
            left = min(most, left + (now - seen) * most / 60)
            allowed = left >= 1
            self._left[holder.token] = (left - 1 if allowed else left, now)
            self._wait = 0.0 if allowed else (1 - left) * 60 / most
        return allowed

    def wait(self) -> float:
        """Seconds until there is one again."""
        return max(1.0, self._wait)

    def forget(self) -> None:
        """Begin anew: between tests."""
        self._left.clear()

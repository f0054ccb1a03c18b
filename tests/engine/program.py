"""A program that asks by the API and does not rest until it knows: the same key again after every cut."""

import http.client
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.engine.installation import Installation

TOKEN = """
from datetime import UTC, datetime
from voronka.actions.people import make_token
from voronka.store.models import Person
who = Person.objects.get(role="head").actor
tell(make_token(name="test", scopes="read write", by=who, at=datetime.now(UTC)).secret)
"""


def token(one: Installation) -> str:
    """The secret of a program that acts as the head of sales."""
    secret: str = one.python(TOKEN)
    return secret


class Program:
    """One connection at a time; remembers every answer that it got."""

    def __init__(self, address: Callable[[], str], secret: str) -> None:
        self.address = address
        self.headers = {
            "Authorization": f"Bearer {secret}", "Content-Type": "application/json", "Accept-Language": "en",
        }  # fmt: skip
        self.cuts = 0
        self._door: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        """One request, no second try; OSError or HTTPException where the answer did not come."""
        if self._door is None:
            self._door = http.client.HTTPConnection(self.address().removeprefix("http://"), timeout=30)
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        text = None if body is None else json.dumps(body).encode()
        try:
            self._door.request(method, "/api/v1" + path, text, headers)
            answer = self._door.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self._door.close()
            self._door = None
            raise
        return answer.status, json.loads(content)

    def insist(self, method: str, path: str, body: Any = None, patience: float = 60) -> Any:
        """Until it is done; the answer. The key makes the repeats harmless."""
        key, deadline = uuid4().hex, time.monotonic() + patience
        while True:
            try:
                status, answer = self.ask(method, path, body, key)
                if status in (200, 201):
                    return answer
                assert status in (503, 500) and time.monotonic() < deadline, (status, answer)
            except (OSError, http.client.HTTPException):
                self.cuts += 1
                assert time.monotonic() < deadline, "no answer for too long"
            time.sleep(0.02)

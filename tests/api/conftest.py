"""A program that asks: a token of each person, and a client that sends it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.world import World
from voronka.actions import people as verbs
from voronka.api.v1 import throttle
from voronka.core.access import Actor


class Program:
    """Asks in the name of one person; answers come back even where the server broke."""

    def __init__(self, secret: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {secret}", "Accept-Language": "en"}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request; its answer. `body` goes as JSON."""
        asked: dict[str, Any] = {"headers": {**self.headers, **headers}}
        if body is not None:
            asked |= {"data": body if isinstance(body, bytes) else json.dumps(body).encode()}
            asked |= {"content_type": headers.get("Content-Type", "application/json")}
        return self.client.generic(method, "/api/v1" + path, **asked)

    def get(self, path: str, **headers: str) -> Any:
        """Read."""
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """Do."""
        return self.ask("POST", path, {} if body is None else body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        """Set."""
        return self.ask("PUT", path, body, **headers)

    def done(self, path: str, body: Any = None, method: str = "POST") -> Any:
        """Do what must succeed; what it answers."""
        response = self.ask(method, path, {} if body is None else body)
        assert response.status_code in (200, 201), response.content.decode()
        return response.json()

    def send_file(
        self, name: str = "slip.pdf", content: bytes = b"%PDF-1.4 x", to: str = "/files", **headers: str
    ) -> Any:
        """Attach a file."""
        edge = b"----edge"
        parts = (
            b"--" + edge,
            f'Content-Disposition: form-data; name="file"; filename="{name}"'.encode(),
            b"Content-Type: application/pdf",
            b"",
            content,
            b"--" + edge + b"--",
            b"",
        )
        kind = {"Content-Type": "multipart/form-data; boundary=" + edge.decode()}
        return self.ask("POST", to, b"\r\n".join(parts), **kind, **headers)


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    """Tokens of one test are not counted in another."""
    throttle.forget()


@pytest.fixture
def program(world: World) -> Callable[..., Program]:
    """A program of this person: `program(world.manager)`, or with the scope `read` alone."""

    def of(by: Actor, scopes: str = "read write") -> Program:
        made = verbs.make_token(name="test", scopes=scopes, by=by, at=timezone.now())
        return Program(made.secret)

    return of


@pytest.fixture
def manager(program: Callable[..., Program], world: World) -> Program:
    """A program of the manager."""
    return program(world.manager)

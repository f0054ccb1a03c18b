"""Calls the application as its server does, in this process, and counts processor time and SQL statements."""

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection


class Caller:
    """A browser with cookies, without the network: the whole application, every layer of it."""

    def __init__(self) -> None:
        from voronka.config.wsgi import application

        self.application = application
        self.cookies: dict[str, str] = {}

    def sign_in(self, email: str, password: str) -> None:
        """By the form, as people do."""
        self.get("/accounts/login/")
        status, _, _ = self.post("/accounts/login/", {"login": email, "password": password})
        assert status == 302, f"signing in answered {status}"

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """A page."""
        return self.ask("GET", path, b"", headers)

    def post(self, path: str, data: dict[str, Any], **headers: str) -> tuple[int, dict[str, str], bytes]:
        """A form, with the token against forgery as the page's script sends it."""
        token = self.cookies.get(settings.CSRF_COOKIE_NAME, "")
        body = urlencode({**data, "csrfmiddlewaretoken": token}).encode()
        return self.ask("POST", path, body, {"CONTENT_TYPE": "application/x-www-form-urlencoded", **headers})

    def ask(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        """One request; status, headers, content."""
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_ENCODING": "identity",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **headers,
        }
        if self.cookies:
            environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told: list[Any] = []
        answer = self.application(environ, lambda status, given, *rest: told.extend((status, given)))
        content = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        for name, value in told[1]:
            if name.lower() == "set-cookie":
                self.cookies.update({key: one.value for key, one in SimpleCookie(value).items()})
        return int(told[0].split()[0]), dict(told[1]), content


def cpu(do: Callable[[], object]) -> float:
    """Milliseconds of processor time, the database's included, for it lives in this process."""
    start = time.process_time()
    do()
    return (time.process_time() - start) * 1000


def pace() -> float:
    """Milliseconds of a fixed piece of work, now: others on the machine slow it as they slow what is measured."""
    start, kept = time.process_time(), {}
    for number in range(40_000):
        kept[number % 97] = str(number)
    return (time.process_time() - start) * 1000


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL statements inside, without those that begin and end transactions."""
    told: list[str] = []

    def note(execute: Any, statement: str, parameters: Any, many: bool, context: Any) -> Any:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "PRAGMA")):
            told.append(statement)
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(note):
        yield told

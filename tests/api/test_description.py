"""The description of the API says what it does: held by a program that sends whatever the description allows."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import checks

from tests.api.conftest import Program
from tests.world import World
from voronka.api.problems import KINDS
from voronka.api.v1 import api

OPERATIONS = [
    (path, method.upper())
    for path, methods in sorted(api.get_openapi_schema()["paths"].items())
    for method in methods
]
EXAMPLES = 5
HELD = (
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A request's end does not close the connection, for the test's transaction lives in it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@cache
def described() -> Any:
    """The description as programs get it, read once."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())


def send(world: World, program: Program, path: str, method: str, examples: int) -> None:
    """Send generated requests to one operation: to a deal that is there where a key is asked for."""
    noun = path.split("/")[3]
    key = {"deals": world.deal(by=world.owner), "tokens": 10**6}.get(noun, 1)

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described()[path][method].as_strategy())
    def every(case: Any) -> None:
        if "key" in (case.path_parameters or {}) and case.path_parameters["key"] % 2:
            case.path_parameters["key"] = key
        headers = {"Authorization": program.headers["Authorization"]}
        case.validate_response(case.call(headers=headers), checks=HELD)

    every()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_whatever_the_description_allows_is_answered_as_it_says(
    one_connection: None, world: World, program: Any, path: str, method: str, settings: Any
) -> None:
    settings.API_PER_MINUTE = 10**6
    send(world, program(world.owner), path, method, EXAMPLES)


@pytest.mark.slow
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_same_with_many_more_requests(
    one_connection: None, world: World, program: Any, path: str, method: str, settings: Any
) -> None:
    settings.API_PER_MINUTE = 10**6
    send(world, program(world.owner), path, method, 60)


def test_every_operation_names_its_scope_and_its_errors() -> None:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            if "/problems/" in path:
                continue
            scope = "read" if method == "get" else "write"
            assert operation["security"] == [{"Bearer": [scope]}], (method, path)
            declared = set(operation["responses"])
            assert {"401", "403", "404", "429", "500"} <= declared
            if scope == "write":
                assert {"400", "409", "413", "422"} <= declared
                keyed = any(one["name"] == "Idempotency-Key" for one in operation["parameters"])
                assert keyed is not path.startswith("/api/v1/tokens"), "the secret of a token is never kept"


def test_every_problem_has_an_address_of_its_own() -> None:
    assert {kind.status for kind in KINDS.values()} >= {400, 401, 403, 404, 409, 413, 422, 429}


def test_the_description_and_its_page_come_from_here(client: Client, db: None) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    page = client.get("/api/v1/docs").content.decode()
    assert "//cdn" not in page and "http" not in page.split("</head>")[0]


@pytest.mark.browser
def test_the_page_of_the_api_shows_every_operation_under_the_strict_policy(window: Any) -> None:
    page = window().open("/api/v1/docs")
    page.wait_for_selector(".opblock", timeout=20_000)
    shown = {
        place.inner_text().replace("\u200b", "") for place in page.query_selector_all(".opblock-summary-path")
    }
    assert shown == {path for path, _ in OPERATIONS}
    page.click(".opblock-summary-control")
    page.wait_for_selector(".opblock-body")

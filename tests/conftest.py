"""What every test has: the right database, the replay check after it, a browser where it opens pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

HERE = Path(__file__).parent
# Folders whose tests say something about rows: they run on SQLite and on PostgreSQL.
ON_BOTH = {"store", "actions", "queries", "stories", "links", "api", "cli", "worker", "demo"}

# A generated example may take long on a busy machine: that says nothing about the rule it tries.
hypothesis.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("unhurried")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what runs on both databases, and leaves out what is about the other one."""
    vendor = "sqlite" if settings.DATABASES["default"]["ENGINE"].endswith("store.backend") else "postgres"
    for item in items:
        if item.path.is_relative_to(HERE) and item.path.relative_to(HERE).parts[0] in ON_BOTH:
            item.add_marker("both")
        for only in ("sqlite", "postgres"):
            if item.get_closest_marker(only) and only != vendor:
                item.add_marker(pytest.mark.skip(reason=f"is about {only}, this run is on {vendor}"))


def _uses_rows(request: pytest.FixtureRequest) -> bool:
    fixtures = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    return bool(fixtures or request.node.get_closest_marker("django_db"))


@pytest.fixture(autouse=True)
def the_log_tells_the_same_story_as_the_rows(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rows must equal the fold of the log after every test; `unequal` tests break that on purpose."""
    checked = _uses_rows(request) and not request.node.get_closest_marker("unequal")
    if checked:
        request.getfixturevalue("db")  # asked for here, so that the rows are still there below
    yield
    if checked and not connection.needs_rollback:
        from voronka.store import replay

        assert replay.differences() == []


@pytest.fixture(autouse=True)
def nothing_is_found_of_an_earlier_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits empties its tables when it ends; the search's own are no models, so nobody else does."""
    marked = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    commits = bool(commits or (marked and marked.kwargs.get("transaction")))
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        from voronka.store import index

        index.clear()


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: object) -> object:
    """The server goes before the database: else it is dropped while the server's threads may still hold it open."""
    return live_server


@pytest.fixture(scope="session", autouse=True)
def nobody_is_left_in_the_database(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test killed or left behind in a thread may still be known to PostgreSQL, which then drops no database."""
    if connection.vendor != "postgresql":
        yield
        return
    request.getfixturevalue(
        "django_db_setup"
    )  # asked for here, so that the database is dropped after what is below
    yield
    with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def no_language_of_an_earlier_test() -> None:
    """A request speaks its reader's language, and the thread keeps it until the next one."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def no_passport_of_an_earlier_test() -> None:
    """What is read once and kept: a published version, which tests publish anew by the same number, and the company."""
    from django.core.cache import cache

    from voronka.store import company, values

    values.forget_processes()
    company.forget()
    cache.clear()


@pytest.fixture(autouse=True)
def files_go_with_the_test(
    settings: object, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> None:
    """Uploaded files of a test do not meet those of another."""
    if _uses_rows(request):
        settings.MEDIA_ROOT = tmp_path_factory.mktemp("files")  # type: ignore[attr-defined]


pytest_plugins = ["tests.browser", "tests.world"]

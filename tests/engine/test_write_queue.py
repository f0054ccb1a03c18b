"""Writers of one process stand in one queue."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from voronka.store.models import ReaderCursor

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.sqlite,
]


def in_threads(count: int, act: Callable[[int], None]) -> list[BaseException]:
    """Run at once; what went wrong."""
    wrong: list[BaseException] = []

    def run(number: int) -> None:
        try:
            act(number)
        except BaseException as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return wrong


def add_one() -> None:
    """Read, think, write: what loses updates where two do it at once."""
    row = ReaderCursor.objects.get(reader="tally")
    row.position += 1
    row.save()


@pytest.fixture
def tally() -> Iterator[None]:
    ReaderCursor.objects.create(reader="tally")
    yield
    connection.close()


def test_eight_threads_that_write_all_the_time_lose_nothing_and_nobody_starves(tally: None) -> None:
    waits: list[float] = []

    def write(number: int) -> None:
        for _ in range(40):
            begun = time.monotonic()
            with transaction.atomic():
                waits.append(time.monotonic() - begun)
                add_one()

    assert in_threads(8, write) == []
    assert ReaderCursor.objects.get(reader="tally").position == 8 * 40
    # A writer that polls can wait for seconds; generous, for the tests share two cores with others.
    assert max(waits) < 2


def test_a_single_statement_outside_of_a_transaction_waits_in_the_same_queue(tally: None) -> None:
    def write(number: int) -> None:
        for turn in range(20):
            if number % 2:
                ReaderCursor.objects.create(reader=f"{number}-{turn}")
            else:
                with transaction.atomic():
                    add_one()

    assert in_threads(6, write) == []
    assert ReaderCursor.objects.count() == 1 + 3 * 20


def test_a_reader_does_not_wait_for_a_writer(tally: None) -> None:
    writing, may_end = threading.Event(), threading.Event()

    def write(number: int) -> None:
        with transaction.atomic():
            add_one()
            writing.set()
            may_end.wait(30)

    thread = threading.Thread(target=in_threads, args=(1, write))
    thread.start()
    assert writing.wait(10)
    begun = time.monotonic()
    assert ReaderCursor.objects.get(reader="tally").position == 0  # the old state, at once
    waited = time.monotonic() - begun
    may_end.set()
    thread.join(10)
    assert waited < 1


def test_a_transaction_that_fails_lets_the_next_one_in(tally: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        add_one()
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError), transaction.atomic(), transaction.atomic():
        raise ZeroDivisionError
    assert in_threads(1, lambda _: add_one()) == []
    assert ReaderCursor.objects.get(reader="tally").position == 1


def test_a_connection_that_is_closed_in_the_middle_lets_the_next_one_in(tally: None) -> None:
    def break_off(number: int) -> None:
        transaction.set_autocommit(False)
        add_one()
        connection.close()

    in_threads(1, break_off)
    assert in_threads(1, lambda _: add_one()) == []


def test_waiting_too_long_ends_with_a_sentence(tally: None) -> None:
    may_end, writing = threading.Event(), threading.Event()

    def hold(number: int) -> None:
        with transaction.atomic():
            writing.set()
            may_end.wait(30)

    thread = threading.Thread(target=in_threads, args=(1, hold))
    thread.start()
    assert writing.wait(10)
    kept = connection.settings_dict["OPTIONS"]
    connection.settings_dict["OPTIONS"] = {**kept, "timeout": 0.2}
    try:
        with pytest.raises(OperationalError, match="database is busy"), transaction.atomic():
            add_one()
    finally:
        connection.settings_dict["OPTIONS"] = kept
        may_end.set()
        thread.join(10)
    add_one()  # and it works again


def test_a_write_is_one_immediate_transaction(tally: None) -> None:
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        add_one()
    assert queries.captured_queries[0]["sql"] == "BEGIN IMMEDIATE"


def test_the_file_is_in_wal_mode_without_memory_mapping() -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA mmap_size").fetchone() == (0,)
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)

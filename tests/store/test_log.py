"""Reading on from a cursor: nothing is ever stepped over, however much there is."""

import threading
import tracemalloc
from functools import partial

import pytest
from benching import crowd
from django.db import transaction

from tests.at_once import at_once
from tests.world import World
from voronka.actions import cycle
from voronka.store import log, replay
from voronka.store.models import EventRow, Text

committed = pytest.mark.django_db(transaction=True)


def positions(after: int = 0, limit: int = 10_000) -> list[int]:
    """What a reader with this cursor is given."""
    return [one.position for one in log.read(after, limit)]


@committed
def test_a_reader_gets_every_fact_once_in_pieces(world: World) -> None:
    world.won_deal()
    read: list[int] = []
    while piece := positions(read[-1] if read else 0, 4):
        read += piece
    assert read == sorted(EventRow.objects.values_list("id", flat=True))
    assert log.position() == read[-1]
    assert positions(read[-1]) == []


@committed
def test_a_reader_gets_the_fact_with_its_envelope(world: World) -> None:
    key = world.deal()
    *_, last = log.read(0)
    assert (last.stream, last.seq, last.event.kind) == (f"deal:{key}", 1, "deal.opened")
    assert (last.by, last.door, last.process_version) == (world.manager.label, "page", 1)
    assert last.at == world.now == last.stamp.at


@committed
@pytest.mark.postgres
def test_a_fact_that_commits_late_with_a_smaller_position_is_not_stepped_over(world: World) -> None:
    slow, quick = world.deal(), world.deal()
    cursor = log.position()
    written, commit = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            cycle.add_note(key=slow, text="раньше", by=world.head, at=world.now)
            written.set()
            assert commit.wait(30)

    def quickly() -> list[list[int]]:
        assert written.wait(30)
        cycle.add_note(key=quick, text="позже", by=world.head, at=world.now)
        before = positions(cursor), [log.position()]
        commit.set()
        return list(before)

    _, seen = at_once(slowly, quickly)
    assert seen == [[], [cursor]], "the later one is there already, and must wait for the earlier one"
    facts = [(one.stream, one.position) for one in log.read(cursor)]
    assert [stream for stream, _ in facts] == [f"deal:{slow}", f"deal:{quick}"]
    assert facts[0][1] < facts[1][1] == log.position()


@committed
@pytest.mark.postgres
def test_an_older_transaction_that_takes_a_greater_position_does_not_hide_a_smaller_one(world: World) -> None:
    first, second = world.deal(), world.deal()
    cursor = log.position()
    older_began, younger_wrote, older_ended = threading.Event(), threading.Event(), threading.Event()

    def older() -> list[int]:
        with transaction.atomic():
            Text.objects.create(body="начал раньше", created_at=world.now)
            older_began.set()
            assert younger_wrote.wait(30)
            cycle.add_note(key=first, text="больший номер", by=world.head, at=world.now)
        seen = positions(cursor)
        older_ended.set()
        return seen

    def younger() -> None:
        assert older_began.wait(30)
        with transaction.atomic():
            cycle.add_note(key=second, text="меньший номер", by=world.head, at=world.now)
            younger_wrote.set()
            assert older_ended.wait(30)

    seen, failed = at_once(older, younger)
    assert (seen, failed) == ([], None), "the smaller position is still to come"
    facts = list(log.read(cursor))
    assert [one.stream for one in facts] == [f"deal:{second}", f"deal:{first}"]
    assert facts[0].position < facts[1].position == log.position()


@committed
@pytest.mark.postgres
def test_a_position_that_was_given_out_for_nothing_stops_no_reader(world: World) -> None:
    key = world.deal()
    cursor = log.position()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        cycle.add_note(key=key, text="передумал", by=world.head, at=world.now)
        raise ZeroDivisionError
    cycle.add_note(key=key, text="решил", by=world.head, at=world.now)
    [only] = log.read(cursor)
    assert only.position > cursor + 1


@committed
def test_a_reader_that_reads_while_many_write_misses_nothing(world: World) -> None:
    keys = [world.deal() for _ in range(6)]
    begun = log.position()
    writing = threading.Event()

    def write(key: int) -> None:
        for place in range(15):
            cycle.add_note(key=key, text=f"{place}", by=world.head, at=world.now)

    def read() -> list[int]:
        got: list[int] = []
        while not writing.is_set() or positions(got[-1] if got else begun, 1):
            got += positions(got[-1] if got else begun, 7)
        return got

    def write_all() -> None:
        ended = at_once(*[partial(write, key) for key in keys])
        writing.set()
        assert ended == [None] * 6

    got, failed = at_once(read, write_all)
    assert failed is None
    assert got == list(EventRow.objects.filter(id__gt=begun).order_by("id").values_list("id", flat=True))
    assert len(got) == 90


def test_reading_and_verifying_take_no_more_memory_for_a_bigger_log(world: World) -> None:
    people = crowd.Crowd(world.head, (world.manager,), world.process)
    crowd.build(people, 400)
    small = peaks()
    crowd.build(people, 1200, seed=2)
    for before, after in zip(small, peaks(), strict=True):
        # Four times the log: kept whole, it would take four times the memory. Pieces are not all alike.
        assert after < before * 2, (small, after)


def peaks() -> list[int]:
    """The most memory that verifying, and reading from a cursor, took."""
    found = []
    for look in (lambda: replay.differences(), lambda: sum(1 for _ in log.read(0, 200))):
        tracemalloc.start()
        look()
        found.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    return found


def test_a_stream_is_read_from_where_a_page_has_it(world: World) -> None:
    key = world.deal_at("call")
    assert [one.event.kind for one in log.stream(f"deal:{key}", after=2)] == [
        "deal.next_step_set",
        "deal.moved",
    ]
    assert log.stream("deal:777") == []

"""Readers of the log: every fact once, in order, whatever happens in between."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
import time_machine

from tests.world import World
from voronka.store import log
from voronka.store.log import Recorded
from voronka.store.models import ReaderCursor, Text
from voronka.worker import readers
from voronka.worker.readers import Reader, Trouble, turn


@pytest.fixture
def world(transactional_db: None) -> World:
    """Committed: a reader sees settled facts alone."""
    return World.found()


@pytest.fixture
def heard() -> list[tuple[int, str]]:
    return []


@pytest.fixture
def reader(heard: list[tuple[int, str]]) -> Reader:
    def handle(batch: Sequence[Recorded]) -> None:
        heard.extend((fact.position, fact.event.kind) for fact in batch)

    return Reader("test", handle)


def test_a_reader_hears_every_fact_once_and_in_order(
    world: World, reader: Reader, heard: list[tuple[int, str]]
) -> None:
    world.won_deal()
    while turn(reader):
        pass
    world.lost_deal()
    while turn(reader):
        pass
    assert heard == [(fact.position, fact.event.kind) for fact in log.read(0, 10_000)]
    assert turn(reader) == 0


def test_a_reader_that_fails_loses_nothing_and_leaves_nothing_half_done(world: World) -> None:
    world.won_deal()
    calls = []

    def handle(batch: Sequence[Recorded]) -> None:
        calls.append(len(batch))
        Text.objects.create(body="a draft", created_at=world.now)
        if len(calls) < 3:
            raise OSError("the chat is away")

    before = Text.objects.count()
    flaky = Reader("flaky", handle)
    for _ in range(2):
        with pytest.raises(OSError):
            turn(flaky)
    assert Text.objects.count() == before
    assert turn(flaky) > 0
    assert Text.objects.count() == before + 1
    assert calls[0] == calls[1] == calls[2]


def test_a_failing_reader_holds_nobody_up_and_is_asked_ever_more_rarely(
    world: World, reader: Reader, heard: list[tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.deal()
    asked: list[float] = []
    clock = [0.0]

    def fall(batch: Sequence[Recorded]) -> None:
        asked.append(clock[0])
        raise OSError

    monkeypatch.setattr(readers, "READERS", [Reader("broken", fall), reader])
    trouble = Trouble()
    for second in range(20):
        clock[0] = float(second)
        trouble.turn_all(clock[0])
    assert asked == [0, 1, 3, 7, 15]
    assert heard


def test_who_tells_the_outside_waits_until_a_move_can_no_longer_be_undone(
    world: World, heard: list[tuple[int, str]], reader: Reader
) -> None:
    world.deal()
    careful = Reader("careful", reader.handle, wait=readers.UNDO)
    with time_machine.travel(world.now + timedelta(seconds=14), tick=False):
        turn(careful)
    assert "deal.opened" not in [kind for _, kind in heard]
    with time_machine.travel(world.now + timedelta(seconds=16), tick=False):
        turn(careful)
    assert "deal.opened" in [kind for _, kind in heard]


def test_two_workers_do_not_hear_the_same_fact_twice(
    world: World, heard: list[tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second worker read the cursor before the first one moved it."""
    world.deal()
    real_read: Callable[..., object] = log.read

    def read_late(after: int, limit: int = 500) -> object:
        facts = list(real_read(after, limit))  # type: ignore[call-overload]
        ReaderCursor.objects.filter(reader="test").update(position=facts[-1].position)
        return facts

    monkeypatch.setattr(readers.log, "read", read_late)
    reader = Reader("test", lambda batch: heard.extend((fact.position, "") for fact in batch))
    assert turn(reader) == 0
    assert heard == []

"""The log shows that it was tampered with: nothing can be changed, removed, added or reordered unseen."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests.world import World
from voronka.store import codec, log, replay
from voronka.store.models import EventRow

pytestmark = pytest.mark.unequal


@pytest.fixture
def stream(world: World) -> str:
    """A deal of five facts."""
    return f"deal:{world.deal_at('call', ready=True)}"


def told(stream: str) -> str:
    """The one difference that verifying tells of, and that it is about this stream."""
    assert replay.differences() != []
    [found] = replay.differences(5)
    assert found.stream == stream
    return found.what


@pytest.mark.parametrize(
    "change",
    [
        {"data": '{"direction":"in"}'},
        {"kind": "note.added"},
        {"kind_version": 2},
        {"at": "2020-01-01T00:00:00Z"},
        {"recorded_at": "2020-01-01T00:00:00Z"},
        {"by": "person:999"},
        {"door": "api"},
        {"process_version": 9},
        {"hash": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_fact_shows(stream: str, change: dict[str, Any]) -> None:
    assert replay.differences() == []
    EventRow.objects.filter(stream=stream, seq=3).update(**change)
    assert told(stream) == "hash of fact 3"


def test_a_changed_identity_shows(stream: str) -> None:
    other = EventRow.objects.get(stream=stream, seq=2).uuid
    EventRow.objects.filter(stream=stream, seq=2).delete()
    EventRow.objects.filter(stream=stream, seq=3).update(uuid=other, seq=2)
    assert told(stream) == "hash of fact 2"
    EventRow.objects.filter(stream=stream, seq=1).update(uuid="0" * 32)
    assert told(stream) == "uuid of fact 1"


@pytest.mark.parametrize("seq", [1, 3])
def test_a_removed_fact_shows(stream: str, seq: int) -> None:
    EventRow.objects.filter(stream=stream, seq=seq).delete()
    assert told(stream) == "number of a fact"


def test_a_removed_last_fact_shows_in_the_rows(stream: str) -> None:
    EventRow.objects.filter(stream=stream).latest("seq").delete()
    assert replay.differences(1)[0].what == "seq"


def test_all_facts_removed_leave_a_row_that_nobody_speaks_of(stream: str) -> None:
    EventRow.objects.filter(stream=stream).delete()
    first = replay.differences()[0]
    assert (first.stream, first.what, first.log, first.row) == (stream, "row", "none", "dealrow")


def test_an_inserted_fact_shows(world: World, stream: str) -> None:
    first = EventRow.objects.get(stream=stream, seq=1)
    EventRow.objects.filter(stream=stream, seq__gt=1).delete()
    forged = EventRow.objects.get(pk=first.pk)
    forged.pk, forged.seq, forged.uuid = None, 2, "1" * 32
    forged.save(force_insert=True)
    assert told(stream) == "hash of fact 2"


def test_swapped_facts_show(stream: str) -> None:
    for seq, to in ((2, 90), (3, 2), (90, 3)):
        EventRow.objects.filter(stream=stream, seq=seq).update(seq=to)
    assert told(stream) == "hash of fact 2"


def test_a_fact_of_another_stream_shows(world: World, stream: str) -> None:
    other = world.deal()
    EventRow.objects.filter(stream=f"deal:{other}").update(stream="deal:999999")
    assert {one.what for one in replay.differences(5)} == {"hash of fact 1", "row"}


def test_a_stream_of_nothing_that_is_known_shows(world: World) -> None:
    row = EventRow.objects.get(stream="process:services")
    digest = codec.link(
        "", "planet:1", 1, row.kind, 1, row.at, row.at, row.by, row.door, row.process_version, row.data
    )
    uuid = codec.uuid7(row.at, digest)
    EventRow.objects.filter(pk=row.pk).update(stream="planet:1", hash=digest, uuid=uuid)
    assert [one.what for one in replay.differences(5)] == ["stream", "row"]


def test_a_fact_that_cannot_be_read_is_told_and_stops_nothing(world: World, stream: str) -> None:
    def forge(seq: int, **change: Any) -> None:
        """Change the last fact and hash it anew, as one could who knows how."""
        row = EventRow.objects.get(stream=stream, seq=seq)
        for name, value in change.items():
            setattr(row, name, value)
        before = EventRow.objects.get(stream=stream, seq=seq - 1).hash
        row.hash = codec.link(
            before, stream, seq, row.kind, 1, row.at, row.at, row.by, row.door, row.process_version, row.data
        )
        row.uuid = UUID(codec.uuid7(row.at, row.hash))
        row.save()

    tries: list[Callable[[], None]] = [
        lambda: forge(5, kind="future.come"),
        lambda: forge(5, kind="call.logged", data='{"planet":5}'),
        lambda: forge(5, data="{"),
        lambda: forge(5, kind="inquiry.answered", data="{}"),
    ]
    for attempt in tries:
        with transaction.atomic():
            attempt()
            assert told(stream) == "facts that can't be read"
            transaction.set_rollback(True)


def test_two_facts_cannot_have_one_number(world: World, stream: str) -> None:
    row = EventRow.objects.get(stream=stream, seq=2)
    row.pk, row.uuid = None, "2" * 32
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_fact_is_added_only_behind_the_last_one(world: World, stream: str) -> None:
    envelope = log.Envelope(world.manager, world.now, "page")
    event = log.stream(stream)[-1].event
    with pytest.raises(LookupError):
        log.append(stream, 50, [event], envelope, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        log.append(stream, 2, [event], envelope, 1)

"""Facts to and from text: every kind comes back as it was; old kinds come back as they are now."""

import types
from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import MONDAY, World
from voronka.core import events as e
from voronka.core.events import KINDS, Event, fact
from voronka.store import codec, log, replay
from voronka.store.models import EventRow

unmet = st.fixed_dictionaries(
    {
        "guard": st.sampled_from(["paid", "brief_filled"]),
        "door": st.text(max_size=8),
        "mode": st.sampled_from(["enforce", "warn"]),
        "data": st.dictionaries(
            st.text(max_size=8), st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text()))
        ),
    }
)


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Anything that a field of this type may hold."""
    if get_origin(hint) in (Union, types.UnionType):
        return st.one_of(*map(values_of, get_args(hint)))
    if get_origin(hint) is tuple:
        return st.lists(unmet, max_size=3).map(tuple)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        int: st.integers(-(2**63), 2**63),
        str: st.text(),
        bool: st.booleans(),
        type(None): st.none(),
    }
    return plain[hint]


def facts_of(kind: type[Event]) -> st.SearchStrategy[Event]:
    """Anything that a fact of this kind may say."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{one.name: values_of(hints[one.name]) for one in fields(kind)})


@given(st.sampled_from(sorted(KINDS)).flatmap(lambda kind: facts_of(KINDS[kind])))
def test_every_fact_comes_back_from_text_as_it_was(event: Event) -> None:
    text = codec.encode(event)
    assert text == codec.dumps(event.as_data())
    assert codec.decode(event.kind, event.version, text) == event
    assert codec.encode(codec.decode(event.kind, event.version, text)) == text


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_a_fact_may_leave_unsaid_is_known_without_its_text(kind: type[Event]) -> None:
    """Text leaves out None and empty lists; a field that may be one of them needs it as its default."""
    hints = get_type_hints(kind)
    for one in fields(kind):
        hint = hints[one.name]
        if get_origin(hint) is tuple:
            assert one.default == (), one.name
        elif type(None) in get_args(hint):
            assert one.default is not MISSING, one.name


def test_text_has_one_form_only() -> None:
    assert codec.dumps({"b": [1, None], "a": "Ёж"}) == '{"a":"Ёж","b":[1,null]}'


def test_a_kind_that_nobody_knows_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        codec.decode("planet.found", 1, "{}")


@pytest.fixture
def renewed() -> Iterator[type[Event]]:
    """A kind that said `minutes` in version 1, `seconds` in version 2, and says `length` and `unit` now."""

    @fact("ping.heard", version=3)
    class PingHeard(Event):
        """A sound."""

        length: int
        unit: str = "s"

    codec.UPCASTERS["ping.heard", 1] = lambda data: {"seconds": data["minutes"] * 60}
    codec.UPCASTERS["ping.heard", 2] = lambda data: {"length": data["seconds"]}
    yield PingHeard
    del KINDS["ping.heard"]
    codec.UPCASTERS.clear()


def test_an_old_fact_is_read_as_it_would_be_told_today(renewed: Any) -> None:
    assert codec.decode("ping.heard", 1, '{"minutes":2}') == renewed(120)
    assert codec.decode("ping.heard", 2, '{"seconds":7}') == renewed(7)
    assert codec.decode("ping.heard", 3, '{"length":1,"unit":"h"}') == renewed(1, "h")


def test_a_version_without_its_step_is_not_guessed(renewed: Any) -> None:
    del codec.UPCASTERS["ping.heard", 1]
    with pytest.raises(KeyError):
        codec.decode("ping.heard", 1, '{"minutes":2}')


@pytest.mark.unequal  # the last fact is of a version that only this test knows
def test_a_log_of_old_facts_is_read_and_verified_as_it_stands(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = world.deal_at("call", ready=True)
    stored = list(EventRow.objects.order_by("id").values_list("data", "hash"))
    monkeypatch.setattr(e.CallLogged, "version", 2)
    monkeypatch.setitem(codec.UPCASTERS, ("call.logged", 1), lambda data: {**data, "direction": "in"})
    told = [one.event for one in log.stream(f"deal:{key}") if isinstance(one.event, e.CallLogged)]
    assert [one.direction for one in told] == ["in"]
    world.fulfil(key, "call")
    assert EventRow.objects.latest("id").kind_version == 2
    assert replay.differences() == []
    assert list(EventRow.objects.order_by("id").values_list("data", "hash"))[: len(stored)] == stored


@given(st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1)), st.binary(min_size=32, max_size=32))
def test_a_uuid_tells_its_millisecond_and_is_a_version_7(moment: datetime, noise: bytes) -> None:
    at = moment.replace(tzinfo=UTC)
    uuid = UUID(codec.uuid7(at, noise.hex()))
    assert (uuid.version, uuid.variant) == (7, "specified in RFC 4122")
    told = datetime.fromtimestamp((uuid.int >> 80) / 1000, UTC)
    assert abs(told - at) <= timedelta(milliseconds=1)


@given(st.lists(st.tuples(st.integers(0, 10**12), st.binary(min_size=10, max_size=10)), min_size=2))
def test_uuids_order_as_their_moments_do(drawn: list[tuple[int, bytes]]) -> None:
    made = sorted((codec.uuid7(MONDAY + timedelta(milliseconds=ms), noise.hex()), ms) for ms, noise in drawn)
    assert [ms for _, ms in made] == sorted(ms for ms, _ in drawn)


def test_the_same_fact_at_the_same_place_has_the_same_uuid_and_another_place_another() -> None:
    def uuid(seq: int) -> Any:
        return codec.uuid7(MONDAY, codec.link("", "deal:1", seq, "a.b", 1, MONDAY, MONDAY, "x", "y", 1, "{}"))

    assert uuid(1) == uuid(1) != uuid(2)


def test_a_moment_is_the_same_in_every_time_zone() -> None:
    assert codec.moment(MONDAY.astimezone(ZoneInfo("Asia/Tokyo"))) == "2026-11-16T07:00:00.000000Z"
    assert codec.moment(MONDAY) == codec.moment(MONDAY.astimezone(ZoneInfo("America/New_York")))

"""The index of the search: the worker keeps it, what it lacks is said, and it is made anew while people work."""

import time
from datetime import timedelta

import pytest

from tests.world import World
from voronka.actions import cycle
from voronka.actions.indexing import catch_up, rebuild
from voronka.queries import find, search_index
from voronka.store import index, names, said
from voronka.store.models import ReaderCursor, Text, TextUse
from voronka.worker.readers import Trouble


@pytest.fixture
def world(transactional_db: None) -> World:
    """Committed: a reader sees settled facts alone."""
    return World.found()


def note(world: World, key: int, text: str) -> None:
    cycle.add_note(key=key, text=text, by=world.manager, at=world.later())


def noted(world: World, typed: str) -> list[int]:
    return [one.key for one in find.hits(world.manager, typed) if one.noun == "note"]


def test_the_worker_finds_what_was_written_at_its_next_round(world: World) -> None:
    key = world.deal()
    note(world, key, "Про кухни")
    assert noted(world, "кухни") == []
    trouble = Trouble()
    while trouble.turn_all(time.monotonic()):
        pass
    assert noted(world, "кухни") == [key]


def test_with_other_rules_everything_is_read_anew_by_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = world.deal(title="Сайт")
    note(world, key, "Про кухни")
    catch_up()
    index.clear()
    monkeypatch.setattr(said, "READER", "search/next")
    monkeypatch.setattr(names, "CURSOR", "search-names/next")
    catch_up()
    assert noted(world, "кухни") == [key]
    assert ("deal", key) in [(one.noun, one.key) for one in find.hits(world.manager, "сайт")]
    kept = ReaderCursor.objects.filter(reader__startswith="search").values_list("reader", flat=True)
    assert set(kept) == {"search/next", "search-names/next"}


def faults(world: World) -> set[tuple[str, int, str]]:
    return {(one.noun, one.key, one.what) for one in search_index.check(by=world.head).faults}


def test_the_index_is_whole_and_what_it_lacks_is_said_and_mended(world: World) -> None:
    key = world.deal(title="Сайт")
    note(world, key, "Про кухни")
    catch_up()
    checked = search_index.check(by=world.head)
    assert (checked.whole, checked.waiting, checked.names_wait) == (True, 0, False)
    use = TextUse.objects.get(deal=key)
    index.drop(index.TEXTS, [use.pk])
    index.drop(index.NAMES, [key * 4 + 2])
    index.put(index.NAMES, [(999 * 4 + 2, ["dлишнее"])])
    assert faults(world) == {("deal", key, "lacking"), ("deal", 999, "stray"), ("text", use.pk, "lacking")}
    use.delete()
    assert ("deal", key, "lacking") in faults(world)
    cycle.add_note(key=key, text="Ещё", by=world.manager, at=world.later())
    assert search_index.check(by=world.head).waiting == 1
    rebuild(by=world.head, at=world.now)
    assert search_index.check(by=world.head) == checked
    assert noted(world, "кухни") == [key]


def test_words_that_were_emptied_are_found_no_more_after_a_rebuild(world: World) -> None:
    note(world, world.deal(), "Про кухни")
    catch_up()
    Text.objects.filter(body="Про кухни").update(body="")
    assert not search_index.check(by=world.head).whole
    rebuild(by=world.head, at=world.now)
    assert search_index.check(by=world.head).whole
    assert find.hits(world.manager, "кухни") == ()


def test_what_is_replaced_before_it_was_read_leaves_nothing_in_the_index(world: World) -> None:
    key = world.deal()
    for text in ("Позвонить про кухни", "Позвонить про окна"):
        at = world.later()
        cycle.set_next_step(key=key, text=text, due=at + timedelta(days=1), by=world.manager, at=at)
    catch_up()
    assert search_index.check(by=world.head).whole
    rebuild(by=world.head, at=world.now)
    assert search_index.check(by=world.head).whole

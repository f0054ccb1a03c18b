"""A company of one's own begins: the demo gives way, or an empty installation lets its first owner in."""

from pathlib import Path
from typing import Any

import pytest

from tests.world import PASSPORT, World
from voronka.actions import entry, founding, passport
from voronka.actions.showcase import demo_marker, is_demo, mark_demo
from voronka.core.access import SYSTEM, Actor
from voronka.core.problems import Invalid, NotAllowed
from voronka.store import emptying, log, values
from voronka.store.models import DealRow, EventRow, Heartbeat, PassportVersion, Person, ReaderCursor, Upload

ME: dict[str, Any] = {
    "name": "Мария Лапина",
    "email": "maria@remont.example",
    "password": "семь синих стульев",
}


@pytest.fixture
def demo(world: World, settings: Any, tmp_path: Path) -> World:
    """The company of the story, as a demo with something in it."""
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    mark_demo({})
    world.won_deal()
    return world


def test_the_demo_gives_way_to_a_company_with_one_owner(demo: World) -> None:
    Heartbeat.objects.create(name="worker:a", beat_at=demo.now)
    ReaderCursor.objects.create(reader="letters", position=log.position())
    before = EventRow.objects.latest("id").pk
    key = founding.replace_demo(**ME, by=demo.owner, at=demo.later())
    person = Person.objects.get()
    assert (person.pk, person.role, person.email) == (key, "owner", ME["email"])
    assert person.check_password(ME["password"])
    for table in (DealRow, EventRow, PassportVersion, Upload):
        assert not table.objects.exists()
    assert not demo_marker().exists()
    assert not list((demo_marker().parent / "files").glob("*"))
    # Workers live on, and read on behind what they have read: the log goes on counting.
    assert Heartbeat.objects.exists()
    owner = Actor("person", key, "owner")
    passport.publish(text=PASSPORT, by=owner, at=demo.later())
    assert EventRow.objects.earliest("id").pk > before
    assert entry.open_deal(title="Первая", channel="phone", by=owner, at=demo.later()).done


def test_what_was_kept_of_the_demos_passport_is_not_taken_for_the_new_one(demo: World) -> None:
    key = founding.replace_demo(**ME, by=demo.owner, at=demo.later())
    text = PASSPORT.replace("title: Созвон", "title: Замер")
    values._digests["services", 1] = "of the demo, in another process of the machine"
    passport.publish(text=text, by=Actor("person", key, "owner"), at=demo.later())
    assert values.latest().cycle.stages[1].title == "Замер"


@pytest.mark.parametrize("wrong", [{"email": "нет"}, {"name": " "}])
def test_what_was_entered_wrong_leaves_the_demo_as_it_was(demo: World, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        founding.replace_demo(**{**ME, **wrong}, by=demo.owner, at=demo.later())
    assert DealRow.objects.count() == 1
    assert demo_marker().exists()


def test_a_company_that_is_no_demo_is_never_emptied(demo: World) -> None:
    demo_marker().unlink()
    with pytest.raises(Invalid) as refused:
        founding.replace_demo(**ME, by=demo.owner, at=demo.later())
    assert refused.value.problems[0].code == "not_the_demo"
    assert DealRow.objects.count() == 1


def test_what_a_backup_has_put_in_the_place_of_the_demo_is_never_emptied(demo: World) -> None:
    told = demo_marker().read_text()
    assert is_demo()
    emptying.empty()
    assert not is_demo()
    company = World.found(PASSPORT + "# ours\n")
    assert demo_marker().read_text() == told
    assert not is_demo()
    with pytest.raises(Invalid):
        founding.replace_demo(**ME, by=company.owner, at=company.later())
    assert PassportVersion.objects.count() == 1


def test_who_waits_to_empty_the_demo_finds_it_gone(demo: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # Two at one moment: while this one waits for the demo, the other has begun a company of their own.
    def meanwhile(*held: Any) -> None:
        monkeypatch.undo()
        founding.replace_demo(**{**ME, "email": "first@remont.example"}, by=demo.owner, at=demo.later())

    monkeypatch.setattr(founding.fcntl, "flock", meanwhile)
    with pytest.raises(Invalid):
        founding.replace_demo(**ME, by=demo.owner, at=demo.later())
    assert Person.objects.get().email == "first@remont.example"


def test_only_the_owner_empties_the_demo(demo: World) -> None:
    for who in (demo.head, demo.manager, demo.accountant):
        with pytest.raises(NotAllowed):
            founding.replace_demo(**ME, by=who, at=demo.later())


def test_the_first_owner_comes_in_by_the_secret_of_the_start_and_once_only(
    db: None, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    (tmp_path / "first-key").touch()  # a start that was cut
    secret = founding.first_key()
    assert len(secret) > 30
    assert founding.first_key() == secret
    at = World.now
    for wrong in ("", "x", "ключ", secret + "x"):
        with pytest.raises(NotAllowed):
            founding.found_company(key=wrong, **ME, by=SYSTEM, at=at)
    with pytest.raises(Invalid):
        founding.found_company(key=secret, **{**ME, "email": "нет"}, by=SYSTEM, at=at)
    assert founding.admits(secret)
    key = founding.found_company(key=secret, **ME, by=SYSTEM, at=at)
    assert Person.objects.get().pk == key
    assert not founding.admits(secret)
    with pytest.raises(NotAllowed):
        founding.found_company(key=secret, **{**ME, "email": "b@b.example"}, by=SYSTEM, at=at)

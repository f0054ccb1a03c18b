"""The draft of a passport: saved with its errors, never over somebody's head, published once."""

from functools import partial
from typing import Any

import pytest

from tests.at_once import at_once
from tests.formats.test_passport_bad import GOOD
from tests.world import PASSPORT, World
from voronka.actions import company, drafts, passport
from voronka.actions.change import Outcome
from voronka.core.problems import Invalid, NotAllowed, NotFound, Stale
from voronka.queries.passport import difference
from voronka.queries.records import passports
from voronka.store import values
from voronka.store.models import PassportDraft, PassportVersion

CHANGED = PASSPORT.replace("Созвон", "Встреча")


def begin(world: World, **asked: Any) -> Outcome:
    return drafts.begin_draft(**{"by": world.head, **asked}, at=world.later())


def save(world: World, text: str, seen: int, **asked: Any) -> Outcome:
    return drafts.save_draft(text=text, seen=seen, **{"by": world.head, **asked}, at=world.later())


def publish(world: World, **asked: Any) -> Outcome:
    return passport.publish_draft(**{"by": world.head, **asked}, at=world.later())


def test_a_draft_begins_with_the_text_that_holds_and_goes_on_where_it_is(world: World) -> None:
    first = begin(world)
    assert (first.noun, first.key, first.seq, first.status) == ("draft", 1, 1, "services")
    save(world, CHANGED, 1)
    assert begin(world, by=world.owner).seq == 2
    found = passports.draft(by=world.head)
    assert (found.text, found.base, found.current, found.saved_by) == (CHANGED, 1, 1, world.head.label)


def test_a_draft_may_begin_with_an_earlier_version(world: World) -> None:
    passport.publish(text=CHANGED, by=world.head, at=world.later())
    assert begin(world, base=1).key == 1
    assert passports.draft(by=world.head).text == PASSPORT
    with pytest.raises(Stale):
        begin(world, base=2)
    with pytest.raises(NotFound):
        drafts.discard_draft(by=world.head, at=world.later())
        begin(world, base=9)


def test_a_draft_with_errors_is_saved_and_can_not_be_published(world: World) -> None:
    begin(world)
    save(world, "voronka: 1\nprocess: [", 1)
    assert PassportDraft.objects.get().text == "voronka: 1\nprocess: ["
    with pytest.raises(passport.Unpublishable):
        publish(world)
    assert PassportDraft.objects.count() == 1
    assert PassportVersion.objects.count() == 1


def test_a_published_draft_is_a_version_and_no_draft_any_more(world: World) -> None:
    save(world, CHANGED, begin(world).seq)
    done = publish(world, seen=2)
    assert (done.key, done.kinds) == (2, ("passport.published",))
    assert values.latest().stage("call").title == "Встреча"
    assert PassportDraft.objects.count() == 0
    with pytest.raises(NotFound):
        publish(world)


def test_a_draft_that_names_no_money_counts_in_that_of_the_company(world: World) -> None:
    company.change_company(currency="EUR", by=world.owner, at=world.later())
    save(world, CHANGED.replace("currency: RUB\n", ""), begin(world).seq)
    tried = difference.of_versions(by=world.head, old=1, new="draft")
    assert any("EUR" in one.sentence for group in tried.groups for one in group.changes)
    publish(world)
    assert values.latest().currency == "EUR"


def test_who_has_not_seen_the_latest_text_neither_saves_nor_publishes_nor_discards(world: World) -> None:
    begin(world)
    save(world, CHANGED, 1)
    for late in (partial(save, world, PASSPORT, 1), partial(publish, world, seen=1)):
        with pytest.raises(Stale) as told:
            late()
        assert (told.value.noun, told.value.seen, told.value.current) == ("draft", 1, 2)
    with pytest.raises(Stale):
        drafts.discard_draft(seen=1, by=world.head, at=world.later())
    assert PassportDraft.objects.get().text == CHANGED


def test_the_same_text_saved_again_makes_nobody_stale(world: World) -> None:
    begin(world)
    assert save(world, PASSPORT.replace("\n", "\r\n"), 1).seq == 1


def test_a_draft_does_not_undo_what_was_published_beside_it(world: World) -> None:
    begin(world)
    save(world, CHANGED, 1)
    passport.publish(text=PASSPORT.replace("Оплата", "Деньги"), by=world.owner, at=world.later())
    with pytest.raises(Stale) as told:
        publish(world)
    assert (told.value.noun, told.value.current) == ("passport", 2)
    save(world, CHANGED, 2, base=2)
    assert publish(world).key == 3


def test_the_draft_of_one_process_does_not_become_another(world: World) -> None:
    begin(world)
    save(world, GOOD.replace("process: services", "process: courses"), 1)
    with pytest.raises(Invalid) as told:
        publish(world)
    assert told.value.problems[0].code == "draft_of_another"


def test_a_process_that_is_not_there_yet_is_drafted_from_a_text(world: World) -> None:
    made = begin(world, process="courses", text="voronka: 1\n")
    assert (made.key, made.status) == (0, "courses")
    assert [one.process for one in passports.drafts(by=world.head)] == ["courses"]
    for name in ("Курсы", "", "a" * 64, "x y"):
        with pytest.raises(Invalid):
            begin(world, process=name, text="voronka: 1\n")
    with pytest.raises(Invalid):
        begin(world, process="clinic")


def test_what_no_database_keeps_is_left_out_and_what_is_too_long_is_told(world: World) -> None:
    begin(world, process="courses", text="a\x00b\ud800")
    assert PassportDraft.objects.get().text == "ab?"
    with pytest.raises(Invalid) as told:
        save(world, "x" * (drafts.LONGEST + 1), 1, process="courses")
    assert told.value.problems[0].code == "too_long"


@pytest.mark.parametrize("role", ["manager", "support", "curator", "marketer", "accountant", "stranger"])
def test_only_the_head_and_the_owner_draft(world: World, role: str) -> None:
    begin(world)
    who = {"by": getattr(world, role), "at": world.later()}
    for verb in (
        partial(drafts.begin_draft, **who),
        partial(drafts.save_draft, text=CHANGED, seen=1, **who),
        partial(drafts.discard_draft, **who),
        partial(passport.publish_draft, **who),
        partial(passports.draft, by=who["by"]),
        partial(passports.drafts, by=who["by"]),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert PassportDraft.objects.get().text == PASSPORT


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_one_draft_at_once_one_does_and_the_other_is_told(world: World) -> None:
    save(world, CHANGED, begin(world).seq)
    at = world.later()
    ended = at_once(
        partial(passport.publish_draft, seen=2, by=world.head, at=at),
        partial(passport.publish_draft, seen=2, by=world.owner, at=at),
    )
    assert sum(isinstance(one, Outcome) for one in ended) == 1, ended
    assert sum(isinstance(one, NotFound | Stale) for one in ended) == 1, ended
    assert PassportVersion.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_that_save_at_once_one_is_told(world: World) -> None:
    begin(world)
    ended = at_once(
        *[
            partial(drafts.save_draft, text=f"# {n}\n{PASSPORT}", seen=1, by=world.head, at=world.now)
            for n in "ab"
        ]
    )
    assert sum(isinstance(one, Stale) for one in ended) == 1, ended
    assert sum(isinstance(one, Outcome) for one in ended) == 1, ended


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_at_once_both_get_the_one_draft(world: World) -> None:
    ended = at_once(*[partial(drafts.begin_draft, by=who, at=world.now) for who in (world.head, world.owner)])
    assert [one.seq for one in ended] == [1, 1]

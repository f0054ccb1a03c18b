"""Deals of people whom a file names and who were nobody here: given in one change that can be taken back."""

from collections import Counter

import pytest

from tests.actions.test_imports import brought, done
from tests.formats.tables import amocrm
from tests.world import World
from voronka.actions import bulk, bulking, cycle, handing, people
from voronka.core.access import Actor
from voronka.core.problems import Invalid, NotAllowed, NotFound
from voronka.queries import import_people
from voronka.store.models import BulkEdit, DealRow

pytestmark = pytest.mark.django_db
WORD = amocrm.SELLERS[0]


def open_lines() -> Counter[str]:
    """How many open deals each seller of the file has."""
    return Counter(row[3] for row in amocrm.rows(40) if row[15] not in (amocrm.WON, amocrm.LOST))


def worked(world: World, key: int, what: bulk.What = "running") -> None:
    assert bulking.go(key=key, what=what, by=world.head, at=world.later())


def hand_over(world: World, key: int, to: int, by: Actor | None = None, word: str = WORD) -> int:
    return handing.hand_over_named(key=key, word=word, to=to, by=by or world.head, at=world.later())


def led_by(person: int | None) -> int:
    return DealRow.objects.filter(status="open", owner=person).count()


def test_who_is_invited_gets_the_deals_that_were_theirs_and_all_of_it_can_be_taken_back(world: World) -> None:
    key = brought(world)
    done(world, key)
    before = import_people.ownerless(key, by=world.head)
    assert before.deals == led_by(None) == sum(open_lines().values())
    assert [(one.person, one.leads) for one in before.strangers] == [(None, False)] * 3
    assert {one.word: one.lines for one in before.strangers} == Counter(row[3] for row in amocrm.rows(40))
    person = people.add_person(
        email="kotova@agency.ru", name=WORD, role="manager", by=world.owner, at=world.later()
    )
    here = next(one for one in import_people.ownerless(key, by=world.head).strangers if one.word == WORD)
    assert (here.person, here.name, here.came, here.leads) == (person, WORD, False, True)
    # One of hers is somebody's by now, and stays theirs.
    hers = [row[1] for row in amocrm.rows(40) if row[3] == WORD]
    taken = DealRow.objects.filter(status="open", title__in=hers)[0]
    cycle.assign_deal(key=taken.pk, owner=world.manager.id, by=world.head, at=world.later())
    chosen = hand_over(world, key, person)
    assert led_by(person) == 0, "nothing is changed before it is looked at"
    worked(world, chosen)
    assert led_by(person) == open_lines()[WORD] - 1
    assert DealRow.objects.get(pk=taken.pk).owner_id == world.manager.id
    assert led_by(None) == sum(open_lines().values()) - open_lines()[WORD]
    with pytest.raises(Invalid) as none:
        hand_over(world, key, person)
    assert none.value.problems[0].code == "deals_none"
    worked(world, chosen, "undoing")
    assert led_by(person) == 0 and led_by(None) == sum(open_lines().values()) - 1


def test_only_those_who_may_bring_in_and_give_deals_do_so(world: World) -> None:
    key = brought(world)
    done(world, key)
    manager = world.manager.id or 0
    for by in (world.manager, world.support, world.curator, world.accountant, world.stranger):
        with pytest.raises(NotAllowed):
            hand_over(world, key, manager, by)
        with pytest.raises(NotAllowed):
            import_people.ownerless(key, by=by)
    assert not BulkEdit.objects.exists()
    for by in (world.owner, world.head):
        assert hand_over(world, key, manager, by)


def test_what_makes_no_sense_is_refused_and_leaves_nothing_behind(world: World) -> None:
    key = brought(world)
    manager = world.manager.id or 0
    with pytest.raises(Invalid):  # it has not come in yet
        hand_over(world, key, manager)
    done(world, key)
    left = people.add_person(email="a@b.ru", name="Ушедший", role="manager", by=world.owner, at=world.later())
    people.change_person(
        key=left, name="Ушедший", role="manager", active=False, by=world.owner, at=world.later()
    )
    for to in (0, left, 10**9):
        with pytest.raises(Invalid):
            hand_over(world, key, to)
    with pytest.raises(Invalid):
        hand_over(world, key, manager, word="Кто-то другой")
    for nobody in (0, 10**9, 2**63):
        with pytest.raises(NotFound):
            hand_over(world, nobody, manager)
        with pytest.raises(NotFound):
            import_people.ownerless(nobody, by=world.head)
    assert not BulkEdit.objects.exists() and led_by(None) == sum(open_lines().values())

"""The entry rule before an inquiry, part by part, in words of both languages."""

import pytest
from django.utils import translation

from tests.actions.verbs import inquiry
from tests.world import PASSPORT, World
from voronka.actions import entry, passport
from voronka.core.access import SYSTEM
from voronka.formats import conditions
from voronka.queries import entry as queries
from voronka.queries.entry_rule import Explained


def publish(world: World, rule: str) -> None:
    text = PASSPORT.replace("lead_when: inquiry.brief_filled", f"lead_when: '{rule}'").replace(
        "  fields:\n    - {id: source, title: Кто посоветовал}",
        "  fields:\n    - {id: budget, title: Бюджет, kind: money}",
        1,
    )
    passport.publish(text=text, by=SYSTEM, at=world.later(), door="cli")


def explained(world: World, key: int) -> Explained:
    with translation.override("ru"):
        return queries.inquiry_card(world.head, key).rule


def said(rule: Explained) -> list[list[tuple[bool, str, str]]]:
    return [[(part.met, part.says, part.now) for part in way.parts] for way in rule.ways]


@pytest.mark.both
def test_each_part_of_the_rule_is_told_with_what_there_is_now(world: World) -> None:
    publish(world, "inquiry.brief_filled && inquiry.messages > 1 || inquiry.service_questions >= 3")
    key = inquiry(world)
    entry.add_message(key=key, message="Ещё", service_questions=2, by=world.manager, at=world.later())
    rule = explained(world, key)
    assert not rule.lead and [way.met for way in rule.ways] == [False, False]
    assert said(rule) == [
        [(False, "Бриф заполнен", ""), (True, "Число сообщений больше 1", "сейчас 2")],
        [(False, "Число вопросов об услугах не меньше 3", "сейчас 2")],
    ]


@pytest.mark.both
def test_own_fields_and_channels_are_told_by_their_titles(world: World) -> None:
    publish(world, 'inquiry.fields.budget > rub(50000) && inquiry.channel == "phone"')
    key = inquiry(world)
    before = explained(world, key).ways[0].parts[0]
    assert (before.met, before.known, before.now) == (False, False, "не заполнено")
    entry.fill_inquiry(key=key, fields={"budget": "30 000"}, by=world.manager, at=world.later())
    assert [part.known for part in explained(world, key).ways[0].parts] == [True, True]
    (way,) = said(explained(world, key))
    assert way[0][0] is False and "Бюджет" in way[0][1] and "30" in way[0][2]
    assert way[1][0] is True and "Телефон" in way[1][2]


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("a", (("a",),)),
        ("a || b && c", (("a",), ("b", "c"))),
        ("(a || b) && c", (("(a || b)", "c"),)),
        ('x == "||" || y', (('x == "||"',), ("y",))),
        ("", (("",),)),
        ("a § b", (("a § b",),)),
    ],
)
def test_a_rule_is_taken_apart_outside_of_its_brackets(text: str, ways: tuple[tuple[str, ...], ...]) -> None:
    assert conditions.ways(text) == ways

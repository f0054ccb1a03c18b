"""The difference of two versions in words that a sales head reads."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest
from django.utils import translation

from tests.world import PASSPORT, World
from voronka.actions import drafts, passport
from voronka.core.problems import Invalid, NotAllowed, NotFound
from voronka.core.process import Guard, Process
from voronka.queries.passport.difference import Difference, of_text, of_versions
from voronka.queries.passport.things import label, thing


def paths(kind: type, path: str = "") -> Iterator[str]:
    """Every place of a passport where something can be said."""
    hints = get_type_hints(kind)
    for one in fields(kind):
        inner = f"{path}.{one.name}" if path else one.name
        if one.name in ("id", "key", "version", "first_said") or inner in (
            "closing.tripwire",
            "entry.assign",
        ):
            continue
        held = [arg for arg in get_args(hints[one.name]) if is_dataclass(arg)]
        if is_dataclass(hints[one.name]) and inner.count(".") == 0:
            yield from paths(hints[one.name], inner)  # an answer
        elif held and held[0] is not Guard and "..." not in str(held[0]) and _many(hints[one.name]):
            yield inner
            yield from paths(held[0], inner)
        elif not inner.endswith(".title"):
            yield inner


def _many(hint: Any) -> bool:
    return Ellipsis in get_args(hint)


def test_everything_that_a_passport_says_has_a_name_for_people() -> None:
    found = sorted(set(paths(Process)))
    assert len(found) > 60
    assert [path for path in found if not thing(path) and label(path) == path] == []


def told(world: World, *changes: tuple[str, str]) -> list[str]:
    text = PASSPORT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    with translation.override("ru"):
        return sentences(of_text(text, by=world.head))


def sentences(found: Difference) -> list[str]:
    return [one.sentence for group in found.groups for one in group.changes]


CALL = "{id: call, title: Созвон, norm: 3d, leave_when: [call_logged]}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("leave_when: [contract_signed]", "leave_when: [contract_signed, invoice_sent]",
         "Стадия «Договор»: чтобы идти дальше, теперь нужно ещё: счёт отправлен."),
        ("leave_when: [call_logged]", "leave_when: []",
         "Стадия «Созвон»: чтобы идти дальше, больше не нужно: созвон состоялся."),
        ("leave_when: [call_logged]", "leave_when: [{guard: call_logged, mode: warn}]",
         "Стадия «Созвон»: чтобы идти дальше — теперь только предупреждение: созвон состоялся."),
        ("norm: 3d", "norm: 5d", "Стадия «Созвон»: норма — было 3 рабочих дня, стало 5 рабочих дней."),
        ("title: Созвон", "title: Встреча", "Стадия «Созвон» теперь называется «Встреча»."),
        (CALL, CALL + "\n    - {id: try, title: Проба, norm: 1d}", "Появилось: стадия «Проба», после «Созвон»."),
        ("handover: accepted}", "handover: accepted}\n  payment_methods: [{id: card, title: Карта}]",
         "Появилось: способ оплаты «Карта»."),
    ],
)  # fmt: skip
def test_a_change_is_one_sentence(world: World, old: str, new: str, said: str) -> None:
    assert told(world, (old, new)) == [said]


def test_a_stage_in_another_place_is_told_once(world: World) -> None:
    contract = next(line for line in PASSPORT.splitlines() if "{id: contract," in line)
    call = next(line for line in PASSPORT.splitlines() if "{id: call," in line)
    assert told(world, (f"{call}\n{contract}", f"{contract}\n{call}")) in (
        ["Стадия «Созвон» теперь после «Договор»."],
        ["Стадия «Договор» теперь после «Бриф»."],
    )


def test_a_long_text_is_shown_beside_what_it_was(world: World) -> None:
    with translation.override("ru"):
        text = PASSPORT.replace("purpose: Понять задачу и бюджет", "purpose: " + "Понять задачу. " * 12)
        (group,) = of_text(text, by=world.head).groups
    (one,) = group.changes
    assert (group.word, one.sentence) == ("cycle", "Стадия «Бриф»: цель — написано заново.")
    assert one.before == "«Понять задачу и бюджет»" and len(one.after) > 100


def test_any_two_versions_and_the_draft_are_compared(world: World) -> None:
    passport.publish(text=PASSPORT.replace("Созвон", "Встреча"), by=world.head, at=world.later())
    drafts.begin_draft(by=world.head, at=world.later())
    drafts.save_draft(text=PASSPORT.replace("Созвон", "Звонок"), seen=1, by=world.head, at=world.later())
    with translation.override("ru"):
        assert sentences(of_versions(by=world.manager, old=1, new=2)) == [
            "Стадия «Созвон» теперь называется «Встреча»."
        ]
        assert sentences(of_versions(by=world.head, old=2, new="draft")) == [
            "Стадия «Встреча» теперь называется «Звонок»."
        ]
    assert of_versions(by=world.head, old=1, new=1).count == 0
    with pytest.raises(NotAllowed):
        of_versions(by=world.manager, old=1, new="draft")
    with pytest.raises(NotFound):
        of_versions(by=world.head, old=1, new=9)
    drafts.save_draft(text="voronka: 1", seen=2, by=world.head, at=world.later())
    with pytest.raises(Invalid):
        of_versions(by=world.head, old=1, new="draft")

"""The conversation of an inquiry in actions: what they asked about, notes, and closing it kindly."""

import pytest

from tests.actions.verbs import inquiry
from tests.world import World
from voronka.actions import entry
from voronka.core.problems import Invalid
from voronka.queries import entry as queries
from voronka.store import log, values


def test_offers_that_they_ask_about_are_counted_by_key(world: World) -> None:
    key = inquiry(world)
    told = {"key": key, "by": world.manager}
    entry.add_message(**told, asked=["site", "audit", "site"], service_questions=1, at=world.later())  # type: ignore[arg-type]
    entry.add_message(**told, asked=["site"], service_questions=3, at=world.later())  # type: ignore[arg-type]
    known = values.inquiry(key)
    assert (dict(known.interest), known.service_questions) == ({"site": 2, "audit": 1}, 5)
    card = queries.inquiry_card(world.manager, key)
    assert card.background.interest == (("Аудит", 1), ("Сайт под ключ", 2))
    with pytest.raises(Invalid):
        entry.add_message(**told, asked=["moon"], at=world.later())  # type: ignore[arg-type]


def test_a_note_is_ours_alone_and_stops_no_clock(world: World) -> None:
    key = inquiry(world)
    entry.note_inquiry(key=key, note="Перезвонить после обеда", by=world.manager, at=world.later())
    card = queries.inquiry_card(world.manager, key)
    assert (card.entries[0].side, card.entries[0].said) == ("note", "Перезвонить после обеда")
    assert card.line.answered_at is None and card.line.messages == 1


def test_whoever_is_no_lead_is_answered_kindly_with_the_same_stroke(world: World) -> None:
    key = inquiry(world)
    told = entry.close_inquiry(
        key=key, as_what="vacancy", answer="Спасибо, не ищем.", by=world.manager, at=world.later()
    )
    assert told.kinds == ("inquiry.answered", "inquiry.closed")
    card = queries.inquiry_card(world.manager, key)
    assert (card.line.status, card.line.answered_at) == ("closed", world.now)
    assert [(one.side, one.said) for one in card.entries[:2]] == [("fact", ""), ("ours", "Спасибо, не ищем.")]


def test_an_answer_to_what_the_passport_does_not_name_is_not_kept(world: World) -> None:
    key = inquiry(world)
    told = entry.close_inquiry(key=key, as_what="moon", answer="Спасибо", by=world.manager, at=world.later())
    assert told.refused and values.inquiry(key).answered_at is None
    assert [one.event.kind for one in log.stream(f"inquiry:{key}")] == [
        "inquiry.received",
        "inquiry.change_refused",
    ]

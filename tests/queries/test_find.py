"""The search: what was written is found by words in any form, exact things first, each with the place in the text."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.indexed import index_all
from tests.world import World
from voronka.actions import cycle, entry
from voronka.actions.clients import save_company, save_contact
from voronka.core.problems import Invalid
from voronka.queries import entry as inquiries
from voronka.queries import find, find_page
from voronka.queries.cycle.deals import Filters, deals
from voronka.queries.find import Hit


def note(world: World, key: int, text: str) -> None:
    cycle.add_note(key=key, text=text, by=world.manager, at=world.later())
    index_all()


def told(hits: tuple[Hit, ...], noun: str) -> list[int]:
    return [one.key for one in hits if one.noun == noun]


def marked(hit: Hit) -> str:
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in hit.excerpt)


@pytest.mark.parametrize("typed", ["смета", "смет", "сметой на кухню", "КУХОНЬ", "cvtnf"])
def test_a_note_is_found_by_its_words_in_any_form_and_from_either_keyboard(world: World, typed: str) -> None:
    key = world.deal()
    note(world, key, "Ждут смету на кухни, Ёлкину тоже <b>")
    note(world, world.deal(), "О другом")
    hits = find.hits(world.manager, typed)
    assert told(hits, "note") == [key]
    assert "[смету]" in marked(hits[-1]) or "[кухни]" in marked(hits[-1])


def test_what_was_typed_on_the_other_keyboard_is_said(world: World) -> None:
    note(world, world.deal(), "Привет от подрядчика")
    assert find.found(world.manager, "ghbdtn").instead == "привет"
    assert find.found(world.manager, "привет").instead == ""
    assert find_page.overview(world.manager, "gjlhzlxbrb").instead == "подрядчики"
    assert find_page.page(world.manager, "ghbdtn", noun="note").instead == "привет"
    assert find.found(world.manager, "123").groups == ()


def test_the_exact_comes_first_then_the_name_then_what_is_said_beside_it(world: World) -> None:
    save = {"by": world.head, "at": world.now}
    beside = save_company(name="Ива", about="пекарня у дома", **save)
    named = save_company(name="Пекарня «Ива»", inn="7707083893", **save)
    assert told(find.hits(world.head, "пекарни"), "company") == [named, beside]
    assert told(find.hits(world.head, "7707083893"), "company") == [named]
    whole = save_contact(name="Ирина", phone="8 921 000-00-17", **save)
    save_contact(name="Ирина", phone="8 999 921-00-00", **save)
    assert told(find.hits(world.head, "8 921 000-00-17", "+79210000017"), "contact") == [whole]
    assert len(told(find.hits(world.head, "92100"), "contact")) == 2


def test_inquiries_are_found_by_number_by_who_and_by_what_was_said(world: World) -> None:
    key = entry.receive_inquiry(
        channel="phone", name="Ирина Лис", phone="8 921 000-00-17", message="Нужны кухни на заказ",
        by=world.manager, at=world.later(),
    ).key  # fmt: skip
    entry.answer_inquiry(key=key, message="Пришлём каталог", by=world.manager, at=world.later())
    index_all()
    for typed in (str(key), "ирина", "кухня", "каталоги", "000-00-17"):
        assert key in told(find.hits(world.manager, typed), "inquiry"), typed
        assert [one.key for one in inquiries.inbox(world.manager, words=typed).lines] == [key], typed
        page = find_page.page(world.manager, typed, noun="inquiry")
        assert key in told(page.hits, "inquiry"), typed
    assert told(find.hits(world.curator, "кухня"), "inquiry") == []


def test_of_the_next_step_and_of_a_field_the_last_words_alone_are_found(world: World) -> None:
    key = world.deal()
    due = world.now + timedelta(days=9)
    for text in ("Отправить смету", "Напомнить о договоре"):
        cycle.set_next_step(key=key, text=text, due=due, by=world.manager, at=world.later())
    index_all()
    assert told(find.hits(world.manager, "смета"), "note") == []
    assert told(find.hits(world.manager, "договор"), "note") == [key]


def test_the_list_of_deals_finds_by_what_was_written(world: World) -> None:
    key = world.deal()
    note(world, key, "Просят скидок")
    assert [one.key for one in deals(world.manager, world.now, Filters(words="скидка")).cards] == [key]
    assert deals(world.other_manager, world.now, Filters(words="скидка")).cards == ()


def test_a_page_goes_on_where_it_ended_and_nothing_comes_twice(world: World) -> None:
    firm = save_company(name="Кухни и двери", by=world.head, at=world.now)
    keys = [world.deal(company=firm, title=f"Кухня {n}") for n in range(5)]
    for key in keys:
        note(world, key, "Про кухни")
    for noun in ("deal", "note"):
        seen, more = [], ""
        while True:
            group = find_page.page(world.manager, "кухня", noun=noun, more=more, size=2).groups[0]
            seen += [one.key for one in group.hits]
            more = group.more
            if not more:
                break
        assert seen == keys[::-1]
    with pytest.raises(Invalid):
        find_page.page(world.manager, "кухня", noun="note", more="x")


def test_a_search_costs_as_many_statements_however_much_is_found(world: World) -> None:
    def cost(typed: str) -> int:
        with CaptureQueriesContext(connection) as made:
            find.hits(world.head, typed)
        return len(made)

    firm = save_company(name="Кухни", by=world.head, at=world.now)
    note(world, world.deal(company=firm), "Про кухни")
    few = cost("кухни")
    for n in range(12):
        note(world, world.deal(company=firm, title=f"Кухня {n}"), "Про кухни")
    assert cost("кухни") <= few <= 7
    assert cost("ничего") <= 4

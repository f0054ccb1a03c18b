"""Clients are found by any word of a name, by phone, e-mail and INN; nobody sees what isn't theirs to see."""

import pytest

from tests.world import World
from voronka.actions import clients as verbs
from voronka.actions import closing
from voronka.actions.own import sought_phone
from voronka.core.access import Actor
from voronka.core.problems import NotFound
from voronka.queries import clients, find
from voronka.queries.cycle.deals import Filters, deals
from voronka.queries.lists import clients as lists
from voronka.queries.lists.clients import ClientFilters


def company(world: World, name: str, **data: str) -> int:
    """A company."""
    return verbs.save_company(name=name, by=world.manager, at=world.later(), **data)


def contact(world: World, name: str, **data: object) -> int:
    """A person to talk to."""
    return verbs.save_contact(name=name, by=world.manager, at=world.later(), **data)  # type: ignore[arg-type]


def names(world: World, typed: str, phone: str = "", who: Actor | None = None) -> list[str]:
    """What is found."""
    found = clients.found(who or world.head, typed, phone)
    return [one.name for one in found.companies] + [one.name for one in found.people]


@pytest.mark.parametrize(
    "typed", ["северный", "ЛЕС", "лес север", "ооо «северный", "сев", "7707083893", "77070"]
)
def test_a_company_is_found_by_any_word_and_by_its_inn(world: World, typed: str) -> None:
    company(world, "ООО «Северный лес»", inn="7707083893")
    company(world, "ООО «Южный берег»")
    assert names(world, typed) == ["ООО «Северный лес»"]


@pytest.mark.parametrize("typed", ["соколова", "Ирина С", "irina@mail.example", "IRINA@"])
def test_a_contact_is_found_by_surname_and_by_address(world: World, typed: str) -> None:
    contact(world, "Ирина Соколова", email="irina@mail.example")
    contact(world, "Ирина Петрова")
    assert names(world, typed) == ["Ирина Соколова"]


def test_a_contact_is_found_by_phone_as_it_is_typed(world: World) -> None:
    contact(world, "Ирина", phone="8 (921) 000-00-17")
    assert names(world, "+7 921 000", "+7921000") == ["Ирина"]


@pytest.mark.parametrize(
    "typed", ["8 921 000-00-17", "+7 (921) 000", "+79210000017", "IRINA@", "770708", "север"]
)
def test_the_list_of_deals_and_the_palette_find_by_what_the_client_is_known_by(
    world: World, typed: str
) -> None:
    firm = company(world, "ООО «Северный лес»", inn="7707083893")
    person = contact(world, "Ирина", phone="8 (921) 000-00-17", email="irina@mail.example", company=firm)
    deal = world.deal(company=firm, contact=person)
    world.deal(company=company(world, "ООО «Южный берег»"))
    asked = Filters(words=typed, phone=sought_phone(typed))
    assert [one.key for one in deals(world.manager, world.later(), asked).cards] == [deal]
    assert deals(world.other_manager, world.later(), asked).cards == ()
    assert ("deal", deal) in [(one.noun, one.key) for one in find.hits(world.manager, typed, asked.phone)]


@pytest.mark.parametrize(
    "typed", ["", "+", "+7", "77", "север 1234567", "\x00\x0012345", "1" * 10_000, "🐻12345", "12345\n6"]
)
def test_what_is_no_phone_is_not_looked_for_as_one(typed: str) -> None:
    assert sought_phone(typed) == ""


def test_yo_and_e_are_one_letter_to_a_search(world: World) -> None:
    company(world, "Тёплый дом")
    assert names(world, "теплый") == names(world, "тёпл") == ["Тёплый дом"]


def test_a_new_name_is_found_and_the_old_one_is_not(world: World) -> None:
    key = company(world, "Ромашка")
    verbs.save_company(key=key, name="Василёк", by=world.manager, at=world.later())
    assert names(world, "ромашка") == []
    assert names(world, "василек") == ["Василёк"]


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "'", "\x00", "🐻", "<script>", "a" * 10_000, "«»"])
def test_whatever_is_typed_a_search_answers(world: World, typed: str) -> None:
    company(world, "Ромашка")
    assert names(world, typed) == []


def test_a_card_shows_only_deals_that_the_person_sees(world: World) -> None:
    key = company(world, "Ромашка")
    mine = world.deal(company=key)
    foreign = world.deal(company=key, by=world.other_manager)
    seen = clients.company_card(world.manager, key, world.now)
    assert [card.key for card in seen.deals] == [mine]
    assert seen.company is not None and seen.company.deals == 1
    assert {card.key for card in clients.company_card(world.head, key, world.now).deals} == {mine, foreign}


def test_production_sees_only_clients_whose_projects_were_offered_to_it(world: World) -> None:
    stranger, client = company(world, "Чужая"), company(world, "Наша")
    deal = world.deal_at("handover", company=client)
    assert names(world, "наша", who=world.curator) == []
    with pytest.raises(NotFound):
        clients.company_card(world.curator, client, world.now)
    closing.offer_handover(key=deal, by=world.manager, at=world.later())
    assert names(world, "наша", who=world.curator) == ["Наша"]
    assert clients.company_card(world.curator, client, world.now).deals[0].key == deal
    with pytest.raises(NotFound):
        clients.company_card(world.curator, stranger, world.now)


def test_the_list_goes_on_where_it_ended(world: World) -> None:
    keys = [company(world, f"Компания {n}") for n in range(5)]
    first = lists.page(world.head, "companies", ClientFilters(), size=3)
    second = lists.page(world.head, "companies", ClientFilters(), more=first.more, size=3)
    assert [one.client.key for one in first.lines + second.lines] == keys[::-1]
    assert second.more == ""


def test_the_palette_finds_deals_by_number_client_and_title(world: World) -> None:
    firm = company(world, "ООО «Северный лес»")
    deal = world.deal(company=firm, title="Сайт с каталогом")
    for typed in (str(deal), f"№ {deal}", "северн", "каталог"):
        hits = find.hits(world.manager, typed)
        assert ("deal", deal) in [(one.noun, one.key) for one in hits], typed
    assert ("company", firm) in [(one.noun, one.key) for one in find.hits(world.manager, "лес")]


def test_the_palette_keeps_silent_about_foreign_deals(world: World) -> None:
    deal = world.deal(by=world.other_manager, title="Секретный проект")
    assert find.hits(world.manager, "секретный") == ()
    assert find.hits(world.manager, str(deal)) == ()
    assert [one.key for one in find.hits(world.head, "секретный")] == [deal]
    assert find.hits(world.curator, "секретный") == ()


def test_who_calls_is_known_by_the_phone(world: World) -> None:
    key = contact(world, "Ирина", phone="8 921 000-00-17")
    assert [one.key for one in clients.known_people(world.manager, phone="+79210000017")] == [key]
    assert clients.known_people(world.manager, phone="+79210000018") == ()

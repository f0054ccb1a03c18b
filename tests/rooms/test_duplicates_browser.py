"""Two cards of one client by a real browser: compared, merged, undone by the toast; wide and narrow, light and dark."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.queries.test_clients import contact
from tests.queries.test_duplicates import compared
from tests.world import World
from voronka.store.models import Contact


@pytest.fixture
def company(transactional_db: None) -> World:
    """A company with a person who is written down twice."""
    world = World.found()
    one = contact(world, "Ирина", phone="8 921 000-00-17")
    contact(
        world, "Ирина Соколова", phone="+7 921 000-00-17", email="ira@mail.ru", post="директор по развитию"
    )
    world.deal(contact=one)
    compared(world)
    return world


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_a_pair_is_compared_merged_and_undone_by_the_toast(
    company: World, window: Any, width: int, dark: bool
) -> None:
    one = window(company.person("manager"), width=width, dark=dark)

    def looked_at() -> None:
        assert one.axe_faults() == []
        assert not page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )

    page = one.open("/clients/?kind=people")
    page.get_by_role("link", name="Возможные дубли").click()
    expect(page.get_by_text("почти наверняка один")).to_be_visible()
    looked_at()
    page.get_by_role("link", name="Сравнить").click()
    expect(page.get_by_role("radio", name="Ирина Соколова")).to_be_checked()
    looked_at()
    page.get_by_role("radio", name="Ирина", exact=True).check()
    page.get_by_role("button", name="Объединить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ирина")
    expect(page.get_by_text("директор по развитию")).to_be_visible()
    expect(page.get_by_text("Теперь это один клиент.")).to_be_visible()
    looked_at()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("heading", name="Что получилось")).to_be_visible()
    looked_at()
    assert set(Contact.objects.values_list("merged_into", flat=True)) == {None}

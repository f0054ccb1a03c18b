"""The page of the search: groups, one noun alone, words as they were typed, nothing that would be a tag."""

from tests.rooms.pages import As, as_
from tests.world import World
from voronka.actions import cycle
from voronka.actions.indexing import catch_up

__all__ = ["as_"]


def test_what_was_written_is_shown_with_its_words_marked_and_its_signs_harmless(
    world: World, as_: As
) -> None:
    key = world.deal(title="Сайт")
    cycle.add_note(key=key, text="<b>Ждут</b> сметы на кухни", by=world.manager, at=world.later())
    catch_up()
    page = as_("manager").get("/search?q=смета кухня").content.decode()
    assert "&lt;b&gt;Ждут&lt;/b&gt; <mark>сметы</mark> на <mark>кухни</mark>" in page
    assert f"/cycle/deals/{key}" in page
    alone = as_("manager").get("/search?q=смета&kind=notes").content.decode()
    assert "<mark>сметы</mark>" in alone and 'aria-current="page">Заметки' in alone
    assert "Ничего не найдено" in as_("other_manager").get("/search?q=смета").content.decode()


def test_the_address_may_say_anything(world: World, as_: As) -> None:
    browser = as_("manager")
    for query in (
        "",
        "q=",
        "q=%00",
        "q=а&kind=x",
        "q=<script>&kind=deals",
        "q=" + "ы" * 9000,
        "q='%20OR%201",
    ):
        assert browser.get(f"/search?{query}").status_code == 200, query
    assert browser.get("/search?q=ааа&kind=notes&more=x").status_code == 422
    assert "<script>&" not in browser.get("/search?q=<script>").content.decode()

"""`voronka form` and the conversation of `voronka inquiry`."""

from pathlib import Path

from tests.actions.test_public_form import send
from tests.cli.conftest import Voronka
from tests.world import World


def test_the_form_is_set_up_and_what_it_held_back_is_decided(
    world: World, voronka: Voronka, tmp_path: Path
) -> None:
    text = tmp_path / "consent.txt"
    text.write_text("Согласен.", encoding="utf-8")
    assert voronka("form", "set", "--open", by="head").code == 1
    assert voronka("form", "consent", str(text), "--json", by="head").json == {"number": 1}
    assert voronka("form", "set", "--open", "--title", "Пишите", by="head").code == 0
    assert voronka("form", "answer", "spam", "Нет", by="head").code == 0
    shown = voronka("form", "show", "--json", by="head").json
    assert (shown["is_on"], shown["title"], shown["answers"]) == (True, "Пишите", {"spam": "Нет"})
    assert voronka("form", "show", by="manager").code == 1
    first, second = send(world, trap=True).key, send(world, trap=True).key
    assert [one["key"] for one in voronka("form", "held", "--json", by="manager").json["items"]] == [
        second,
        first,
    ]
    assert voronka("form", "let-in", str(first), by="manager").out.startswith("Inquiry")
    assert voronka("form", "throw-away", str(second), by="manager").out == "Done.\n"
    assert voronka("form", "let-in", str(second), by="manager").code == 1


def test_an_inquiry_is_explained_noted_and_closed_kindly(world: World, voronka: Voronka) -> None:
    asked = ("--asked", "site", "--utm", "source=vk", "--json")
    key = str(voronka("inquiry", "receive", "phone", "Ирина", *asked, by="manager").json["key"])
    assert voronka("inquiry", "receive", "phone", "Ирина", "--utm", "vk", by="manager").code == 1
    assert voronka("inquiry", "message", key, "--asked", "audit", by="manager").code == 0
    assert voronka("inquiry", "note", key, "Перезвонить", by="manager").code == 0
    assert voronka("inquiry", "rule", key, by="manager").out == "[ ] The brief is filled\n"
    assert voronka("inquiry", "rule", key, "--json", by="manager").json["lead"] is False
    assert voronka("inquiry", "close", key, "vacancy", "--answer", "Не ищем", by="manager").code == 0
    shown = voronka("inquiry", "show", key, by="manager").out
    assert "Не ищем" in shown and "utm_source=vk" in shown and "Сайт под ключ (1)" in shown

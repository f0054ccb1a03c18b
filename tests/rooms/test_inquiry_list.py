"""The list of inquiries: columns that were chosen, orders by the heads, narrowed by words, the same in the file."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.rooms.pages import SCRIPT, As, as_
from tests.rooms.test_list import heads, text
from tests.world import World
from voronka.actions import entry

__all__ = ["as_"]
PATH = "/entry/inquiries/list"
OWN = (Path(__file__).parent.parent / "samples/own_fields.yaml").read_text(encoding="utf-8")


def names(said: str) -> list[str]:
    """Who is listed, from the top."""
    return re.findall(r'class="main-link" href="/entry/inquiries/\d+">([^<]+)<', said)


@pytest.fixture
def three(world: World) -> list[int]:
    """Two open inquiries and a closed one, of different channels; the second is answered."""
    keys = [
        entry.receive_inquiry(
            channel=channel,
            name=name,
            phone=phone,
            message=message,
            by=world.manager,
            at=world.later(minutes=5),
        ).key
        for channel, name, phone, message in (
            ("phone", "Яна", "+79161234560", "Сколько стоит <b>сайт</b>?"),
            ("site_form", "Борис", "+79161234561", "Нужен каталог"),
            ("phone", "Вера", "+79161234562", "Продаём окна"),
        )
    ]
    entry.answer_inquiry(key=keys[1], by=world.manager, at=world.later())
    entry.close_inquiry(key=keys[2], as_what="spam", by=world.manager, at=world.later())
    return keys


def test_the_columns_of_the_address_are_shown_in_their_order(three: list[int], as_: As) -> None:
    said = text(as_("head").get(PATH))
    assert heads(said)[0] == "Имя" and len(heads(said)) == 7
    assert "&lt;b&gt;сайт&lt;/b&gt;" in said and "<b>сайт" not in said
    assert names(said) == ["Борис", "Яна"], "the newest first, the closed ones apart"
    said = text(as_("head").get(f"{PATH}?columns=phone,number,nonsense&shown=all"))
    assert heads(said) == ["Имя", "Телефон", "Номер"], "by the name the inquiry is opened"
    assert names(said) == ["Вера", "Борис", "Яна"] and "+7 916 123-45-60" in said


def test_own_fields_are_columns(db: None, client: Client) -> None:
    world = World.found(OWN)
    client.force_login(world.person("head"))
    key = entry.receive_inquiry(channel="phone", name="Ирина", by=world.head, at=world.now).key
    field = next(one for one in world.process.entry.fields if one.kind == "money")
    entry.fill_inquiry(key=key, fields={field.id: "70000"}, by=world.head, at=world.later())
    said = text(client.get(f"{PATH}?columns=name,own.{field.id}"))
    assert heads(said) == ["Имя", field.title] and "70 000 ₽" in said


def test_a_head_orders_the_list_and_says_so(three: list[int], as_: As) -> None:
    head = as_("head")
    said = text(head.get(f"{PATH}?shown=all"))
    assert 'href="?shown=all&amp;sort=-received_at"' in said and "aria-sort" not in said
    said = text(head.get(f"{PATH}?shown=all&sort=name"))
    assert names(said) == ["Борис", "Вера", "Яна"]
    assert said.count('aria-sort="ascending"') == 1 and 'href="?shown=all&amp;sort=-name"' in said
    assert "Имя: по убыванию" in said, "on a phone, where there are no heads"
    assert names(text(head.get(f"{PATH}?sort=answered_at"))) == ["Борис", "Яна"], "who waits, at the end"


def test_an_order_goes_on_page_by_page(three: list[int], as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voronka.queries.lists.inquiries.PAGE", 2)
    first = text(as_("head").get(f"{PATH}?shown=all&sort=name"))
    further = re.search(r'href="(\?shown=all&amp;sort=name&amp;more=[^"]+)"', first)
    assert further
    second = text(as_("head").get(PATH + further[1].replace("&amp;", "&")))
    assert names(first) + names(second) == ["Борис", "Вера", "Яна"]


def test_it_is_narrowed_by_words_and_keeps_columns_and_order(three: list[int], as_: As) -> None:
    said = text(as_("head").get(f"{PATH}?q=916+123-45-61&sort=name&columns=name,phone"))
    assert names(said) == ["Борис"] and '<input type="hidden" name="columns" value="name,phone">' in said
    assert names(text(as_("head").get(f"{PATH}?q=Вера"))) == [] and "Показать все" in text(
        as_("head").get(f"{PATH}?q=Вера")
    )
    assert names(text(as_("head").get(f"{PATH}?q=Вера&shown=all"))) == ["Вера"]


def test_the_inbox_and_the_list_lead_to_each_other_and_a_script_gets_the_lines(
    three: list[int], as_: As
) -> None:
    head = as_("head")
    assert f'href="{PATH}"' in text(head.get("/entry/inquiries/"))
    assert 'href="/entry/inquiries/"' in text(head.get(PATH))
    lines = text(head.get(PATH, **SCRIPT))
    assert "<!doctype" not in lines and names(lines) == ["Борис", "Яна"]


def test_columns_are_chosen_in_a_form_that_works_by_buttons_alone(three: list[int], as_: As) -> None:
    head = as_("head")
    form = text(head.get(f"{PATH}/columns?shown=all&columns=name,phone"))
    assert re.findall(r'name="order" value="([^"]+)"', form)[:2] == ["name", "phone"]
    done = head.post(f"{PATH}/columns?shown=all", {"order": ["phone", "name"], "on": ["phone", "name"]})
    assert done["Location"] == f"{PATH}?shown=all&columns=phone%2Cname"


def test_the_file_has_the_columns_and_the_order_of_the_page(three: list[int], as_: As) -> None:
    head = as_("head")

    def rows(address: str, form: str) -> list[list[str]]:
        answer = head.post(address, {"as": form})
        told = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        return list(csv.reader(io.StringIO(told, newline=""), delimiter=";"))

    told = rows(f"{PATH}/file?shown=all&sort=-name&columns=name,phone", "csv")
    assert told[0] == ["Номер", "Имя", "Компания", "Телефон"]
    assert [row[1] for row in told[1:]] == ["Яна", "Вера", "Борис"]
    whole = rows(f"{PATH}/file?shown=all&sort=-name&columns=name,phone", "whole.csv")
    assert len(whole[0]) > 15 and [row[0] for row in whole] == [row[0] for row in told]
    found = rows("/entry/inquiries/file?q=Вера", "csv")
    assert [row[2] for row in found[1:]] == ["Вера"], "the inbox finds closed ones too, and so does its file"


@pytest.mark.parametrize(
    "told", ["?sort=;drop", "?sort=-", "?columns=%00,;,x", "?sort=name&more=0/x", "?q=%00"]
)
def test_an_address_that_says_nonsense_is_no_error(three: list[int], as_: As, told: str) -> None:
    assert as_("head").get(PATH + told).status_code in (200, 302)
    assert as_("head").get(f"{PATH}/columns{told}").status_code == 200


def test_an_order_costs_no_more_statements_than_the_usual_one(
    three: list[int], as_: As, django_assert_max_num_queries: Any
) -> None:
    head = as_("head")
    for address in ("", "?sort=name&shown=all", "?sort=owner&columns=name,owner,source", "?sort=channel"):
        head.get(PATH + address)
        with django_assert_max_num_queries(11):
            assert head.get(PATH + address).status_code == 200

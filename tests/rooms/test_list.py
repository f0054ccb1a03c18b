"""The list of deals: columns that were chosen, orders by the heads, the same in the file."""

import csv
import io
import re
from typing import Any

import pytest

from tests.rooms.pages import SCRIPT, As, as_
from tests.world import World
from voronka.actions import clients, cycle
from voronka.core import events as e
from voronka.store import bulk

__all__ = ["as_"]
PATH = "/cycle/list"


def text(page: Any) -> str:
    return str(page.content.decode()).replace("\u00a0", " ")


def heads(said: str) -> list[str]:
    """The words of the heads of the table."""
    found = re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", said)
    return [re.sub(r"<[^>]+>", "", one).strip() for one in found]


def keys(said: str) -> list[int]:
    return [int(one) for one in re.findall(r'<tr id="deal-(\d+)"', said)]


@pytest.fixture
def three(world: World) -> list[int]:
    """Three deals of the manager, of different sums."""
    return [world.deal(amount=amount, title=f"Сайт {amount}") for amount in (300_00, 100_00, 200_00)]


def test_the_columns_of_the_address_are_shown_in_their_order(world: World, as_: As) -> None:
    company = clients.save_company(name="Пекарня", inn="7707083893", by=world.head, at=world.now)
    contact = clients.save_contact(
        name="Ирина Лис", phone="+79161234567", company=company, by=world.head, at=world.now
    )
    key = world.deal(company=company, contact=contact)
    cycle.set_field(key=key, field="goal", value="<b>Больше</b> заявок", by=world.head, at=world.later())
    said = text(as_("head").get(PATH))
    assert heads(said) == ["Клиент", "Стадия", "Дни", "Следующий шаг", "Сумма", "Ведёт"]
    said = text(as_("head").get(f"{PATH}?columns=own.goal,inn,client,phone,nonsense,inn,number"))
    assert heads(said)[1:] == ["ИНН", "Клиент", "Телефон", "Номер"]
    assert "7707083893" in said and "+7 916 123-45-67" in said
    assert "&lt;b&gt;Больше&lt;/b&gt; заявок" in said
    said = text(as_("head").get(f"{PATH}?columns=agreed"))
    assert heads(said) == ["Клиент", "Сумма"], "by the client the deal is opened"


def test_a_head_orders_the_list_and_says_so(world: World, three: list[int], as_: As) -> None:
    head = as_("head")
    said = text(head.get(f"{PATH}?stage=brief"))
    assert 'href="?stage=brief&amp;sort=-agreed"' in said and "aria-sort" not in said
    said = text(head.get(f"{PATH}?sort=-agreed"))
    assert keys(said) == [three[0], three[2], three[1]]
    assert said.count('aria-sort="descending"') == 1 and 'href="?sort=agreed"' in said
    assert keys(text(head.get(f"{PATH}?sort=agreed"))) == [three[1], three[2], three[0]]
    assert "Сумма: по убыванию" in said, "on a phone, where there are no heads"
    world.lost_deal()
    closed = text(head.get(f"{PATH}?status=lost&sort=days"))
    assert ">Дни</th>" in closed and "aria-sort" not in closed, "days of closed deals stand in no order"


def test_an_order_goes_on_page_by_page(three: list[int], as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voronka.queries.cycle.deals.PAGE", 2)
    head = as_("head")
    first = text(head.get(f"{PATH}?sort=agreed"))
    further = re.search(r'href="(\?sort=agreed&amp;more=[^"]+)"', first)
    assert further
    second = text(head.get(PATH + further[1].replace("&amp;", "&")))
    assert keys(first) + keys(second) == [three[1], three[2], three[0]]


def test_columns_are_chosen_in_a_form_that_works_by_buttons_alone(world: World, as_: As) -> None:
    head = as_("head")
    form = text(head.get(f"{PATH}/columns?stage=brief&columns=client,agreed"))
    assert "<!doctype" in form and 'name="up" value="agreed"' in form
    lines = re.findall(r'name="order" value="([^"]+)"', form)
    assert lines[:2] == ["client", "agreed"] and len(lines) > 20
    sent = {"order": lines, "on": ["client", "agreed"], "up": "agreed"}
    moved = text(head.post(f"{PATH}/columns?stage=brief", sent, **SCRIPT))
    assert re.findall(r'name="order" value="([^"]+)"', moved)[:2] == ["agreed", "client"]
    assert re.search(r'value="client"[^>]*autofocus|value="agreed"[^>]*autofocus', moved)
    done = head.post(
        f"{PATH}/columns?stage=brief", {"order": ["agreed", "client", "inn"], "on": ["client", "agreed"]}
    )
    assert done["Location"] == f"{PATH}?stage=brief&columns=agreed%2Cclient"
    usual = head.post(f"{PATH}/columns?columns=inn", {"order": lines, "usual": "1"}, **SCRIPT)
    assert usual["HX-Redirect"] == f"{PATH}?"


def test_the_file_has_the_columns_and_the_order_of_the_page(three: list[int], as_: As) -> None:
    head = as_("head")

    def rows(address: str, form: str) -> list[list[str]]:
        answer = head.post(f"{PATH}/file{address}", {"as": form})
        told = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        return list(csv.reader(io.StringIO(told, newline=""), delimiter=";"))

    told = rows("?sort=agreed&columns=client,agreed", "csv")
    assert told[0] == ["Номер", "Компания", "Контакт", "О чём сделка", "Сумма", "Валюта"]
    assert [row[0] for row in told[1:]] == [str(three[1]), str(three[2]), str(three[0])]
    whole = rows("?sort=agreed&columns=client,agreed", "whole.csv")
    assert len(whole[0]) > 20 and [row[0] for row in whole] == [row[0] for row in told]


def test_an_order_costs_no_more_statements_than_the_usual_one(
    world: World, three: list[int], as_: As, django_assert_max_num_queries: Any
) -> None:
    head = as_("head")
    for address in (
        "?sort=-agreed",
        "?sort=client&columns=client,phone,own.goal",
        "?sort=owner",
        "?sort=stage",
    ):
        head.get(PATH + address)
        with django_assert_max_num_queries(10):
            assert head.get(PATH + address).status_code == 200


@pytest.mark.parametrize(
    "told", ["?sort=;drop", "?sort=-", "?sort=nothing", "?columns=%00,;,x", "?sort=agreed&more=0/x"]
)
def test_an_address_that_says_nonsense_is_no_error(world: World, as_: As, told: str) -> None:
    world.deal()
    assert as_("head").get(PATH + told).status_code in (200, 302)
    assert as_("head").get(f"{PATH}/columns{told}").status_code == 200


def test_a_deal_without_client_and_title_is_called_by_its_number(world: World, as_: As) -> None:
    opened = e.DealOpened(
        process=world.process.key, version_number=1, stage="brief", currency="RUB", owner=world.manager.id
    )
    (number,) = bulk.build([bulk.Told([(opened, world.now, world.manager)])])  # as an import does
    for path in (PATH, "/cycle/board", "/"):
        assert f"Сделка № {number}" in text(as_("head").get(path)), path

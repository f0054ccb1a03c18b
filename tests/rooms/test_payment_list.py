"""The list of payments: columns that were chosen, orders by the heads, the same in the file."""

import csv
import io
import re
from typing import Any

import pytest

from tests.rooms.pages import SCRIPT, As, as_
from tests.rooms.test_list import heads, text
from tests.world import World
from voronka.actions import clients

__all__ = ["as_"]
PATH = "/closing/payments/"


def names(said: str) -> list[str]:
    """Whose payments are listed, from the top."""
    return re.findall(r'class="main-link" href="/cycle/deals/\d+">([^<]+)<', said)


@pytest.fixture
def three(world: World) -> list[int]:
    """Payments of three clients, of different sums, on one day."""
    keys = []
    for name, amount in (("Пекарня", 300_00), ("<b>Аптека</b>", 100_00), ("Ярмарка", 200_00)):
        company = clients.save_company(name=name, by=world.head, at=world.now)
        keys.append(world.deal_at("payment", company=company))
        world.pay(keys[-1], amount)
    return keys


def test_the_columns_of_the_address_are_shown_in_their_order(three: list[int], as_: As) -> None:
    said = text(as_("head").get(PATH))
    assert heads(said) == [
        "День",
        "Клиент",
        "Сумма",
        "Как",
        "Подтверждение",
        "Состояние",
        "Что можно сделать",
    ]
    assert "&lt;b&gt;Аптека&lt;/b&gt;" in said and "<b>Аптека" not in said
    said = text(as_("head").get(f"{PATH}?columns=amount,deal,nonsense"))
    assert heads(said)[:3] == ["Клиент", "Сумма", "Сделка"], "by the client the deal is opened"
    assert f'href="/cycle/deals/{three[0]}">{three[0]}<' in said


def test_a_head_orders_the_list_and_says_so(three: list[int], as_: As) -> None:
    head = as_("head")
    said = text(head.get(f"{PATH}?period=all"))
    assert 'href="?period=all&amp;sort=-amount"' in said and "aria-sort" not in said
    said = text(head.get(f"{PATH}?period=all&sort=-amount"))
    assert names(said) == ["Пекарня", "Ярмарка", "&lt;b&gt;Аптека&lt;/b&gt;"]
    assert said.count('aria-sort="descending"') == 1 and 'href="?period=all&amp;sort=amount"' in said
    assert "Сумма: по убыванию" in said, "on a phone, where there are no heads"
    said = text(head.get(f"{PATH}?sort=client&columns=client,amount&state=whole"))
    assert names(said) == ["&lt;b&gt;Аптека&lt;/b&gt;", "Пекарня", "Ярмарка"]
    assert '<input type="hidden" name="columns" value="client,amount">' in said


def test_an_order_goes_on_page_by_page(three: list[int], as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voronka.queries.closing.payments.PAGE", 2)
    first = text(as_("head").get(f"{PATH}?sort=amount"))
    further = re.search(r'href="(\?sort=amount&amp;more=[^"]+)"', first)
    assert further
    second = text(as_("head").get(PATH + further[1].replace("&amp;", "&")))
    assert names(first) + names(second) == ["&lt;b&gt;Аптека&lt;/b&gt;", "Ярмарка", "Пекарня"]


def test_columns_are_chosen_in_a_form_that_works_by_buttons_alone(three: list[int], as_: As) -> None:
    head = as_("head")
    form = text(head.get(f"{PATH}columns?period=all&columns=client,amount"))
    lines = re.findall(r'name="order" value="([^"]+)"', form)
    assert lines[:2] == ["client", "amount"] and "refunded" in lines
    moved = text(
        head.post(f"{PATH}columns", {"order": lines, "on": ["client", "amount"], "up": "amount"}, **SCRIPT)
    )
    assert re.findall(r'name="order" value="([^"]+)"', moved)[:2] == ["amount", "client"]
    done = head.post(f"{PATH}columns?period=all", {"order": ["amount", "client"], "on": ["amount", "client"]})
    assert done["Location"] == f"{PATH}?period=all&columns=amount%2Cclient"


def test_the_file_has_the_columns_and_the_order_of_the_page(three: list[int], as_: As) -> None:
    head = as_("head")

    def rows(address: str, form: str) -> list[list[str]]:
        answer = head.post(f"{PATH}file{address}", {"as": form})
        told = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        return list(csv.reader(io.StringIO(told, newline=""), delimiter=";"))

    told = rows("?sort=-amount&columns=client,amount", "csv")
    assert told[0] == ["Сделка", "Клиент", "О чём сделка", "Сумма", "Валюта"]
    assert [row[0] for row in told[1:]] == [str(three[0]), str(three[2]), str(three[1])]
    whole = rows("?sort=-amount&columns=client,amount", "whole.csv")
    assert len(whole[0]) == 13 and [row[1] for row in whole] == [row[0] for row in told]


@pytest.mark.parametrize("told", ["?sort=;drop", "?sort=-", "?columns=%00,;,x"])
def test_an_address_that_says_nonsense_is_no_error(three: list[int], as_: As, told: str) -> None:
    assert as_("head").get(PATH + told).status_code == 200
    assert as_("head").get(f"{PATH}columns{told}").status_code == 200


def test_an_order_costs_no_more_statements_than_the_usual_one(
    three: list[int], as_: As, django_assert_max_num_queries: Any
) -> None:
    head = as_("head")
    for address in ("?period=all", "?period=all&sort=client", "?period=all&sort=-amount&columns=client,by"):
        head.get(PATH + address)
        with django_assert_max_num_queries(9):
            assert head.get(PATH + address).status_code == 200

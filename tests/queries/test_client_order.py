"""The lists of companies and of people in any order: every client once, by key, along an index."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import World
from voronka.actions import clients as verbs
from voronka.actions import closing, merging
from voronka.core.access import Actor
from voronka.core.clients import fold_name
from voronka.queries.clients import Kind
from voronka.queries.cycle import sorting, walking
from voronka.queries.lists import clients as lists
from voronka.queries.lists.client_order import SORTS, sortable
from voronka.queries.lists.clients import NOUNS, ClientFilters
from voronka.store.models import Company, Contact

pytestmark = pytest.mark.django_db
KINDS: tuple[Kind, ...] = ("companies", "people")
ORDERS: list[tuple[Kind, str]] = [
    (kind, sign + name) for kind in KINDS for name in sorted(SORTS[NOUNS[kind]]) for sign in ("", "-")
]


@pytest.fixture
def many(world: World) -> World:
    """Clients of equal names, without tax number, without e-mail and without company."""
    for place, name in enumerate(("Ёлка", "елка", "Ель", "Zebra", "ящик", "Арбуз", "zebra", "Ель")):
        at = world.now + timedelta(minutes=place // 2)
        inn = ("7707083893", "", "7736207543", "")[place % 4]
        firm = verbs.save_company(name=name, inn=inn, by=world.head, at=at)
        for which in range(2):
            verbs.save_contact(
                name=("Иван", f"Яна {name}")[which],
                email=("", f"client{place % 3}@mail.example")[place % 2 if which else 1],
                company=firm if (place + which) % 3 else None,
                by=world.head,
                at=at,
            )
    return world


def paged(by: Actor, kind: Kind, sort: str, size: int, **asked: Any) -> list[int]:
    """The keys by pages, to the last one."""
    found: list[int] = []
    more = ""
    for _turn in range(100):
        seen = lists.page(by, kind, ClientFilters(sort=sort, **asked), more=more, size=size)
        assert len(seen.lines) <= size
        found += [one.client.key for one in seen.lines]
        more = seen.more
        if not more:
            return found
    raise AssertionError("it never ends")


def _value(name: str, row: Any) -> Any:
    match name:
        case "number":
            return row.pk
        case "name":
            return fold_name(row.name)
        case "company":
            return fold_name(row.company.name) if row.company else None
    return getattr(row, name) or None


@pytest.mark.parametrize(("kind", "order"), ORDERS)
def test_paging_gives_every_client_once_in_its_order(many: World, kind: Kind, order: str) -> None:
    rows: dict[int, Any] = {
        one.pk: one
        for one in (
            Company.objects.all() if kind == "companies" else Contact.objects.select_related("company")
        )
    }
    told = paged(many.head, kind, order, 3)
    assert len(told) == len(set(told)) and set(told) == set(rows)
    values = [_value(order.removeprefix("-"), rows[key]) for key in told]
    there = [one for one in values if one is not None]
    assert there == sorted(there, reverse=order.startswith("-"))
    assert values[: len(there)] == there, "what has none stands at the end"
    assert paged(many.head, kind, order, 50) == told
    sheet = lists.companies if kind == "companies" else lists.people
    made = sheet(many.head, many.now, ClientFilters(sort=order, columns=("name",)))
    assert [row[0] for row in made.rows()] == told, "a file stands in the order of the page"


@pytest.mark.parametrize("walked", [True, False], ids=["looked through", "gathered"])
def test_production_pages_through_its_own_clients_alone(
    many: World, monkeypatch: pytest.MonkeyPatch, walked: bool
) -> None:
    for name in ("Наша", "Тоже наша"):
        firm = verbs.save_company(name=name, by=many.head, at=many.later())
        person = verbs.save_contact(name=f"Иван из {name}", company=firm, by=many.head, at=many.later())
        deal = many.deal_at("handover", company=firm, contact=person)
        closing.offer_handover(key=deal, by=many.manager, at=many.later())
    monkeypatch.setattr(sorting, "GATHERED", 1 if walked else 2000)
    monkeypatch.setattr(walking, "LOOKED", 3)
    for kind, order in ORDERS:
        seen: type[Company] | type[Contact] = Company if kind == "companies" else Contact
        ours = set(seen.objects.filter(name__contains="аша").values_list("pk", flat=True))
        told = paged(many.curator, kind, order, 2)
        assert len(told) == len(set(told)) and set(told) == ours, (kind, order)


def test_what_was_found_is_ordered_and_paged_too(many: World) -> None:
    for kind, word in (("companies", "ель"), ("people", "иван")):
        told = paged(many.head, kind, "-name", 1, words=word)  # type: ignore[arg-type]
        assert len(told) == len(set(told)) > 1
        assert told == paged(many.head, kind, "-name", 50, words=word)  # type: ignore[arg-type]
    assert paged(many.head, "companies", "name", 5, words="такого нет") == []


def test_a_client_that_went_up_in_another_stands_in_no_list(many: World) -> None:
    kept, gone = Company.objects.order_by("pk").values_list("pk", flat=True)[:2]
    merging.merge_clients(noun="company", kept=kept, gone=gone, by=many.head, at=many.later())
    for order in ("", "name", "-inn"):
        told = paged(many.head, "companies", order, 3)
        assert gone not in told and kept in told


@pytest.mark.sqlite
@pytest.mark.parametrize(("kind", "order"), ORDERS)
def test_every_order_is_read_along_an_index(many: World, kind: Kind, order: str) -> None:
    with CaptureQueriesContext(connection) as said:
        lists.page(many.head, kind, ClientFilters(sort=order))
    asked = next(one["sql"] for one in said if " AS run" in one["sql"])
    plan = [row[3] for row in connection.cursor().execute(f"EXPLAIN QUERY PLAN {asked}").fetchall()]
    assert not [line for line in plan if "TEMP B-TREE FOR ORDER BY" in line], plan
    if order.removeprefix("-") != "number":  # which is the table itself
        assert "SCAN d" not in plan and "SCAN c" not in plan, plan


@pytest.mark.parametrize("more", ["x", "0/1", "0/x/y", "9/1/2026-01-01", "0/1/x", "0/0/5"])
def test_a_place_that_is_none_is_refused(many: World, more: str) -> None:
    with pytest.raises(ValueError):
        lists.page(many.head, "companies", ClientFilters(sort="created_at"), more=more)


def test_an_order_that_is_none_is_the_usual_one(many: World) -> None:
    assert not sortable("company", "site")
    usual: Callable[[str], list[int]] = lambda sort: paged(many.head, "companies", sort, 50)  # noqa: E731
    assert usual("site") == usual("own.size") == usual("") == sorted(usual(""), reverse=True)

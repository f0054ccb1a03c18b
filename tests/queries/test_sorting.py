"""The list of deals in any order: every deal once, by key, alike on both databases, and by an index."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from benching import crowd
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import World
from voronka.actions import clients, cycle
from voronka.core.access import Actor
from voronka.core.clients import fold_name
from voronka.queries.cycle import deals, sorting, walking
from voronka.queries.cycle.deals import Filters
from voronka.queries.lists import deals as deal_list
from voronka.store.models import Company, DealRow

OWN = (Path(__file__).parent.parent / "samples/own_fields.yaml").read_text(encoding="utf-8")
pytestmark = pytest.mark.django_db


@pytest.fixture
def many(world: World) -> World:
    """Deals with equal sums, without clients, without next steps, of several people and of nobody."""
    people = crowd.Crowd(world.head, (world.manager, world.other_manager), world.process)
    crowd.build(people, 80, open_share=0.5)
    for name in ("Ёлка", "елка", "Ель", "Zebra", "ящик", "Арбуз"):
        company = clients.save_company(name=name, by=world.head, at=world.now)
        contact = clients.save_contact(name=f"Иван {name}", by=world.head, at=world.now)
        for told in ({"company": company}, {"contact": contact}, {}):
            world.deal(amount=100_00, **told)
    free = world.deal()
    cycle.assign_deal(key=free, owner=None, by=world.head, at=world.later())
    cycle.set_next_step(
        key=free, text="Позвонить", due=world.now + timedelta(days=2), by=world.head, at=world.later()
    )
    return world


def paged(world: World, asked: Filters, by: Actor, page: int) -> list[int]:
    """The keys by pages, to the last one."""
    found: list[int] = []
    more = ""
    for _turn in range(2000):
        shown = deals.deals(by, world.now, asked, more=more, page=page)
        assert len(shown.cards) <= page
        found += [card.key for card in shown.cards]
        more = shown.more
        if not more:
            return found
    raise AssertionError("it never ends")


ORDERS = [
    (sign + name, status)
    for name in sorting.SORTS
    for sign in ("", "-")
    for status in ("open", "all", "lost")
]


@pytest.mark.parametrize("walked", [True, False], ids=["by its index", "gathered"])
def test_paging_gives_every_deal_once_in_its_order(
    many: World, monkeypatch: pytest.MonkeyPatch, walked: bool
) -> None:
    monkeypatch.setattr(sorting, "GATHERED", 0 if walked else 2000)
    rows = {
        one.pk: one for one in DealRow.objects.exclude(status="undone").select_related("company", "contact")
    }
    for order, status in ORDERS:
        if not sorting.sortable(order.removeprefix("-"), status, many.process):
            continue
        for by, owners in ((many.head, None), (many.manager, (many.manager.id, None))):
            told = paged(many, Filters(status=status, sort=order), by, 19)  # type: ignore[arg-type]
            wanted = {
                key
                for key, row in rows.items()
                if (status in ("all", row.status)) and (owners is None or row.owner_id in owners)
            }
            assert len(told) == len(set(told)) and set(told) == wanted, (order, status)
            values = [_value(order.removeprefix("-"), rows[key]) for key in told]
            there = [one for one in values if one is not None]
            turned = order.startswith("-") != (order.removeprefix("-") == "days")
            assert there == sorted(there, reverse=turned), (order, status)
            assert values[: len(there)] == there, "what has none stands at the end"


def _value(name: str, row: DealRow) -> Any:
    match name:
        case "client":
            client = row.company or row.contact
            return fold_name(client.name) if client else None
        case "owner":
            return fold_name(row.owner.name) if row.owner else None
        case "stage":
            return ["brief", "call", "contract", "payment", "handover"].index(row.stage)
        case "days":
            return row.entered_at
        case "next_step":
            return row.next_step_at
    return getattr(row, name)


def test_what_no_index_narrows_is_looked_for_a_bound_at_a_time(
    many: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "GATHERED", 0)
    whole = {}
    asked = [
        Filters(status="all", sort=order, lost_reason="price") for order in ("-agreed", "client", "owner")
    ]
    asked += [Filters(sort=order, stage="brief") for order in ("-agreed", "client", "next_step", "")]
    for one in asked:
        whole[one] = paged(many, one, many.head, 500)
        assert whole[one]
    monkeypatch.setattr(walking, "LOOKED", 5)
    cut = deals.deals(many.head, many.now, asked[0], page=50)
    assert cut.cut and cut.more and len(cut.cards) < len(whole[asked[0]])
    for one, told in whole.items():
        assert paged(many, one, many.head, 3) == told, one


@pytest.mark.parametrize("order", ["-agreed", "client", "owner", "stage", "closed_at"])
def test_what_is_named_is_ordered_too(many: World, order: str) -> None:
    status: Any = "lost" if order == "closed_at" else "open"
    key = DealRow.objects.filter(status=status, company__isnull=False).order_by("-id").first()
    assert key is not None and key.company is not None
    asked = Filters(status=status, sort=order, words=key.company.name)
    told = paged(many, asked, many.head, 2)
    assert key.pk in told and len(told) == len(set(told))
    assert told == paged(many, asked, many.head, 500)
    figure = Filters(status="all", figure="finished", sort=order)
    assert paged(many, figure, many.head, 3) == paged(many, figure, many.head, 500)


def test_a_file_stands_in_the_order_of_the_page_with_its_columns(
    many: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deal_list, "PIECE", 7)
    asked = Filters(sort="-agreed", columns=("client", "agreed", "owner"))
    made = deal_list.sheet(many.head, many.now, asked)
    assert [one.key for one in made.columns] == [
        "number", "company", "contact", "title", "agreed", "currency", "owner",
    ]  # fmt: skip
    assert [row[0] for row in made.rows()] == paged(many, asked, many.head, 500)


@pytest.mark.parametrize(
    "more", ["x", "0/1", "0/x/y", "9/1/2026-01-01", "0/1/x", "0/0/5", "0/99999999999999999999/1"]
)
def test_a_place_that_is_none_is_refused(many: World, more: str) -> None:
    with pytest.raises(ValueError):
        deals.deals(many.head, many.now, Filters(sort="-agreed"), more=more)


@pytest.mark.sqlite
def test_every_order_is_read_along_an_index(many: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "GATHERED", 0)
    for order, status in ORDERS:
        name = order.removeprefix("-")
        if (
            not sorting.sortable(name, status, many.process) or name == "client"
        ):  # names stand in the index of clients
            continue
        with CaptureQueriesContext(connection) as said:
            deals.deals(many.head, many.now, Filters(status=status, sort=order))  # type: ignore[arg-type]
        assert len(said) <= 6, (order, len(said))
        asked = next(one["sql"] for one in said if " AS run" in one["sql"])
        plan = [row[3] for row in connection.cursor().execute(f"EXPLAIN QUERY PLAN {asked}").fetchall()]
        assert not [line for line in plan if "TEMP B-TREE FOR ORDER BY" in line], (order, status, plan)
        assert plan.count("SCAN d") <= plan.count("CO-ROUTINE d"), (order, status, plan)


def test_a_renamed_client_stands_in_a_new_place(many: World) -> None:
    company = Company.objects.get(name="Zebra")
    clients.save_company(key=company.pk, name="Аист", by=many.head, at=many.later())
    first = paged(many, Filters(sort="client"), many.head, 500)[0]
    assert DealRow.objects.get(pk=first).company_id == company.pk


@pytest.mark.parametrize("walked", [True, False], ids=["by its index", "gathered"])
def test_own_fields_with_an_order_order_the_list(
    db: None, monkeypatch: pytest.MonkeyPatch, walked: bool
) -> None:
    monkeypatch.setattr(sorting, "GATHERED", 0 if walked else 2000)
    world = World.found(OWN)
    told = {
        "budget": ["100", "20", "3000", ""], "pages": ["2.5", "10", "-1", ""],
        "due": ["2026-12-01", "2025-01-31", "", "2026-02-01"], "urgent": ["yes", "no", "", "yes"],
        "size": ["big", "small", "", "big"],
    }  # fmt: skip
    known = {one.id: one for one in world.process.cycle.fields}
    keys = [world.deal() for _place in range(4)]
    for name, typed in told.items():
        for key, value in zip(keys, typed, strict=True):
            if value and name in known:
                cycle.set_field(key=key, field=name, value=value, by=world.head, at=world.later())
    for name, typed in told.items():
        if name not in known:
            continue
        assert sorting.sortable(f"own.{name}", "open", world.process)
        place = {"urgent": ["yes", "no"].index, "size": ["small", "big"].index, "due": str}.get(name, float)
        for sign in ("", "-"):
            found = paged(world, Filters(sort=f"{sign}own.{name}"), world.head, 2)
            assert sorted(found) == keys
            values = [place(typed[keys.index(key)]) for key in found if typed[keys.index(key)]]
            assert values == sorted(values, reverse=bool(sign)), (name, sign)
            assert [typed[keys.index(key)] for key in found[len(values) :]] == [""] * (4 - len(values))

"""The list of inquiries in any order: every inquiry once, by key, alike on both databases, along an index."""

from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.inquiring import inquiries
from tests.world import World
from voronka.actions import clients, entry
from voronka.core.access import Actor
from voronka.core.clients import fold_name
from voronka.queries.cycle import sorting, walking
from voronka.queries.lists import inquiries as lists
from voronka.queries.lists.inquiries import InquiryFilters
from voronka.queries.lists.inquiry_order import SORTS
from voronka.store.models import InquiryRow

pytestmark = pytest.mark.django_db
ORDERS = [
    (sign + name, shown)
    for name in sorted(SORTS)
    for sign in ("", "-")
    for shown in ("open", "closed", "all")
]


@pytest.fixture
def many(world: World) -> World:
    for name in ("Ёлка", "елка", "Zebra", "zebra", "Арбуз"):
        clients.save_contact(name=name, by=world.head, at=world.now)
    inquiries(world.process, 90, owners=(world.manager, world.other_manager), at=world.now)
    return world


def paged(by: Actor, asked: InquiryFilters, size: int) -> list[int]:
    """The keys by pages, to the last one."""
    found: list[int] = []
    more = ""
    for _turn in range(1000):
        seen = lists.page(by, asked, more=more, size=size)
        assert len(seen.lines) <= size
        found += [line.key for line, _cells in seen.lines]
        more = seen.more
        if not more:
            return found
    raise AssertionError("it never ends")


def _value(world: World, name: str, row: InquiryRow) -> Any:
    match name:
        case "name":
            return fold_name(row.contact.name) if row.contact else None
        case "owner":
            return fold_name(row.owner.name) if row.owner else None
        case "channel":
            titles = {one.id: fold_name(one.title) for one in world.process.entry.channels}
            return titles.get(row.channel)
    return getattr(row, name)


@pytest.mark.parametrize("walked", [True, False], ids=["by its index", "gathered"])
def test_paging_gives_every_inquiry_once_in_its_order(
    many: World, monkeypatch: pytest.MonkeyPatch, walked: bool
) -> None:
    monkeypatch.setattr(sorting, "GATHERED", 0 if walked else 2000)
    rows = {one.pk: one for one in InquiryRow.objects.select_related("contact", "owner")}
    for order, shown in ORDERS:
        for by, owners in ((many.head, None), (many.manager, (many.manager.id, None))):
            asked = InquiryFilters(shown, sort=order)  # type: ignore[arg-type]
            told = paged(by, asked, 17)
            wanted = {
                key
                for key, row in rows.items()
                if shown in ("all", row.status) and (owners is None or row.owner_id in owners)
            }
            assert len(told) == len(set(told)) and set(told) == wanted, (order, shown)
            values = [_value(many, order.removeprefix("-"), rows[key]) for key in told]
            there = [one for one in values if one is not None]
            assert there == sorted(there, reverse=order.startswith("-")), (order, shown)
            assert values[: len(there)] == there, "what has none stands at the end"


def test_what_no_index_narrows_is_looked_for_a_bound_at_a_time(
    many: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "GATHERED", 0)
    whole = {one: set(paged(many.manager, InquiryFilters("all", sort=one), 100)) for one, _shown in ORDERS}
    monkeypatch.setattr(walking, "LOOKED", 5)
    assert lists.page(many.manager, InquiryFilters("all"), size=40).cut
    for order, keys in whole.items():
        told = paged(many.manager, InquiryFilters("all", sort=order), 3)
        assert len(told) == len(set(told)) and set(told) == keys, order


def test_the_usual_order_is_that_of_the_inbox(many: World) -> None:
    from voronka.queries import entry as inbox

    seen = [one.key for one in inbox.inbox(many.head, page_size=100).lines]
    assert (
        paged(many.head, InquiryFilters(), 7) == seen == paged(many.head, InquiryFilters(sort="nothing"), 100)
    )


@pytest.mark.parametrize("order", ["channel", "-channel", "owner", "-owner"])
def test_of_one_channel_and_of_one_person_the_newest_stand_first(many: World, order: str) -> None:
    rows = InquiryRow.objects.in_bulk()
    told = [rows[key] for key in paged(many.head, InquiryFilters(sort=order), 7)]
    for before, after in pairwise(told):
        same = before.channel == after.channel if "channel" in order else before.owner_id == after.owner_id
        assert not same or before.received_at >= after.received_at


def test_what_was_found_is_ordered_and_paged_too(many: World) -> None:
    key = entry.receive_inquiry(channel="phone", name="Ёлка Вторая", by=many.head, at=many.later()).key
    asked = InquiryFilters("all", words="ёлка", sort="name")
    told = paged(many.head, asked, 2)
    assert key in told and len(told) == len(set(told)) > 3 and told == paged(many.head, asked, 100)
    assert paged(many.head, InquiryFilters("all", words="такого нет"), 5) == []


def test_a_file_stands_in_the_order_of_the_page_with_its_columns(
    many: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PIECE", 7)
    asked = InquiryFilters("all", sort="-answered_at", columns=("name", "answered_at", "state"))
    made = lists.sheet(many.head, many.now, asked)
    assert [one.key for one in made.columns] == [
        "number",
        "name",
        "company",
        "answered_at",
        "as_what",
        "state",
    ]
    assert [row[0] for row in made.rows()] == paged(many.head, asked, 100) and made.count() == 90


@pytest.mark.sqlite
def test_every_order_is_read_along_an_index(many: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "GATHERED", 0)
    for order, shown in ORDERS:
        with CaptureQueriesContext(connection) as said:
            lists.page(many.head, InquiryFilters(shown, sort=order))  # type: ignore[arg-type]
        for asked in [one["sql"] for one in said if " AS run" in one["sql"]]:
            plan = [row[3] for row in connection.cursor().execute(f"EXPLAIN QUERY PLAN {asked}").fetchall()]
            assert not [line for line in plan if "TEMP B-TREE FOR ORDER BY" in line], (order, shown, plan)
            assert plan.count("SCAN d") <= plan.count("CO-ROUTINE d") and "SCAN k" not in plan, (order, plan)


@pytest.mark.parametrize("more", ["x", "0/1", "0/x/y", "9/1/2026-01-01", "0/1/x", "0/0/5"])
def test_a_place_that_is_none_is_refused(many: World, more: str) -> None:
    with pytest.raises(ValueError):
        lists.page(many.head, InquiryFilters(sort="received_at"), more=more)

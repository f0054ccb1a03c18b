"""The list of payments in any order: every payment once, by key, alike on both databases, along an index."""

from datetime import timedelta
from typing import Any

import pytest
from benching import crowd
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import World
from voronka.actions import clients, closing
from voronka.core.access import Actor
from voronka.core.clients import fold_name
from voronka.queries.closing import ordering, payments
from voronka.queries.closing.payments import PaymentFilters
from voronka.queries.cycle import sorting, walking
from voronka.queries.lists import payments as lists
from voronka.queries.records import sight
from voronka.store.models import DealRow, PaymentRow

pytestmark = pytest.mark.django_db
ORDERS = [sign + name for name in sorted(ordering.SORTS) for sign in ("", "-")]


@pytest.fixture
def many(world: World) -> World:
    """Payments of equal sums and days, voided and refunded ones, of deals with a company, a contact alone and none."""
    people = crowd.Crowd(world.head, (world.manager, world.other_manager), world.process)
    crowd.build(people, 60, open_share=0.3, now=world.now)
    for name in ("Ёлка", "елка", "zebra", "Zebra"):
        company = clients.save_company(name=name, by=world.head, at=world.now)
        contact = clients.save_contact(name=f"Иван {name}", by=world.head, at=world.now)
        for told in ({"company": company}, {"contact": contact}, {}):
            key = world.deal_at("payment", **told)
            world.pay(key, 1_000_000)
            world.pay(key, 500_000)
    voided, refunded = PaymentRow.objects.filter(amount=500_000).order_by("pk")[:2]
    closing.void_payment(
        key=voided.deal_id, payment=voided.pk, reason="Чужая", by=world.head, at=world.later()
    )
    closing.refund_payment(
        key=refunded.deal_id,
        payment=refunded.pk,
        amount=100_000,
        reason="Скидка",
        by=world.head,
        at=world.later(),
    )
    return world


def paged(by: Actor, asked: PaymentFilters, size: int) -> list[str]:
    """The keys by pages, to the last one."""
    found: list[str] = []
    more = ""
    for _turn in range(1000):
        seen = payments.payments(by, asked, more=more, page=size)
        assert len(seen.lines) <= size
        found += [line.id for line in seen.lines]
        more = seen.more
        if not more:
            return found
    raise AssertionError("it never ends")


def _value(name: str, row: PaymentRow) -> Any:
    if name == "client":
        client = row.deal.company or row.deal.contact
        return fold_name(client.name) if client else None
    return getattr(row, name)


@pytest.mark.parametrize("walked", [True, False], ids=["by its index", "gathered"])
def test_paging_gives_every_payment_once_in_its_order(
    many: World, monkeypatch: pytest.MonkeyPatch, walked: bool
) -> None:
    monkeypatch.setattr(sorting, "GATHERED", 0 if walked else 2000)
    rows = {one.pk: one for one in PaymentRow.objects.select_related("deal__company", "deal__contact")}
    since = many.now.date() - timedelta(days=200)
    for order in ORDERS:
        for by, owners in ((many.head, None), (many.manager, (many.manager.id, None))):
            for period in ({}, {"since": since}, {"until": since}):
                told = paged(by, PaymentFilters(sort=order, **period), 7)  # type: ignore[arg-type]
                wanted = {
                    key
                    for key, row in rows.items()
                    if (owners is None or row.deal.owner_id in owners)
                    and ("since" not in period or row.paid_on >= since)
                    and ("until" not in period or row.paid_on < since)
                }
                assert len(told) == len(set(told)) and set(told) == wanted, (order, period)
                values = [_value(order.removeprefix("-"), rows[key]) for key in told]
                there = [one for one in values if one is not None]
                assert there == sorted(there, reverse=order.startswith("-")), order
                assert values[: len(there)] == there, "what has none stands at the end"


def test_what_no_index_narrows_is_looked_for_a_bound_at_a_time(
    many: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "GATHERED", 0)
    states: tuple[Any, ...] = ("", "whole", "refunded", "voided")
    whole = {(one, state): set(paged(many.manager, PaymentFilters(sort=one, state=state), 100))
             for one in ORDERS for state in states}  # fmt: skip
    monkeypatch.setattr(walking, "LOOKED", 5)
    assert payments.payments(many.manager, PaymentFilters(state="voided")).cut
    for (order, state), keys in whole.items():
        told = paged(many.manager, PaymentFilters(sort=order, state=state), 3)
        assert len(told) == len(set(told)) and set(told) == keys, (order, state)


@pytest.mark.parametrize("walked", [True, False], ids=["by its index", "gathered"])
def test_production_sees_payments_of_its_own_deals_alone(
    many: World, monkeypatch: pytest.MonkeyPatch, walked: bool
) -> None:
    deal = many.deal_at("handover")
    closing.offer_handover(key=deal, by=many.manager, at=many.later())
    monkeypatch.setattr(sorting, "GATHERED", 0 if walked else 2000)
    ours = set(PaymentRow.objects.filter(sight.deals(many.curator, "deal__")).values_list("pk", flat=True))
    assert (
        PaymentRow.objects.filter(deal=deal, pk__in=ours).exists() and len(ours) < PaymentRow.objects.count()
    )
    for order in ORDERS:
        told = paged(many.curator, PaymentFilters(sort=order), 5)
        assert len(told) == len(set(told)) and set(told) == ours, order


def test_what_was_found_is_ordered_and_paged_too(many: World) -> None:
    for order in ORDERS:
        asked = PaymentFilters(words="ёлка", sort=order)
        told = paged(many.head, asked, 2)
        assert len(told) == len(set(told)) == 8 and told == paged(many.head, asked, 100)
    assert paged(many.head, PaymentFilters(words="такого нет"), 5) == []


def test_a_file_stands_in_the_order_of_the_page_with_its_columns(
    many: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PIECE", 7)
    asked = PaymentFilters(sort="-amount", columns=("client", "amount", "key"))
    made = lists.sheet(many.head, many.now, asked)
    assert [one.key for one in made.columns] == ["deal", "client", "about", "amount", "currency", "key"]
    assert [row[-1] for row in made.rows()] == paged(many.head, asked, 100)


@pytest.mark.sqlite
def test_every_order_is_read_along_an_index(many: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "GATHERED", 0)
    for order in ORDERS:
        with CaptureQueriesContext(connection) as said:
            payments.payments(many.head, PaymentFilters(sort=order))
        for asked in [one["sql"] for one in said if " AS run" in one["sql"]]:
            plan = [row[3] for row in connection.cursor().execute(f"EXPLAIN QUERY PLAN {asked}").fetchall()]
            assert not [line for line in plan if "TEMP B-TREE FOR ORDER BY" in line], (order, plan)
            assert plan.count("SCAN d") <= plan.count("CO-ROUTINE d") and "SCAN e" not in plan, (order, plan)


def test_a_day_of_many_payments_goes_on_by_their_keys(many: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "GATHERED", 0)
    day = PaymentRow.objects.filter(amount=500_000).values_list("paid_on", flat=True)[0]
    assert PaymentRow.objects.filter(paid_on=day).count() > 10
    told = paged(many.head, PaymentFilters(since=day, until=day + timedelta(days=1)), 1)
    assert len(told) == len(set(told)) == DealRow.objects.filter(payment_rows__paid_on=day).count()

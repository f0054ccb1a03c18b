"""Lists as sheets: the rows of the page by the filters of the page, to the last one, and no more work for many."""

import tracemalloc
from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from benching import crowd
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.actions.verbs import inquiry
from tests.world import PRICE, World
from voronka.actions import clients, closing, cycle, entry
from voronka.core.access import Actor
from voronka.core.problems import Invalid, NotFound
from voronka.core.sheets import Amount
from voronka.formats.tables.files import open_table
from voronka.formats.tables.known import Company, propose
from voronka.queries.closing.payments import PaymentFilters
from voronka.queries.cycle import deals as page
from voronka.queries.cycle.deals import Filters
from voronka.queries.lists import all as lists
from voronka.queries.lists import deals as deal_list
from voronka.queries.lists import written
from voronka.queries.lists.clients import ClientFilters
from voronka.queries.lists.inquiries import InquiryFilters
from voronka.store.models import InquiryRow, Origin

pytestmark = pytest.mark.django_db
OWN = (Path(__file__).parent.parent / "samples/own_fields.yaml").read_text(encoding="utf-8")


def told(world: World, name: str, asked: object, by: Actor | None = None) -> list[dict[str, Any]]:
    """The rows by the keys of their columns."""
    sheet = lists.sheet(name, by=by or world.head, at=world.now, asked=asked)
    keys = [one.key for one in sheet.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in sheet.rows()]
    assert sheet.count() == len(rows)
    return rows


def test_a_deal_has_all_that_the_page_says_and_more(world: World) -> None:
    company = clients.save_company(name="=Пекарня", inn="7707083893", by=world.head, at=world.now)
    contact = clients.save_contact(
        name="Ирина Лис",
        phone="+79161234567",
        email="lis@bakery.ru",
        company=company,
        by=world.head,
        at=world.now,
    )
    key = world.deal_at("payment", company=company, contact=contact)
    closing.receive_payment(
        key=key,
        amount=100_50,
        paid_on=world.now.date(),
        proof=world.file(),
        by=world.manager,
        at=world.later(),
    )
    with translation.override("ru"):
        (row,) = told(world, "deals", Filters())
    assert (row["number"], row["company"], row["inn"]) == (key, "=Пекарня", "7707083893")
    assert (row["contact"], row["phone"], row["email"]) == ("Ирина Лис", "+79161234567", "lis@bakery.ru")
    assert (row["stage"], row["state"], row["owner"]) == ("Оплата", "открыта", "Анна Ким")
    assert (row["agreed"], row["paid"], row["currency"]) == (Amount(PRICE), Amount(10050), "RUB")
    assert (row["channel"], row["closed_at"], row["lost_reason"]) == ("Форма на сайте", None, "")
    assert row["opened_at"].tzinfo is UTC and row["own.goal"] is None


@pytest.mark.parametrize("status", ["open", "won", "lost", "all"])
def test_its_rows_stand_in_the_order_of_the_page(
    world: World, monkeypatch: pytest.MonkeyPatch, status: Any
) -> None:
    crowd.build(
        crowd.Crowd(world.head, (world.manager, world.other_manager), world.process), 90, open_share=0.4
    )
    free = world.deal()
    cycle.assign_deal(key=free, owner=None, by=world.head, at=world.later())
    monkeypatch.setattr(deal_list, "PIECE", 7)
    for by in (world.head, world.manager):
        shown = page.deals(by, world.now, Filters(status=status), page=500).cards
        found = told(world, "deals", Filters(status=status), by)
        assert [one["number"] for one in found] == [card.key for card in shown]
        assert len(found) > 7


def test_filters_of_the_page_are_filters_of_the_file(world: World) -> None:
    first = world.deal(title="Сайт кофейни")
    world.lost_deal()
    asked: list[Filters] = [
        Filters(words="кофейни"),
        Filters(stage="brief", owner=world.manager.id),
        Filters(status="lost", lost_reason="price"),
        Filters(attention=True),
        Filters(status="all", keys=(first,)),
        Filters(owner=world.other_manager.id),
        Filters(since=world.now - timedelta(days=1), until=world.now + timedelta(days=1)),
        Filters(status="all", figure="nothing"),
    ]
    for one in asked:
        shown = {card.key for card in page.deals(world.head, world.now, one, page=500).cards}
        assert {row["number"] for row in told(world, "deals", one)} == shown
        again = lists.from_data("deals", lists.as_data("deals", one))
        assert again == one


def test_filters_that_are_none_are_refused_by_name(world: World) -> None:
    for name, wrong in (
        ("deals", {"stauts": "won"}),
        ("deals", {"status": "gone"}),
        ("payments", {"since": "x"}),
    ):
        with pytest.raises(Invalid) as refused:
            lists.from_data(name, wrong)
        assert refused.value.problems[0].code == "unknown_choice"
    with pytest.raises(NotFound):
        lists.from_data("secrets", {})
    with pytest.raises(NotFound):
        lists.sheet("everything", by=world.owner, at=world.now, asked=None)


@pytest.mark.parametrize("typed", ["2026-11-20T10:00:00", "2026-11-20T10:00", "2026-11-20"])
@pytest.mark.parametrize("field", ["opened_from", "closed_to", "since", "until"])
def test_a_moment_without_its_zone_is_refused_at_its_place(field: str, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        lists.from_data("deals", {field: typed})
    (problem,) = refused.value.problems
    assert (problem.code, problem.field) == ("moment_without_zone", field)
    assert lists.from_data("deals", {field: "2026-11-20T10:00:00+03:00"})


def test_payments_say_what_stays_with_us(world: World) -> None:
    key = world.won_deal()
    (payment,) = told(world, "payments", PaymentFilters())
    assert (payment["deal"], payment["amount"], payment["net"]) == (key, Amount(PRICE), Amount(PRICE))
    closing.refund_payment(
        key=key, payment=payment["key"], amount=100, reason="Скидка", by=world.head, at=world.later()
    )
    (payment,) = told(world, "payments", PaymentFilters())
    assert (payment["refunded"], payment["net"]) == (Amount(100), Amount(PRICE - 100))
    assert payment["proof"] == "slip.pdf" and payment["by"] == "Анна Ким"


def test_inquiries_and_clients_are_told_with_their_people(world: World) -> None:
    inquiry(world, by=world.manager)
    company = clients.save_company(name="Ромашка", by=world.head, at=world.now)
    clients.save_contact(name="Пётр Гусь", company=company, by=world.head, at=world.now)
    assert len(told(world, "inquiries", InquiryFilters())) == 1
    assert told(world, "inquiries", InquiryFilters("closed")) == []
    Origin.objects.create(source="vk", campaign="осень", inquiry=InquiryRow.objects.get().pk)
    (row,) = told(world, "inquiries", InquiryFilters())
    assert (row["source"], row["campaign"], row["referrer"]) == ("vk", "осень", "")
    key = row["number"]
    entry.fill_inquiry(key=key, fields={"source": "=Соседка"}, by=world.manager, at=world.later())
    assert told(world, "inquiries", InquiryFilters())[0]["own.source"] == "=Соседка"
    assert [one["name"] for one in told(world, "companies", ClientFilters())] == ["Ромашка"]
    assert [one["name"] for one in told(world, "people", ClientFilters("гус"))] == ["Пётр Гусь"]
    assert told(world, "people", ClientFilters("никто")) == []


def test_own_fields_are_columns_of_their_kind(db: None) -> None:
    world = World.found(OWN)
    key = world.deal()
    for name, value in (("budget", "1 500,50"), ("goal", "=много\nслов"), ("site", "bakery.ru")):
        cycle.set_field(key=key, field=name, value=value, by=world.manager, at=world.later())
    sheet = lists.sheet("deals", by=world.head, at=world.now, asked=Filters())
    kinds = {one.key: one.kind for one in sheet.columns}
    assert (kinds["own.budget"], kinds["own.goal"]) == ("money", "text")
    (row,) = told(world, "deals", Filters())
    assert (row["own.budget"], row["own.goal"]) == (Amount(150_050), "=много\nслов")
    company = clients.save_company(
        name="Ромашка", fields={"size": "big", "since": "31.12.2019"}, by=world.head, at=world.now
    )
    (row,) = told(world, "companies", ClientFilters())
    assert (row["number"], row["own.size"], row["own.since"]) == (company, "Большой", date(2019, 12, 31))


def test_statements_grow_with_pieces_and_not_with_rows(world: World) -> None:
    people = crowd.Crowd(world.head, (world.manager,), world.process)

    def statements() -> int:
        list(lists.sheet("deals", by=world.head, at=world.now, asked=Filters(status="all")).rows())
        with CaptureQueriesContext(
            connection,
        ) as seen:
            list(lists.sheet("deals", by=world.head, at=world.now, asked=Filters(status="all")).rows())
        return len(seen)

    crowd.build(people, 20, open_share=1)
    few = statements()
    crowd.build(people, 400, open_share=1)
    assert statements() <= few + 1


def test_memory_of_a_list_does_not_grow_with_its_rows(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    people = crowd.Crowd(world.head, (world.manager,), world.process)
    monkeypatch.setattr(deal_list, "PIECE", 100)

    def peak() -> int:
        tracemalloc.start()
        try:
            for _row in lists.sheet("deals", by=world.head, at=world.now, asked=Filters(status="all")).rows():
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    crowd.build(people, 150, open_share=1)
    peak()  # what is read once
    few = peak()
    crowd.build(people, 1350, open_share=1)
    many = peak()
    assert many < few * 1.4 + 200_000, (few, many)


def test_a_company_without_a_passport_has_no_deals_to_take_out(db: None) -> None:
    with pytest.raises(NotFound):
        lists.sheet("deals", by=Actor("person", 1, "owner"), at=entry_moment(), asked=Filters())


def entry_moment() -> Any:
    return World.__dataclass_fields__["now"].default


def test_the_deals_of_a_team_stand_in_the_order_of_the_page_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd.build(
        crowd.Crowd(world.head, (world.manager, world.other_manager), world.process), 60, open_share=0.5
    )
    monkeypatch.setattr(deal_list, "PIECE", 7)
    far = world.deal(by=world.support)
    cycle.assign_deal(key=far, owner=world.support.id, by=world.head, at=world.later())
    leader = replace(world.manager, mates=(world.other_manager.id or 0,))
    assert leader.scope == "team"
    for status in ("open", "won"):
        shown = page.deals(leader, world.now, Filters(status=status), page=500).cards  # type: ignore[arg-type]
        found = told(world, "deals", Filters(status=status), leader)  # type: ignore[arg-type]
        assert [one["number"] for one in found] == [card.key for card in shown]
        assert found and far not in {one["number"] for one in found}


OURS = {
    "deals": "deal.id deal.title deal.stage deal.status deal.amount deal.paid deal.currency deal.owner deal.channel"
    " deal.opened_at deal.closed_at deal.lost_reason company.name company.inn contact.name contact.phone contact.email",
    "companies": "company.id company.name company.about company.inn company.site",
    "people": "contact.id contact.name contact.post contact.phone contact.email company.name",
    "inquiries": "inquiry.id inquiry.outcome inquiry.deal inquiry.received_at inquiry.answered_at inquiry.channel"
    " inquiry.message inquiry.owner contact.name contact.phone contact.email company.name",
    "payments": "payment.id payment.deal payment.amount payment.currency payment.paid_on company.name",
}


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", OURS)
def test_what_is_taken_out_is_understood_when_it_comes_in_again(
    world: World, tmp_path: Path, name: str, language: str
) -> None:
    world.won_deal(title="=Сайт; «Ёлки»")
    inquiry(world, by=world.manager)
    clients.save_company(name="Ромашка", by=world.head, at=world.now)
    with translation.override(language):
        for form in ("csv", "xlsx"):
            asked = lists.from_data(name, {"status": "all"} if name == "deals" else {})
            sheet = lists.sheet(name, by=world.head, at=world.now, asked=asked)
            file = tmp_path / f"list.{form}"
            with file.open("wb") as out:
                zone = ZoneInfo("Europe/Moscow")
                written.write(
                    out, form, sheet.title, sheet.columns, sheet.rows(), language=language, zone=zone
                )
            table = open_table(file)
            found = propose(table, Company(processes=(world.process,)))
            assert set(OURS[name].split()) == {one for one in found.plan.columns if one}
            assert len(list(table.rows())) == sheet.count()


BEFORE = {
    "deals": "Number;Company;INN;Contact;Phone;E-mail;What it is about;State;Stage;Days on the stage;Norm ends;"
    "Next step;When the next step is;Sum;Paid;Currency;Led by;Channel;Opened;Closed;Why lost",
    "companies": "Number;Company;What they do;INN;Site;Known since",
    "people": "Number;Name;Post;Company;Phone;E-mail;Known since",
    "inquiries": "Number;Received;Name;Company;Phone;E-mail;Channel;What they wrote last;Messages;First answer;"
    "Answer promised by;By the entry rule;State;What it turned out to be;Deal;Led by;Whence they came;Campaign;"
    "Page before the form",
    "payments": "Paid on;Deal;Client;What it is about;Sum;Refunded;Stays with us;Currency;State;How it was paid;"
    "Entered by;Proof;Key of the payment",
}
"""How the columns were called in English before; such files are still kept."""


@pytest.mark.parametrize("name", BEFORE)
def test_a_file_of_earlier_headings_says_what_it_said(tmp_path: Path, name: str) -> None:
    file = tmp_path / "list.csv"
    filled = ";".join(f"x{place}" for place, _head in enumerate(BEFORE[name].split(";")))
    file.write_text(f"{BEFORE[name]}\n{filled}\n", encoding="utf-8")
    found = propose(open_table(file), Company())
    assert set(OURS[name].split()) == {one for one in found.plan.columns if one}

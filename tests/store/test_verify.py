"""Verifying names the first place where the rows tell another story than the log, for everything that is kept."""

from datetime import timedelta
from typing import Any

import pytest

from tests.actions.verbs import contact, inquiry
from tests.world import MONDAY, PRICE, World
from voronka.actions import clients, cycle, entry, passport, teams
from voronka.store import replay, rows, values
from voronka.store.models import (
    DealRow,
    EventRow,
    FileUse,
    InquiryRow,
    PassportVersion,
    PaymentRow,
    Person,
    StageCount,
    VisitRow,
)

pytestmark = pytest.mark.unequal


def first() -> replay.Difference:
    """The one difference there is."""
    [found] = replay.differences(5)
    return found


def test_where_everything_agrees_nothing_is_told(world: World) -> None:
    world.won_deal(), world.lost_deal(), world.deal_at("call"), inquiry(world)
    assert replay.differences(5) == [] == replay.sample_differences()


def test_every_column_of_a_deal_is_compared(world: World) -> None:
    company = clients.save_company(name="ООО «Пекарня»", by=world.head, at=world.now)
    key = world.deal_at("contract", company=company, contact=contact(world))
    columns = rows.columns(values.deal(key))
    row = DealRow.objects.values(*columns).get(pk=key)
    for column, was in row.items():
        other = _other(column, was)
        DealRow.objects.filter(pk=key).update(**{column: other})
        told = first()
        assert (told.stream, told.what) == (f"deal:{key}", column)
        assert (told.log, told.row) == (str(was), str(other))
        assert replay.sample_differences() == [told]
        DealRow.objects.filter(pk=key).update(**{column: was})


def _other(column: str, value: Any) -> Any:
    """Something else that the column could hold; keys of other tables are emptied."""
    if column.endswith("_id"):
        return None
    if column.endswith("_at"):
        return MONDAY + timedelta(days=99)
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return value[:-1] if value else "x"
        case _:
            return 5


def test_free_text_is_not_compared(world: World) -> None:
    DealRow.objects.filter(pk=world.deal()).update(title="Другое имя")
    assert replay.differences() == []


@pytest.mark.parametrize(
    ("change", "log", "row"),
    [
        ({"stage": "brief"}, "'call'", "'brief'"),
        ({"outcome": "returned"}, "'moved'", "'returned'"),
        ({"left_at": None}, "datetime", "None"),
        ({"entered_at": MONDAY}, "datetime", "datetime"),
        ({"process": "other"}, "'services'", "'other'"),
        ({"version": 7}, ", 1)", ", 7)"),
        ({"place": 9}, "(2, ", "(3, "),
    ],
    ids=lambda told: next(iter(told)) if isinstance(told, dict) else None,
)
def test_a_stay_on_a_stage_that_differs_is_told(
    world: World, change: dict[str, Any], log: str, row: str
) -> None:
    key = world.deal_at("contract")
    VisitRow.objects.filter(deal=key, place=2).update(**change)
    told = first()
    assert (told.stream, told.what) == (f"deal:{key}", "stay on a stage, number 2")
    assert log in told.log and row in told.row


def test_a_missing_and_a_surplus_stay_are_told(world: World) -> None:
    key = world.deal_at("call")
    last = VisitRow.objects.get(deal=key, place=2)
    last.delete()
    assert (first().what, first().row) == ("stay on a stage, number 2", "none")
    for place in (2, 3):
        last.pk, last.place = None, place
        last.save(force_insert=True)
    assert (first().what, first().log) == ("stay on a stage, number 3", "none")


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 1},
        {"refunded": 1},
        {"voided": True},
        {"currency": "USD"},
        {"paid_on": "2020-01-01"},
        {"by_hand": False},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_payment_that_differs_is_told(world: World, change: dict[str, Any]) -> None:
    key = world.deal_at("payment")
    world.pay(key, PRICE - 5)
    PaymentRow.objects.update(**change)
    told = first()
    assert (told.stream, told.what) == (f"deal:{key}", "payment, number 1") and told.log != told.row


def test_a_missing_a_surplus_and_a_misplaced_payment_are_told(world: World) -> None:
    key, other = world.deal_at("payment"), world.deal()
    world.pay(key, 5)
    PaymentRow.objects.update(deal=other)
    assert [(one.stream, one.what) for one in replay.differences(5)] == [
        (f"deal:{key}", "payment, number 1"),
        (f"deal:{other}", "payment, number 1"),
    ]
    PaymentRow.objects.all().delete()
    assert first().row == "none"


def test_a_file_that_no_fact_refers_to_is_told(world: World) -> None:
    key = world.deal()
    FileUse.objects.create(upload_id=world.file(), deal_id=key)
    assert (first().stream, first().what, first().log) == (f"deal:{key}", "file, number 1", "none")


def test_a_file_that_was_forgotten_is_told(world: World) -> None:
    key = world.deal()
    cycle.add_note(key=key, text="", proof=world.file(), by=world.manager, at=world.later())
    assert replay.differences() == []
    FileUse.objects.all().delete()
    assert (first().what, first().row) == ("file, number 1", "none")


@pytest.mark.parametrize("change", [{"count": 7}, {"total": 7}], ids=["count", "sum"])
def test_a_counter_that_differs_is_told(world: World, change: dict[str, int]) -> None:
    world.deal()
    StageCount.objects.filter(place="brief").update(**change)
    told = first()
    assert (told.stream, told.what) == ("counters", f"services/brief/{world.manager.id}/RUB")
    assert (told.log, told.row) == ("[1, 0]", "[7, 0]" if "count" in change else "[1, 7]")


def test_a_missing_and_a_surplus_counter_are_told(world: World) -> None:
    world.deal()
    StageCount.objects.update(owner=0)
    assert [(one.log, one.row) for one in replay.differences(5)] == [("None", "[1, 0]"), ("[1, 0]", "None")]


def test_a_counter_of_nothing_is_no_difference(world: World) -> None:
    StageCount.objects.create(process="services", place="call", owner=0, currency="RUB")
    assert replay.differences() == []


def test_every_column_of_an_inquiry_is_compared(world: World) -> None:
    key = inquiry(world)
    entry.answer_inquiry(key=key, by=world.manager, at=world.later())
    for column, was in (
        InquiryRow.objects.values(*rows.inquiry_columns(values.inquiry(key))).get(pk=key).items()
    ):
        InquiryRow.objects.filter(pk=key).update(**{column: _other(column, was)})
        assert (first().stream, first().what) == (f"inquiry:{key}", column)
        InquiryRow.objects.filter(pk=key).update(**{column: was})


def test_a_missing_row_is_told(world: World) -> None:
    key, asked = world.deal(), inquiry(world)
    InquiryRow.objects.filter(pk=asked).delete()
    assert (first().stream, first().what, first().row) == (f"inquiry:{asked}", "row", "none")
    DealRow.objects.filter(pk=key).delete()
    assert [one.stream for one in replay.differences(5)] == [f"deal:{key}", f"inquiry:{asked}"]


def test_a_surplus_row_is_told_by_its_name(world: World) -> None:
    deal, asked = DealRow.objects.get(pk=world.deal()), InquiryRow.objects.get(pk=inquiry(world))
    deal.pk, asked.pk = 777, 888
    deal.save(force_insert=True), asked.save(force_insert=True)
    assert [(one.stream, one.what, one.log) for one in replay.differences(5)] == [
        ("deal:777", "row", "none"),
        ("inquiry:888", "row", "none"),
    ]


def test_a_version_of_the_passport_that_differs_is_told(world: World) -> None:
    PassportVersion.objects.update(digest="0" * 64)
    told = replay.differences(5)
    assert [(one.stream, one.what) for one in told] == [
        ("process:services", "published version, number 1"),
        ("process:services", "text of version 1"),
    ]


def test_a_passport_that_was_rewritten_is_told(world: World) -> None:
    PassportVersion.objects.update(text="voronka: 1")
    assert first().what == "text of version 1"


def test_a_version_that_nobody_published_is_told(world: World) -> None:
    version = PassportVersion.objects.get()
    version.pk, version.number = None, 2
    version.save(force_insert=True)
    assert {one.what for one in replay.differences(5)} == {"published version, number 2", "row"}


def test_only_as_many_are_told_as_were_asked_for(world: World) -> None:
    for _ in range(5):
        world.deal()
    DealRow.objects.update(stage="call")
    assert len(replay.differences(3)) == 3
    assert len(replay.sample_differences(2)) == 2


def test_counters_are_not_blamed_for_a_deal_that_differs(world: World) -> None:
    world.deal()
    EventRow.objects.filter(kind="deal.opened").update(data="{}")
    assert [one.what for one in replay.differences(5)] == ["hash of fact 1"]


def test_it_is_told_how_far_verifying_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "PIECE", 2)
    for _ in range(4):
        world.deal()
    heard: list[tuple[int, int]] = []
    assert replay.differences(1, lambda done, total: heard.append((done, total))) == []
    assert heard == [(2, 5), (4, 5), (5, 5)]


def test_publishing_again_is_verified_too(world: World) -> None:
    text = PassportVersion.objects.get().text.replace("Созвон", "Встреча")
    passport.publish(text=text, by=world.head, at=world.later())
    assert PassportVersion.objects.count() == 2 and replay.differences() == []


def test_whose_deals_a_person_sees_is_compared_with_the_teams(world: World) -> None:
    teams.add_team(name="Север", head=world.manager.id, by=world.head, at=world.now)
    Person.objects.filter(pk=world.manager.id).update(mates=str(world.other_manager.id))
    told = first()
    assert (told.stream, told.log) == (f"person:{world.manager.id}", "")

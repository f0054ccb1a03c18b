"""Norms of open deals follow the company's own working calendar, and the log agrees at every moment."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import transaction

from tests.world import World
from voronka.actions import company
from voronka.store import replay, terms, values
from voronka.store.company import forget
from voronka.store.models import CompanySettings, DealRow, OwnDay

pytestmark = pytest.mark.django_db


def due(key: int) -> datetime | None:
    return DealRow.objects.values_list("due_at", flat=True).get(pk=key)


def test_a_day_off_of_the_company_moves_the_norms_of_open_deals(world: World) -> None:
    key = world.deal()
    assert due(key) == datetime(2026, 11, 18, 15, tzinfo=UTC)
    OwnDay.objects.create(day=date(2026, 11, 17), works=False)
    forget()
    assert replay.differences() != []
    with transaction.atomic():
        assert terms.recount() == 1
    assert due(key) == datetime(2026, 11, 19, 15, tzinfo=UTC)
    assert replay.differences() == []
    assert terms.recount() == 0


def test_the_verb_counts_again_what_it_changes(world: World) -> None:
    key = world.deal()
    told = company.set_day(
        day=date(2026, 11, 17), works=False, note="День компании", by=world.head, at=world.now
    )
    assert (told.recounted, told.job) == (1, None)
    assert due(key) == datetime(2026, 11, 19, 15, tzinfo=UTC)
    assert replay.differences() == []
    assert company.clear_day(day=date(2026, 11, 17), by=world.head, at=world.later()).recounted == 1
    assert due(key) == datetime(2026, 11, 18, 15, tzinfo=UTC)


def test_another_clock_week_and_hours_move_them_too(world: World) -> None:
    key = world.deal()
    company.change_company(time_zone="Asia/Vladivostok", by=world.owner, at=world.now)
    assert due(key) == datetime(2026, 11, 18, 8, tzinfo=UTC)
    company.change_company(closes=time(20), by=world.owner, at=world.later())
    assert due(key) == datetime(2026, 11, 18, 10, tzinfo=UTC)
    company.change_company(weekdays=[0, 3], by=world.owner, at=world.later())
    assert due(key) == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert replay.differences() == []


def test_another_process_notices_with_the_next_thing_that_it_reads(world: World) -> None:
    key = world.deal()
    before = values.calendar()
    # As if another process had done it: this one keeps what it read before.
    CompanySettings.objects.create(time_zone="Asia/Omsk", revision=5)
    assert values.calendar() == before
    values.deal(key)
    assert str(values.calendar().zone) == "Asia/Omsk"
    CompanySettings.objects.update(time_zone="Europe/Moscow", revision=6)
    values.latest()
    assert values.calendar() == before


def test_many_open_deals_are_left_to_the_worker(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    key = world.deal()
    monkeypatch.setattr(company, "AT_ONCE", 0)
    told = company.set_day(day=date(2026, 11, 17), works=False, by=world.head, at=world.now)
    assert told.job is not None
    assert due(key) == datetime(2026, 11, 18, 15, tzinfo=UTC)  # nothing is half done meanwhile
    assert replay.differences() == []
    arguments = {"day": "2026-11-17", "works": False, "note": ""}
    assert company.carry_out(arguments, world.later()) == 1
    assert company.carry_out(arguments, world.later()) == 0
    assert due(key) == datetime(2026, 11, 19, 15, tzinfo=UTC)

"""The Russian production calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from voronka.core.holidays import KNOWN_YEARS, MOVED_OFF, MOVED_ON, OFF, russian
from voronka.core.process import Span

MOSCOW = ZoneInfo("Europe/Moscow")
RUSSIA = russian(MOSCOW)
# Working days of each month of the five-day week, as the published production calendars have them.
MONTHS = {
    2024: (17, 20, 20, 21, 20, 19, 23, 22, 21, 23, 21, 21),
    2025: (17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22),
    2026: (15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22),
    2027: (15, 19, 22, 22, 19, 21, 22, 22, 22, 21, 20, 22),
}


@pytest.mark.parametrize("year", KNOWN_YEARS)
def test_every_month_has_as_many_working_days_as_the_production_calendar_says(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    counted = [
        sum(RUSSIA.works(day) for day in days if day.month == month and day.year == year)
        for month in range(1, 13)
    ]
    assert tuple(counted) == MONTHS[year]


def test_days_are_moved_only_from_a_weekday_and_only_to_a_saturday() -> None:
    assert all(day.weekday() < 5 for day in MOVED_OFF)
    assert all(day.weekday() == 5 for day in MOVED_ON)
    assert not MOVED_OFF & MOVED_ON
    assert MOVED_OFF <= OFF


def test_a_norm_does_not_run_over_the_new_year() -> None:
    friday = datetime(2025, 12, 26, 12, tzinfo=MOSCOW)
    assert RUSSIA.after(friday, Span(3, "d")) == datetime(2026, 1, 12, 18, tzinfo=MOSCOW)
    assert RUSSIA.days_between(friday, datetime(2026, 1, 12, 10, tzinfo=MOSCOW)) == 3


def test_the_companys_own_days_go_before_the_law() -> None:
    birthday, saturday = date(2026, 11, 27), date(2026, 11, 28)
    own = russian(UTC, off=[birthday, date(2027, 2, 20)], on=[saturday, date(2026, 12, 31)])
    assert not own.works(birthday)
    assert own.works(saturday)
    assert own.works(date(2026, 12, 31))
    assert not own.works(date(2027, 2, 20))
    assert not russian(UTC, off=[birthday], on=[birthday]).works(birthday)


def test_holidays_are_known_beyond_the_years_of_the_decrees() -> None:
    assert not RUSSIA.works(date(2031, 1, 8))
    assert RUSSIA.works(date(2031, 1, 9))

"""The working clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.core.process import Span
from voronka.core.workdays import Calendar

MOSCOW = ZoneInfo("Europe/Moscow")
PLAIN = Calendar(MOSCOW)
# 4 November is a day off, Saturday 1 November 2025 is worked for it.
HOLIDAY = Calendar(MOSCOW, off=frozenset({date(2025, 11, 4)}), on=frozenset({date(2025, 11, 1)}))


def moscow(day: int, hour: int = 12, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        (moscow(16), Span(1, "d"), moscow(17, 18)),
        (moscow(16), Span(0, "d"), moscow(16, 18)),
        (moscow(20), Span(1, "d"), moscow(23, 18)),
        (moscow(21), Span(3, "d"), moscow(25, 18)),
        (moscow(16), Span(3, "cd"), moscow(19)),
        (moscow(16, 10), Span(30, "m"), moscow(16, 10, 30)),
        (moscow(16, 17, 45), Span(30, "m"), moscow(17, 9, 15)),
        (moscow(20, 17), Span(2, "h"), moscow(23, 10)),
        (moscow(16, 7), Span(1, "h"), moscow(16, 10)),
        (moscow(16, 20), Span(1, "h"), moscow(17, 10)),
        (moscow(21, 11), Span(1, "h"), moscow(23, 10)),
        (moscow(16, 9), Span(9, "h"), moscow(16, 18)),
        (moscow(16, 9), Span(20, "h"), moscow(18, 11)),
    ],
)
def test_a_span_ends_when_its_working_time_is_over(start: datetime, span: Span, end: datetime) -> None:
    assert PLAIN.after(start, span) == end
    assert PLAIN.after(start, span).utcoffset() == timedelta(0) or span.unit == "cd"


def test_days_off_are_skipped_and_worked_saturdays_count() -> None:
    friday = datetime(2025, 10, 31, 12, tzinfo=MOSCOW)
    assert HOLIDAY.after(friday, Span(2, "d")) == datetime(2025, 11, 3, 18, tzinfo=MOSCOW)
    assert HOLIDAY.after(friday, Span(3, "d")) == datetime(2025, 11, 5, 18, tzinfo=MOSCOW)
    assert HOLIDAY.days_between(friday, datetime(2025, 11, 5, 9, tzinfo=MOSCOW)) == 3


def test_the_same_day_is_no_working_day_later() -> None:
    assert PLAIN.days_between(moscow(16, 9), moscow(16, 23)) == 0
    assert PLAIN.days_between(moscow(17), moscow(16)) == 0
    assert PLAIN.days_between(moscow(20), moscow(22)) == 0
    assert PLAIN.days_between(moscow(20), moscow(23)) == 1


def test_a_day_is_the_companys_and_not_the_clocks() -> None:
    late = datetime(2026, 11, 16, 22, 30, tzinfo=UTC)
    assert PLAIN.days_between(datetime(2026, 11, 16, 9, tzinfo=UTC), late) == 1


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
calendars = st.builds(
    Calendar,
    zone=st.just(UTC),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    off=st.frozensets(days, max_size=8),
    on=st.frozensets(days, max_size=8),
)


@given(calendars, days, st.integers(-3, 400))
def test_counting_by_weeks_is_the_same_as_counting_day_by_day(
    calendar: Calendar, first: date, length: int
) -> None:
    start = datetime.combine(first, time(12), UTC)
    counted = sum(calendar.works(first + timedelta(days=day)) for day in range(1, length + 1))
    assert calendar.days_between(start, start + timedelta(days=length)) == counted


@given(calendars, days, st.integers(0, 15))
def test_a_span_of_days_is_over_after_that_many_working_days(
    calendar: Calendar, first: date, count: int
) -> None:
    start = datetime.combine(first, time(12), UTC)
    assert calendar.days_between(start, calendar.after(start, Span(count, "d"))) == count


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.integers(0, 3000), st.integers(0, 3000))
def test_working_time_adds_up(start: datetime, first: int, second: int) -> None:
    begun = start.replace(tzinfo=UTC)
    halfway = PLAIN.after(begun, Span(first, "m"))
    assert PLAIN.after(halfway, Span(second, "m")) == PLAIN.after(begun, Span(first + second, "m"))


@pytest.mark.parametrize("span", [Span(21, "d"), Span(21, "cd"), Span(3, "h"), Span(30, "m"), Span(1, "d")])
def test_what_began_by_then_is_over_now_and_what_began_later_is_not(span: Span) -> None:
    calendar, now = Calendar(), datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    began = calendar.began(now, span)
    assert calendar.after(began, span) <= now
    assert calendar.after(began + timedelta(hours=2), span) > now or span.unit == "d"
    assert calendar.after(began + timedelta(days=1), span) > now

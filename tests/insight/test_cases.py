"""Stays become cases."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.insight import department
from voronka.core.holidays import russian
from voronka.core.visits import Row, columns
from voronka.core.workdays import Calendar
from voronka.insight.cases import ADVANCED, LOST, OPEN, Cases, cases, skipped
from voronka.insight.clock import working_days

MOSCOW = ZoneInfo("Europe/Moscow")
RUSSIA = russian(MOSCOW)
STAGES = ("brief", "call", "contract")
ORDERS = {1: STAGES}


def at(day: int, hour: int = 12, month: int = 11) -> float:
    return datetime(2026, month, day, hour, tzinfo=MOSCOW).timestamp()


def seen(rows: list[Row], now: float) -> list[tuple[str, int, float]]:
    """Stage, state and rounded age of each case."""
    found = cases(columns(rows), STAGES, ORDERS, now, RUSSIA)
    return [
        (STAGES[stage], state, round(age, 2))
        for stage, state, age in zip(found.stage, found.state, found.age.tolist(), strict=True)
    ]


WAY: list[Row] = [
    (7, 1, 1, "brief", at(16), at(18), "moved"),
    (7, 2, 1, "call", at(18), at(20), "lost"),
]


def test_a_case_ends_where_the_next_stage_begins() -> None:
    assert seen(WAY, at(25)) == [("brief", ADVANCED, 2.0), ("call", LOST, 2.0)]


def test_what_lies_ahead_of_the_moment_is_not_known() -> None:
    assert seen(WAY, at(17)) == [("brief", OPEN, 1.0)]
    assert seen(WAY, at(19, 15)) == [("brief", ADVANCED, 2.0), ("call", OPEN, 1.33)]


def test_a_return_does_not_make_a_second_case_and_the_way_on_counts() -> None:
    rows: list[Row] = [
        (7, 1, 1, "brief", at(16), at(17), "moved"),
        (7, 2, 1, "call", at(17), at(18), "returned"),
        (7, 3, 1, "brief", at(18), at(19), "moved"),
        (7, 4, 1, "call", at(19), at(20), "moved"),
        (7, 5, 1, "contract", at(20), at(23), "won"),
    ]
    assert seen(rows, at(18)) == [("brief", ADVANCED, 1.0), ("call", OPEN, 1.0)]
    assert seen(rows, at(30)) == [
        ("brief", ADVANCED, 1.0),
        ("call", ADVANCED, 3.0),
        ("contract", ADVANCED, 1.0),
    ]


def test_a_lost_deal_that_lives_again_is_open() -> None:
    rows = [*WAY, (7, 3, 1, "call", at(24), None, "")]
    assert seen(rows, at(25))[1] == ("call", OPEN, 5.0)
    assert seen(rows, at(23))[1] == ("call", LOST, 2.0)


def test_a_skipped_stage_leaves_no_case_and_is_counted_as_passed_by() -> None:
    rows: list[Row] = [
        (7, 1, 1, "brief", at(16), at(18), "moved"),
        (7, 2, 1, "contract", at(18), None, ""),
    ]
    found = cases(columns(rows), STAGES, ORDERS, at(20), RUSSIA)
    assert [STAGES[stage] for stage in found.stage] == ["brief", "contract"]
    assert found.state.tolist() == [ADVANCED, OPEN]
    assert skipped(found).tolist() == [0, 1, 0]


def test_a_deal_whose_beginning_is_not_there_is_left_out() -> None:
    assert seen(WAY[1:], at(25)) == []
    assert seen([], at(25)) == []
    assert skipped(cases(columns([]), STAGES, ORDERS, at(25), RUSSIA)).tolist() == [0, 0, 0]


def test_a_stage_that_no_longer_exists_was_passed_by_the_order_of_its_time() -> None:
    orders = {1: ("brief", "audit", "call", "contract"), 2: STAGES}
    rows: list[Row] = [
        (7, 1, 1, "brief", at(16), at(17), "moved"),
        (7, 2, 1, "audit", at(17), at(18), "lost"),
        (8, 1, 2, "brief", at(16), at(17), "moved"),
        (8, 2, 2, "call", at(17), None, ""),
    ]
    found = cases(columns(rows), STAGES, orders, at(20), RUSSIA)
    assert found.deal.tolist() == [7, 8, 8]
    assert found.state.tolist() == [ADVANCED, ADVANCED, OPEN]
    assert found.end.tolist() == [LOST, OPEN, OPEN]
    assert found.version.tolist() == [1, 2, 2]


def test_a_new_version_that_moves_the_deal_on_is_no_step_of_the_deal() -> None:
    rows: list[Row] = [
        (7, 1, 1, "brief", at(16), at(18), "migrated"),
        (7, 2, 1, "call", at(18), None, ""),
    ]
    assert seen(rows, at(20)) == [("brief", OPEN, 4.0), ("call", OPEN, 2.0)]
    gone_on = [rows[0], (7, 2, 1, "call", at(18), at(19), "moved"), (7, 3, 1, "contract", at(19), None, "")]
    assert seen(gone_on, at(20)) == [
        ("brief", ADVANCED, 3.0),
        ("call", ADVANCED, 1.0),
        ("contract", OPEN, 1.0),
    ]


def test_nights_days_off_and_holidays_take_no_time() -> None:
    moments = [
        datetime(2025, 12, 30, 18, tzinfo=MOSCOW),
        datetime(2026, 1, 12, 9, tzinfo=MOSCOW),
        datetime(2026, 1, 12, 13, 30, tzinfo=MOSCOW),
        datetime(2026, 1, 16, 23, tzinfo=MOSCOW),
        datetime(2026, 1, 18, 12, tzinfo=MOSCOW),
    ]
    told = working_days(RUSSIA, np.array([moment.timestamp() for moment in moments]))
    assert (told - told[0]).tolist() == [0.0, 0.0, 0.5, 5.0, 5.0]


@given(
    st.lists(st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)), min_size=1, max_size=8),
    st.sampled_from([MOSCOW, ZoneInfo("America/New_York"), UTC]),
)
@settings(max_examples=60)
def test_many_moments_at_once_are_the_same_as_one_by_one(moments: list[datetime], zone: ZoneInfo) -> None:
    calendar = Calendar(zone, opens=time(8), closes=time(20), off=frozenset({date(2026, 1, 1)}))
    asked = [moment.replace(tzinfo=UTC) for moment in moments]
    told = working_days(calendar, np.array([moment.timestamp() for moment in asked]))
    for moment, days in zip(asked, told - told[0], strict=True):
        assert days == pytest.approx(_slowly(calendar, asked[0], moment), abs=1e-9)


def _slowly(calendar: Calendar, start: datetime, end: datetime) -> float:
    def since(moment: datetime) -> float:
        local = moment.astimezone(calendar.zone)
        opens = local.replace(hour=8, minute=0, second=0, microsecond=0)
        part = min(max(((local.hour * 60 + local.minute) * 60 + local.second + local.microsecond / 1e6
                        - 8 * 3600) / (12 * 3600), 0.0), 1.0)  # fmt: skip
        ref = datetime(2024, 12, 1, 12, tzinfo=UTC)
        return calendar.days_between(ref, opens) - calendar.works(local.date()) * (1 - part)

    return since(end) - since(start)


def test_the_order_of_rows_does_not_matter() -> None:
    rows = department.deals(3, weeks=6)
    now = department.BEGIN + 8 * department.WEEK
    one = cases(columns(rows), department.STAGES, department.ORDERS, now, department.DAYS)
    shuffled = [rows[place] for place in np.random.default_rng(1).permutation(len(rows))]
    other = cases(columns(shuffled), department.STAGES, department.ORDERS, now, department.DAYS)
    for name in ("deal", "stage", "state", "age", "end", "opened"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_declared_holidays_move_nothing() -> None:
    """A week of rest, and everything that happened after it a week later: the ages are the same."""
    rest, begin = frozenset(date(2026, 11, day) for day in range(16, 21)), at(16, 0)
    now, week = at(27), 7 * 86_400
    rows: list[Row] = [
        (7, 1, 1, "brief", at(11), at(17), "moved"),
        (7, 2, 1, "call", at(17), None, ""),
        (8, 1, 1, "brief", at(12), at(19), "lost"),
    ]

    def later(moment: float | None) -> float | None:
        return moment if moment is None or moment < begin else moment + week

    moved = [(*row[:4], later(row[4]) or 0.0, later(row[5]), row[6]) for row in rows]
    plain: Cases = cases(columns(rows), STAGES, ORDERS, now, RUSSIA)
    rested = cases(columns(moved), STAGES, ORDERS, now + week, russian(MOSCOW, off=rest))
    assert np.allclose(plain.age, rested.age)
    assert np.array_equal(plain.state, rested.state)

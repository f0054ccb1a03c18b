"""How many go on: against hand-made figures, against a department whose truth is known, and against tricks."""

from collections.abc import Sequence

import numpy as np
import pytest

from tests.insight import department
from voronka.core.visits import Row, columns
from voronka.insight.cases import Cases, cases
from voronka.insight.durations import incidence, quantile, waiting
from voronka.insight.funnel import GRID, Funnel, funnel, pass_rate, times

TRUTH = float(np.prod(department.RATES))
NONE: np.ndarray = np.zeros(0)  # type: ignore[type-arg]


def looked_at(rows: Sequence[Row], weeks: float) -> Funnel:
    """The funnel of all deals, as of so many weeks after the beginning."""
    found = known(rows, weeks)
    return funnel(found, found.where(np.zeros(len(found.deal), dtype=np.bool_)), times(found))


def known(rows: Sequence[Row], weeks: float) -> Cases:
    now = department.BEGIN + weeks * department.WEEK
    return cases(columns(rows), department.STAGES, department.ORDERS, now, department.DAYS)


def test_incidence_is_that_of_aalen_and_johansen_by_hand() -> None:
    # Ages 1 (on), 2 (lost), 2 (open), 3 (on), 4 (open).
    ages, states = np.array([1.0, 2.0, 2.0, 3.0, 4.0]), np.array([1, 2, 0, 1, 0])
    found = incidence(ages, states)
    assert found.times.tolist() == [1.0, 2.0, 3.0]
    # At 1: 1/5. At 2: staying 4/5, lost 1/4 of it. At 3: staying 3/5, 2 at risk, one goes on.
    assert found.advanced.tolist() == pytest.approx([0.2, 0.2, 0.5])
    assert found.lost.tolist() == pytest.approx([0.0, 0.2, 0.2])
    assert quantile(found, 0.4) == 1.0
    assert quantile(found, 0.5) == 3.0
    assert waiting(found.times, found.advanced, np.array([0.5, 1.0, 9.0]), 1e-6).tolist() == pytest.approx(
        [1.0, 0.6, 1e-6]
    )


def test_without_open_deals_the_posterior_is_the_beta_of_the_counts() -> None:
    rate = pass_rate(30, 10, NONE, NONE, (1.0, 1.0))
    density = GRID**30 * (1 - GRID) ** 10
    assert rate.weights == pytest.approx(density / density.sum(), abs=1e-12)
    assert float(rate.weights @ GRID) == pytest.approx(31 / 42, abs=1e-4)
    assert rate.rate == pytest.approx(31 / 42)
    assert rate.low < 0.74 < rate.high
    # Quantiles of Beta(31, 11), as tables have them.
    assert (rate.low, rate.high) == pytest.approx((0.597, 0.857), abs=0.004)


def test_a_young_open_deal_says_nothing_and_an_old_one_is_lost() -> None:
    plain = pass_rate(12, 4, NONE, NONE)
    young = pass_rate(12, 4, np.ones(200), np.ones(200))
    assert young.weights == pytest.approx(plain.weights, abs=1e-9)
    assert young.rate == pytest.approx(plain.rate, abs=1e-3)
    old = pass_rate(12, 4, np.full(8, 1e-6), np.full(8, 1e-3))
    lost = pass_rate(12, 12, NONE, NONE)
    assert old.weights == pytest.approx(lost.weights, abs=1e-3)
    assert old.rate == pytest.approx(lost.rate, abs=1e-3)


def test_below_twenty_there_is_too_little_data() -> None:
    few = looked_at(department.deals(1, weeks=1, per_week=15), 20)
    assert few.deals < 20
    assert few.rate is None
    assert all(stage.rate is None and stage.median is None for stage in few.stages)
    assert few.deals == few.won + few.lost + few.open
    assert looked_at([], 20).deals == 0


def test_counts_add_up() -> None:
    seen = looked_at(department.deals(2, weeks=20), 24)
    first = seen.stages[0]
    assert first.n == seen.deals == seen.won + seen.lost + seen.open
    for stage, following in zip(seen.stages, seen.stages[1:], strict=False):
        assert stage.n == stage.advanced + stage.lost + stage.open
        assert following.n == stage.advanced
    assert seen.stages[-1].advanced == seen.won
    assert seen.lost == sum(stage.lost for stage in seen.stages)


def simulated(runs: int, *, weeks: int, after: float, seed: int = 0) -> list[Funnel]:
    return [looked_at(department.deals(seed + n, weeks=weeks), weeks + after) for n in range(runs)]


def judged(seen: Sequence[Funnel]) -> tuple[float, float]:
    """Bias of the whole conversion, and the share of intervals that hold the truth."""
    told = [one for one in seen if one.rate is not None and one.low is not None and one.high is not None]
    assert len(told) >= 0.9 * len(seen)  # the others say that there is too little data
    bias = float(np.mean([one.rate for one in told])) - TRUTH
    return bias, float(np.mean([one.low <= TRUTH <= one.high for one in told]))  # type: ignore[operator]


def test_the_figure_is_true_while_a_third_of_the_deals_is_still_open() -> None:
    """200 departments of ten leads a week, seen the day after the last lead of a quarter came in."""
    seen = simulated(200, weeks=12, after=0.1)
    bias, coverage = judged(seen)
    assert np.mean([one.open / one.deals for one in seen]) > 0.33
    assert abs(bias) <= 0.02
    assert 0.90 <= coverage <= 0.995
    # What a pipeline report says of the same deals is far off: won of all, and won of the closed ones.
    assert np.mean([one.won / one.deals for one in seen]) < TRUTH - 0.04
    assert np.mean([one.won / (one.won + one.lost) for one in seen]) > TRUTH + 0.03


@pytest.mark.slow
def test_goals_of_bias_and_coverage_in_a_thousand_departments() -> None:
    for weeks, after in ((12, 0.1), (26, 0.1), (52, 0.1), (26, 8)):
        bias, coverage = judged(simulated(1000, weeks=weeks, after=after, seed=10_000))
        assert abs(bias) <= 0.02, (weeks, after)
        assert 0.92 <= coverage <= 0.995, (weeks, after)


def test_later_events_change_nothing_for_a_past_day() -> None:
    rows = department.deals(5, weeks=30)
    day = department.BEGIN + 20 * department.WEEK
    then = [
        (*row[:5], row[5] if row[5] is not None and row[5] <= day else None,
         row[6] if row[5] is not None and row[5] <= day else "")
        for row in rows
        if row[4] <= day
    ]  # fmt: skip
    assert looked_at(rows, 20) == looked_at(then, 20)
    assert looked_at(rows, 20) != looked_at(rows, 21)


def test_closing_all_dead_cards_on_one_day_changes_conversion_by_less_than_a_point() -> None:
    rows = department.deals(6, weeks=40)
    day = department.BEGIN + 40 * department.WEEK
    dead = 60 * 86_400
    cleaned = [(*row[:5], day, "lost") if row[5] is None and row[4] < day - dead else row for row in rows]
    before, after = looked_at(rows, 40), looked_at(cleaned, 40.01)
    assert sum(row != other for row, other in zip(rows, cleaned, strict=True)) > 20
    assert after.open < before.open - 20
    assert before.rate == pytest.approx(after.rate, abs=0.01)


def test_twice_the_deals_narrow_the_interval_by_the_root_of_two() -> None:
    rows = department.deals(7, weeks=40)
    count = max(row[0] for row in rows)
    one, two = looked_at(rows, 41), looked_at([*rows, *((row[0] + count, *row[1:]) for row in rows)], 41)
    widths = [(a.high - a.low) / (b.high - b.low) for a, b in zip(one.stages, two.stages, strict=True)]  # type: ignore[operator]
    assert np.mean(widths) == pytest.approx(2**0.5, rel=0.04)
    assert (one.high - one.low) / (two.high - two.low) == pytest.approx(2**0.5, rel=0.06)  # type: ignore[operator]


def test_a_renamed_stage_is_only_named_otherwise() -> None:
    rows = department.deals(8, weeks=20)
    names = dict(zip(department.STAGES, ("a", "b", "c", "d", "e"), strict=True))
    renamed = [(*row[:3], names[row[3]], *row[4:]) for row in rows]
    now = department.BEGIN + 21 * department.WEEK
    stages = tuple(names.values())
    found = cases(columns(renamed), stages, {1: stages}, now, department.DAYS)
    other = funnel(found, found.where(np.zeros(len(found.deal), dtype=np.bool_)), times(found))
    plain = looked_at(rows, 21)
    assert (other.rate, other.low, other.high) == (plain.rate, plain.low, plain.high)
    assert [one.stage for one in other.stages] == list(stages)


def test_a_young_cohort_begins_from_what_earlier_deals_say() -> None:
    rows = department.deals(9, weeks=60)
    found = known(rows, 60)
    since = department.BEGIN + 57 * department.WEEK
    young = funnel(found.where(found.opened >= since), found.where(found.opened < since), times(found))
    assert young.deals >= 20
    assert young.stages[-1].rate is None
    assert young.rate is not None
    assert young.low is not None and young.high is not None
    assert young.low < TRUTH < young.high
    assert young.high - young.low > 0.08


def test_a_stage_that_some_deals_skip_does_not_lower_the_whole() -> None:
    rows = department.deals(10, weeks=52)
    # Every other deal passes the strategy by; those deals are never lost there.
    skipping = [row for row in rows if not (row[3] == "strategy" and row[0] % 2)]
    lost_there = {row[0] for row in rows if row[3] == "strategy" and row[6] != "moved"}
    kept = [row for row in skipping if not (row[0] in lost_there and row[0] % 2)]
    seen = looked_at(kept, 60)
    strategy = seen.stages[2]
    assert strategy.skipped > 50
    assert seen.rate == pytest.approx(seen.won / seen.deals, abs=0.02)


def test_a_deal_won_from_an_early_stage_has_passed_the_others_by() -> None:
    """As files of other systems tell it: where a won deal stood before is not known."""
    day, rows = 86_400.0, list[Row]()
    for number in range(1, 101):
        end = "imported" if number <= 40 else "lost"
        begun = department.BEGIN + number
        rows.append((number, 1, 1, department.STAGES[0], begun, begun + 9 * day, end))
    found = looked_at(rows, 60)
    assert (found.won, found.lost, found.open) == (40, 60, 0)
    assert [one.skipped for one in found.stages] == [0, *[40] * (len(department.STAGES) - 1)]
    assert found.rate == pytest.approx(0.4, abs=0.01)
    assert found.low is not None and found.high is not None and found.low < 0.4 < found.high

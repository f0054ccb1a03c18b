"""Every figure that is kept: by version and by period."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.insight import department
from tests.world import SERVICES
from voronka.core.process import Cycle, Span, Stage
from voronka.core.visits import Row, columns
from voronka.insight.reckoning import funnels, norm_of

AT = datetime.fromtimestamp(department.BEGIN + 80 * department.WEEK, UTC)
STAGES = tuple(Stage(stage, stage.title(), norm=Span(3, "d")) for stage in department.STAGES)
FIRST = replace(SERVICES, cycle=Cycle(STAGES))
# The second version asks nothing of the strategy: it has no such stage.
SECOND = replace(FIRST, version=2, cycle=Cycle(STAGES[:2] + STAGES[3:]))


def test_each_version_and_period_has_its_figures() -> None:
    rows = department.deals(1, weeks=78)
    half = max(row[0] for row in rows) // 2
    # The newer half of the deals was opened under the second version; nobody of them was on the strategy.
    young = {row[0] for row in rows if row[4] > department.BEGIN + 50 * department.WEEK and row[1] == 1}
    told = [(*row[:2], 2 if row[0] in young else 1, *row[3:]) for row in rows]
    told = [row for row in told if not (row[2] == 2 and row[3] == "strategy")]
    figures = funnels(columns(told), {1: FIRST, 2: SECOND}, AT, department.DAYS)
    assert set(figures) == {f"{version}/{days}" for version in (0, 1, 2) for days in (90, 364)}
    assert half
    assert [one["stage"] for one in figures["1/364"]["stages"]] == list(department.STAGES)
    for key in ("0/364", "2/364"):
        assert [one["stage"] for one in figures[key]["stages"]] == ["brief", "call", "contract", "payment"]
    assert figures["0/364"]["deals"] == figures["1/364"]["deals"] + figures["2/364"]["deals"]
    assert figures["1/90"]["deals"] == 0
    assert figures["1/90"]["rate"] is None
    assert figures["2/90"]["stages"][0]["due"] > 0


def test_the_norm_is_judged_by_the_end_of_its_last_day() -> None:
    at = datetime(2025, 1, 31, 17, tzinfo=UTC)

    def moment(day: int, hour: int) -> float:
        return datetime(2025, 1, day, hour, tzinfo=UTC).timestamp()

    rows: list[Row] = [
        (1, 1, 1, "brief", moment(6, 15), moment(9, 17), "moved"),  # the evening of the third day after
        (2, 1, 1, "brief", moment(6, 15), moment(10, 10), "moved"),  # the morning after
        (3, 1, 1, "brief", moment(6, 15), None, ""),
        (4, 1, 1, "brief", moment(29, 15), moment(29, 16), "moved"),  # the term is not over: says nothing yet
    ]
    rows += [(row[0], 2, 1, "call", row[5], None, "") for row in rows if row[5]]
    first = funnels(columns(rows), {1: FIRST}, at, department.DAYS)["1/90"]["stages"][0]
    assert (first["due"], first["within"]) == (3, 1)


@pytest.mark.parametrize(
    ("norm", "days"),
    [(Span(2, "d"), (2.0, True)), (Span(9, "h"), (1.0, False)), (Span(270, "m"), (0.5, False))],
)
def test_norms_are_told_in_working_days(norm: Span, days: tuple[float, bool]) -> None:
    assert norm_of(norm, department.DAYS) == days
    assert norm_of(Span(21, "cd"), department.DAYS) is None

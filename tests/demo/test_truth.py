"""An honest count of the demo's log finds what was planted, whatever the seed and the language."""

from datetime import UTC, date, datetime, time
from statistics import fmean, median

import pytest

from tests.demo.recount import Recount, Told, conversion, stage_rate
from voronka.actions import figures
from voronka.core.access import SYSTEM
from voronka.demo import plots, story, truth, versions
from voronka.formats.passport import read
from voronka.insight.reckoning import funnels
from voronka.queries.cycle.funnel import funnel
from voronka.queries.passport.measured import judge
from voronka.store import values
from voronka.store.models import Person

TODAY = date(2026, 11, 22)
BEFORE, AFTER = range(8), range(52, 66)
NEW = range(truth.RENEWED, truth.WEEKS - 9)
"""Weeks before the slide, at its end, and of the second version as far as its deals are over."""


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(("language", "seed"), [("ru", 1), ("en", 2)])
def test_two_years_hold_what_was_planted(language: str, seed: int) -> None:
    story.tell(today=TODAY, language=language, seed=seed)
    count = Recount(TODAY, truth.WEEKS)
    the_flow(count)
    the_slide(count)
    its_cause(count)
    the_second_version(count)
    what_people_do(count)
    the_figures()


def the_figures() -> None:
    """What the worker counts finds what was planted: stage by stage, within its interval, and from end to end."""
    at = datetime.combine(TODAY, time(6), UTC)
    figures.recount(reckon=funnels, judge=judge, by=SYSTEM, at=at)
    seen = funnel(by=SYSTEM, at=at, version=2, days=364)
    planted = truth.CONVERSION[2]
    sure = [
        one for one in seen.stages if one.stage in planted and one.low is not None and one.high is not None
    ]
    assert len(sure) == len(planted)
    held = sum(one.low <= planted[one.stage] <= one.high for one in sure)  # type: ignore[operator]
    assert held >= len(planted) - 1
    assert seen.rate == pytest.approx(0.20, abs=0.04)
    assert seen.open > 20
    first = funnel(by=SYSTEM, at=at, version=1, days=364)
    fault = next(one for one in first.stages if one.stage == truth.FAULT)
    assert fault.high is not None and fault.high < truth.SOUND - 0.3


def the_flow(count: Recount) -> None:
    """Eleven leads a week, 2,400 inquiries, fewer in the first days of January."""
    assert len(count.deals) == truth.LEADS_A_WEEK * truth.WEEKS
    assert 2300 <= len(count.inquiries) <= 2420
    january = [deal for deal in count.deals.values() if deal.opened.month == 1 and deal.opened.day < 9]
    assert len(january) <= 4
    quarters = [len(count.of_weeks(range(first, first + 13))) / 13 for first in range(0, truth.WEEKS, 13)]
    assert all(8 <= rate <= 14 for rate in quarters)


def the_slide(count: Recount) -> None:
    """From four of ten to one of ten, quarter by quarter, and by one stage alone."""
    assert conversion(count.of_weeks(BEFORE)) == pytest.approx(0.40, abs=0.04)
    assert conversion(count.of_weeks(AFTER)) == pytest.approx(0.11, abs=0.03)
    for first in range(0, truth.RENEWED - 13, 13):
        weeks = range(first, first + 13)
        planted = fmean(truth.conversion(week) for week in weeks)
        assert conversion(count.of_weeks(weeks)) == pytest.approx(planted, abs=0.04)
    early, late = count.of_weeks(range(13)), count.of_weeks(range(47, 66))
    for stage, planted in truth.CONVERSION[1].items():
        if stage == truth.FAULT:
            assert stage_rate(early, stage) - stage_rate(late, stage) > 0.4
        else:
            assert stage_rate(early + late, stage) == pytest.approx(planted, abs=0.06)


def its_cause(count: Recount) -> None:
    """Recordings were no longer made, a guard that only warned let the deals through, and the work grew slow."""

    def unrecorded(deals: list[Told]) -> float:
        through = [deal for deal in deals if truth.FAULT in deal.left]
        return sum("recording_sent" in deal.passed for deal in through) / len(through)

    def days(deals: list[Told]) -> float:
        return median(deal.stays[truth.FAULT] for deal in deals if truth.FAULT in deal.left)

    before, after = count.of_weeks(BEFORE), count.of_weeks(AFTER)
    assert unrecorded(before) < 0.15
    assert unrecorded(after) > 0.55
    assert days(after) > 1.4 * days(before)
    silent = [deal.reason == "silence" for deal in after if deal.end == "lost" and deal.stage == truth.FAULT]
    assert fmean(silent) > 0.5
    heads = [count.week(at) for by, when in count.by.items() for at in when if by in meeting_people()]
    assert not [week for week in heads if week in range(truth.UNWATCHED.start + 1, truth.UNWATCHED.stop)]
    assert len(set(heads)) > 50


def meeting_people() -> set[str]:
    return {
        f"person:{key}"
        for key in Person.objects.filter(role__in=("owner", "head")).values_list("pk", flat=True)
    }


def the_second_version(count: Recount) -> None:
    """Another order of stages, two of ten, a higher check, and no strategy without its recording."""
    process = values.latest()
    first, second = values.process(process.key, 1), values.process(process.key, 2)
    assert process.version == 2
    assert [stage.id for stage in first.cycle.stages] != [stage.id for stage in second.cycle.stages]
    deals = count.of_weeks(NEW)
    assert {deal.version for deal in deals} == {2}
    assert conversion(deals) == pytest.approx(0.20, abs=0.03)
    assert 0.02 < fmean("recording_sent" in deal.passed for deal in deals if truth.FAULT in deal.left) < 0.15
    excepted = [
        deal for deal in count.deals.values() if deal.version == 2 and "recording_sent" in deal.passed
    ]
    assert count.kinds["deal.exception_granted"] == len(excepted)
    for version, check in truth.CHECK.items():
        sums = [
            deal.agreed / 100
            for deal in count.deals.values()
            if deal.end == "won" and deal.version == version
        ]
        assert fmean(sums) == pytest.approx(check, rel=0.05)


def what_people_do(count: Recount) -> None:
    """Refusals, returns, refunds, voids, exits: rare, and there."""
    kinds = count.kinds
    for kind, least, most in (
        ("deal.move_refused", 60, 140),
        ("deal.returned", 12, 60),
        ("deal.reopened", 8, 30),
        ("payment.refunded", 5, 20),
        ("payment.voided", 3, 14),
        ("handover.returned", 8, 30),
    ):
        assert least <= kinds[kind] <= most, (kind, kinds[kind])
    assert 15 <= sum(deal.early for deal in count.deals.values()) <= 45
    missed = [
        facts
        for facts in count.inquiries.values()
        if sum(kind == "inquiry.message_added" for kind, *_ in facts) >= 2
    ]
    assert [facts for facts in missed if not any(kind == "inquiry.answered" for kind, *_ in facts)]


def test_the_plotter_knows_the_norms_and_the_stages_of_both_versions() -> None:
    for language in ("ru", "en"):
        for version, stages in plots.STAGES.items():
            reading = read(versions.text(language, version, TODAY))
            assert reading.process is not None
            assert not reading.findings
            assert [stage.id for stage in reading.process.cycle.stages] == list(stages)
            assert {
                stage.id: stage.norm and stage.norm.amount for stage in reading.process.cycle.stages
            } == plots.NORMS

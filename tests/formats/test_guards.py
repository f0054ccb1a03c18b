"""Conditions in a passport's text: which are refused, which only leave something open."""

import pytest

from tests.world import PASSPORT
from voronka.formats.passport import read


def found(text: str) -> dict[str, str]:
    """The grade of everything that a check finds."""
    return {one.code: one.grade for one in read(text).findings}


@pytest.mark.parametrize(
    "rule",
    ["{paid: 100%, handover: accepted, mode: warn}", "{paid: {paid: 100%, mode: warn}, handover: accepted}"],
)
def test_the_rule_of_the_win_has_no_mode(rule: str) -> None:
    text = PASSPORT.replace("{paid: 100%, handover: accepted}", rule)
    [error] = read(text).errors
    assert error.code == "won_when_is_strict"
    assert error.line == text[: text.index("won_when")].count("\n") + 1


def test_the_first_and_the_last_stage_are_never_skipped() -> None:
    skips = "  may_skip: {brief: deal.early, call: deal.early, handover: deal.early}\n  lost_reasons:"
    codes = [one.code for one in read(PASSPORT.replace("  lost_reasons:", skips)).findings]
    assert codes.count("skip_never") == 2


def test_a_condition_that_nothing_can_meet_is_a_gap_and_one_that_names_nobody_an_error() -> None:
    asked = "[tripwire_paid, instruction_acknowledged, {approved: king}, {waited: soon}]"
    codes = found(PASSPORT.replace("[call_logged]", asked))
    assert codes["no_tripwire"] == codes["no_instruction_to_read"] == "gap"
    assert codes["span_unreadable"] == codes["unknown_role"] == "error"

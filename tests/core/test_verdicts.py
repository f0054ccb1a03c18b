"""When an answer of the passport holds: the thresholds to the case."""

import pytest

from tests.world import SERVICES
from voronka.core import verdicts
from voronka.core.verdicts import ClosingFacts, CycleFacts, Verdict


@pytest.mark.parametrize(
    ("finished", "by_exception", "state"),
    [
        (0, 0, "answered"),
        (9, 0, "answered"),
        (10, 0, "holds"),
        (10, 1, "holds"),
        (10, 2, "remark"),
        (20, 3, "remark"),
        (20, 4, "remark"),
        (20, 5, "fails"),
        (97, 11, "remark"),
    ],
)
def test_the_cycle_holds_when_nine_of_ten_deals_followed_it(
    finished: int, by_exception: int, state: str
) -> None:
    verdict = verdicts.cycle(CycleFacts(finished, by_exception))
    assert verdict.state == state
    assert verdict.why == {"holds": (), "answered": ("few",)}.get(state, ("exceptions",))


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (ClosingFacts(2, 2, 0, 0, 0), Verdict("answered", ("few",))),
        (ClosingFacts(3, 3, 0, 0, 0), Verdict("holds")),
        (ClosingFacts(12, 12, 2, 5, 1), Verdict("holds")),
        (ClosingFacts(12, 12, 3, 5, 1), Verdict("remark", ("by_hand",))),
        (ClosingFacts(12, 12, 0, 4, 1), Verdict("remark", ("unpaid",))),
        (ClosingFacts(12, 12, 12, 4, 1), Verdict("remark", ("unpaid", "by_hand"))),
        (ClosingFacts(12, 12, 0, 2, 1), Verdict("fails", ("unpaid",))),
        (ClosingFacts(20, 19, 0, 0, 0), Verdict("remark", ("money",))),
        (ClosingFacts(12, 10, 12, 0, 0), Verdict("fails", ("money",))),
    ],
)
def test_the_exit_point_holds_when_every_win_has_its_money(facts: ClosingFacts, verdict: Verdict) -> None:
    assert verdicts.closing(facts) == verdict


def test_a_question_without_figures_is_answered_or_not() -> None:
    assert verdicts.declared(SERVICES, "owner").state == "answered"
    assert verdicts.declared(SERVICES, "resources").state == "not_answered"

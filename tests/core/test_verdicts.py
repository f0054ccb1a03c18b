"""When an answer of the passport holds: the thresholds to the case."""

import pytest

from tests.world import SERVICES
from voronka.core import verdicts
from voronka.core.verdicts import (
    ClosingFacts,
    CycleFacts,
    DocumentFacts,
    EntryFacts,
    ProductFacts,
    Verdict,
)


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


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (EntryFacts(20, 0, 9, 0, 9, 9), Verdict("answered", ("few",))),
        (EntryFacts(20, 1, 20, 1, 20, 18), Verdict("holds")),
        (EntryFacts(20, 2, 20, 1, 20, 18), Verdict("remark", ("early",))),
        (EntryFacts(20, 3, 20, 3, 20, 16), Verdict("remark", ("early", "missed", "slow"))),
        (EntryFacts(20, 4, 20, 0, 20, 20), Verdict("fails", ("early",))),
        (EntryFacts(0, 0, 10, 0, 0, 0), Verdict("holds")),
    ],
)
def test_the_entry_point_holds_when_little_is_early_missed_or_late(
    facts: EntryFacts, verdict: Verdict
) -> None:
    assert verdicts.entry(facts) == verdict


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (ProductFacts(2, 2, 2, 0), Verdict("answered", ("few",))),
        (ProductFacts(10, 9, 20, 1), Verdict("holds")),
        (ProductFacts(10, 8, 20, 1), Verdict("remark", ("again",))),
        (ProductFacts(10, 7, 20, 4), Verdict("fails", ("again", "refunded"))),
    ],
)
def test_the_product_holds_when_production_takes_it_and_money_stays(
    facts: ProductFacts, verdict: Verdict
) -> None:
    assert verdicts.product(facts) == verdict


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (DocumentFacts(0, 0, 0, 0), Verdict("answered", ("few",))),
        (DocumentFacts(9, 9, 0, 0), Verdict("holds")),
        (DocumentFacts(9, 9, 20, 19), Verdict("holds")),
        (DocumentFacts(10, 9, 20, 18), Verdict("remark", ("unpublished", "unread"))),
        (DocumentFacts(10, 8, 20, 20), Verdict("fails", ("unpublished",))),
        (DocumentFacts(9, 9, 20, 16), Verdict("fails", ("unread",))),
    ],
)
def test_documents_hold_when_they_have_a_text_and_are_read(facts: DocumentFacts, verdict: Verdict) -> None:
    assert verdicts.documents(facts) == verdict


def test_what_can_not_be_told_yet_is_only_answered_and_what_is_wrong_already_fails() -> None:
    assert verdicts.owner(40, 0) == Verdict("answered", ("later",))
    assert verdicts.owner(40, 4) == Verdict("remark", ("ownerless",))
    assert verdicts.owner(40, 5) == Verdict("fails", ("ownerless",))
    assert verdicts.owner(0, 0) == Verdict("answered", ("later",))
    assert verdicts.resources(0, 0) == Verdict("answered", ("later",))
    assert verdicts.resources(1, 2) == Verdict("fails", ("holder", "overdue"))
    assert verdicts.targets(True) == Verdict("answered", ("later",))
    assert verdicts.targets(False) == Verdict("fails", ("no_plan",))

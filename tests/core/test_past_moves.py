"""The way of a deal that another system tells: whole and in order, or refused at the line that contradicts."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.world import SERVICES
from voronka.core import events as e
from voronka.core.deal import Stamp
from voronka.core.imports import LOST, WON
from voronka.core.past_moves import Change, Contradiction, Standing, way
from voronka.core.visits import visits

BEGUN = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    return BEGUN + timedelta(days=number)


def standing(
    status: str = "open", stage: str = "contract", entered: int = 0, closed: int | None = None
) -> Standing:
    end = None if closed is None else day(closed)
    return Standing(SERVICES, status, stage, BEGUN, day(entered), end)


def told(*changes: tuple[str, int] | tuple[str, int, str]) -> list[Change]:
    return [
        Change(number, one[0], day(one[1]), one[2] if len(one) > 2 else "")
        for number, one in enumerate(changes, start=2)
    ]


def short(changes: list[Change], deal: Standing) -> list[tuple[str, int, bool]] | tuple[int, str]:
    found = way(changes, deal, zone=UTC, now=NOW)
    if isinstance(found, Contradiction):
        return found.number, found.problem.code
    return [
        (one["to"], (datetime.fromisoformat(one["at"]) - BEGUN).days, one.get("back", False)) for one in found
    ]


def test_changes_become_stays_in_any_order_of_the_lines() -> None:
    expected = [("brief", 0, False), ("call", 2, False), ("brief", 5, True), ("contract", 9, False)]
    lines = told(("call", 2, "brief"), ("brief", 5, "call"), ("contract", 9, "brief"))
    assert short(lines, standing()) == expected
    assert short(lines[::-1], standing()) == expected


def test_a_line_that_tells_no_move_and_one_of_the_first_day_make_no_stay() -> None:
    lines = told(("call", 0), ("call", 1), ("contract", 3), ("contract", 4))
    assert short(lines, standing()) == [("call", 0, False), ("contract", 3, False)]


def test_a_history_that_begins_later_begins_where_it_says_or_on_the_first_stage() -> None:
    assert short(told(("contract", 3, "call")), standing()) == [("call", 0, False), ("contract", 3, False)]
    assert short(told(("contract", 3)), standing()) == [("brief", 0, False), ("contract", 3, False)]


def test_several_changes_of_one_moment_keep_the_order_of_the_file_also_the_newest_first() -> None:
    lines = told(("call", 2), ("contract", 2), ("payment", 3))
    assert [stage for stage, *_ in short(lines, standing(stage="payment"))] == [  # type: ignore[misc]
        "brief", "call", "contract", "payment",
    ]  # fmt: skip
    newest_first = told(("payment", 3), ("contract", 2), ("call", 2))
    assert short(newest_first, standing(stage="payment")) == short(lines, standing(stage="payment"))


def test_a_closed_deal_ends_as_it_ended_and_one_that_lived_on_has_both_ends() -> None:
    won = standing("imported", closed=10)
    assert short(told(("call", 2), (WON, 10)), won) == [("brief", 0, False), ("call", 2, False)]
    assert short(told(("call", 2)), won) == [("brief", 0, False), ("call", 2, False)]
    assert short(told(("call", 2), (LOST, 4), ("call", 6), (WON, 10)), won) == [
        ("brief", 0, False), ("call", 2, False), ("=lost", 4, False), ("call", 6, False),
    ]  # fmt: skip
    assert short(told((WON, 10)), standing("imported", "call", closed=10)) == [("call", 0, False)]


def test_a_stay_that_the_deals_own_line_tells_may_be_missing_at_the_end() -> None:
    assert short(told(("call", 2)), standing(entered=7)) == [
        ("brief", 0, False), ("call", 2, False), ("contract", 7, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "deal", "refused"),
    [
        (told(("call", 2), ("contract", 4, "payment")), standing(), (3, "history_gap")),
        (told(("call", -3), ("contract", 4)), standing(), (2, "change_before_open")),
        (
            told(("call", 2), ("payment", 20), (WON, 10)),
            standing("imported", closed=10),
            (3, "change_after_close"),
        ),
        (told(("talks", 2)), standing(), (2, "stage_elsewhere")),
        (told(("call", 2), ("contract", 900)), standing(), (3, "in_the_future")),
        (told(("call", 2)), standing(), (2, "history_ends_elsewhere")),
        (told(("call", 2), (LOST, 5)), standing(), (3, "history_ends_elsewhere")),
        (told(("call", 2), (LOST, 5)), standing("imported", closed=5), (3, "history_ends_elsewhere")),
    ],
)
def test_what_contradicts_is_refused_at_its_line(
    changes: list[Change], deal: Standing, refused: tuple[int, str]
) -> None:
    assert short(changes, deal) == refused


def test_the_stays_take_the_place_of_those_told_before_and_the_end_stays() -> None:
    stays = way(
        told(("call", 2), (LOST, 4), ("brief", 6), (WON, 10)),
        standing("imported", closed=10),
        zone=UTC,
        now=NOW,
    )
    assert not isinstance(stays, Contradiction)
    opened = e.DealOpened("services", 1, "contract", "RUB", imported=4)
    facts = (opened, e.DealWinImported(5), e.DealHistoryTold(4, stays))
    found = visits([(fact, Stamp(seq, day(10), "")) for seq, fact in enumerate(facts, start=1)])
    assert [(one.place, one.stage, one.outcome, one.left_at and (one.left_at - BEGUN).days) for one in found] == [
        (1, "brief", "moved", 2), (2, "call", "lost", 4), (3, "brief", "imported", 10),
    ]  # fmt: skip

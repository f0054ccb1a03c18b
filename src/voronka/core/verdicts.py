"""Does an answer of the passport hold? Figures of what really happened, against what an answer must reach."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from voronka.core.process import Process

State = Literal["not_answered", "answered", "holds", "remark", "fails"]

WINDOW_DAYS: Final = 90
"""Cycle and exit point are judged by the last so many calendar days."""
LEAST_FINISHED: Final = 10
LEAST_WINS: Final = 3
FOLLOWED: Final = Fraction(90, 100)
UNPAID: Final = Fraction(20, 100)
BY_HAND: Final = Fraction(20, 100)
NEAR: Final = Fraction(10, 100)
"""Within ten points of what must be reached, an answer holds with a remark."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`why` names what spoils it: `few` cases, `exceptions`, `money`, `by_hand`, `unpaid`."""

    state: State
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """Deals that were finished in the window, and those of them that were moved by an exception."""

    finished: int
    by_exception: int

    @property
    def followed(self) -> int:
        """Finished deals that kept to the cycle."""
        return self.finished - self.by_exception


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """Wins of the window, with money and by hand; open deals that are signed, unpaid, and beyond their norm."""

    won: int
    with_money: int
    by_hand: int
    signed_unpaid: int
    signed_late: int


def declared(process: Process, word: str) -> Verdict:
    """What can be said without any figure: the question is answered, or it is not."""
    return Verdict("answered" if process.answered(word) else "not_answered")


def cycle(facts: CycleFacts) -> Verdict:
    """At least nine of ten finished deals followed the cycle without an exception."""
    if facts.finished < LEAST_FINISHED:
        return Verdict("answered", ("few",))
    share = Fraction(facts.followed, facts.finished)
    if share >= FOLLOWED:
        return Verdict("holds")
    return Verdict("remark" if share >= FOLLOWED - NEAR else "fails", ("exceptions",))


def closing(facts: ClosingFacts) -> Verdict:
    """Every win has its money, few signed deals wait for it longer than the norm; much by hand is a remark."""
    if facts.won < LEAST_WINS:
        return Verdict("answered", ("few",))
    with_money = Fraction(facts.with_money, facts.won)
    late = Fraction(facts.signed_late, facts.signed_unpaid) if facts.signed_unpaid else Fraction(0)
    why = {
        "money": with_money < 1,
        "unpaid": late > UNPAID,
        "by_hand": Fraction(facts.by_hand, facts.won) > BY_HAND,
    }
    spoilt = tuple(reason for reason, true in why.items() if true)
    if with_money < 1 - NEAR or late > UNPAID + NEAR:
        return Verdict("fails", tuple(reason for reason in spoilt if reason != "by_hand"))
    return Verdict("remark" if spoilt else "holds", spoilt)

"""Does an answer of the passport hold? Figures of what really happened, against what an answer must reach."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from voronka.core.process import Process, Span

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
ENTRY_DAYS: Final = 30
"""The entry point is judged by the last so many calendar days."""
LEAST_INQUIRIES: Final = 10
MISSED_AFTER: Final = Span(2, "d")
"""An inquiry that nobody has answered for so long is missed."""
EARLY: Final = Fraction(5, 100)
MISSED: Final = Fraction(5, 100)
IN_TIME: Final = Fraction(90, 100)
LEAST_ACCEPTED: Final = 3
FIRST_TIME: Final = Fraction(90, 100)
REFUNDED: Final = Fraction(5, 100)
REFUND_DAYS: Final = 30
READ: Final = Fraction(95, 100)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`why` names what spoils it: `few` cases, `exceptions`, `money`, `early`, `unread`, ...; `later` is what
    can't be told yet.
    """

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


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """Deals of the window and those begun too early; inquiries that had their time, answered in it, missed."""

    opened: int
    early: int
    inquiries: int
    missed: int
    due: int
    in_time: int


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """Projects that production accepted, the first time; deals won, and refunded within thirty days."""

    accepted: int
    first_time: int
    won: int
    refunded: int


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Documents that the passport names, with a text; readings of stages' instructions that must be, and are."""

    required: int
    published: int
    to_read: int
    read: int


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


def entry(facts: EntryFacts) -> Verdict:
    """Few deals begin too early, few inquiries are missed, nine of ten are answered in time."""
    if facts.inquiries < LEAST_INQUIRIES:
        return Verdict("answered", ("few",))
    return _together(
        early=EARLY - _share(facts.early, facts.opened),
        missed=MISSED - _share(facts.missed, facts.inquiries),
        slow=_share(facts.in_time, facts.due, 1) - IN_TIME,
    )


def product(facts: ProductFacts) -> Verdict:
    """Production accepts nine of ten projects the first time, and hardly any win is refunded within a month."""
    if facts.accepted < LEAST_ACCEPTED:
        return Verdict("answered", ("few",))
    return _together(
        again=_share(facts.first_time, facts.accepted) - FIRST_TIME,
        refunded=REFUNDED - _share(facts.refunded, facts.won),
    )


def owner(open_deals: int, without: int) -> Verdict:
    """Every open deal has somebody who works here. Control and pay can't be told yet: then it is only answered."""
    found = _together(ownerless=-_share(without, open_deals))
    return Verdict("answered", ("later",)) if found.state == "holds" else found


def resources(without_holder: int, overdue: int) -> Verdict:
    """No service is without a holder, none is unpaid. Whether one is silent can't be told yet."""
    why = tuple(word for word, found in (("holder", without_holder), ("overdue", overdue)) if found)
    return Verdict("fails", why) if why else Verdict("answered", ("later",))


def targets(planned: bool) -> Verdict:
    """The month has a plan. Its probability can't be told yet."""
    return Verdict("answered", ("later",)) if planned else Verdict("fails", ("no_plan",))


def documents(facts: DocumentFacts) -> Verdict:
    """Every document that the passport names has its text, and those who must have read the current instructions."""
    if not facts.required:
        return Verdict("answered", ("few",))
    return _together(
        unpublished=_share(facts.published, facts.required) - 1,
        unread=_share(facts.read, facts.to_read, 1) - READ,
    )


def _share(part: int, whole: int, of_nothing: int = 0) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(of_nothing)


def _together(**margins: Fraction) -> Verdict:
    """By how much each measure is better than it must be: all of them must; within ten points it is a remark."""
    why = tuple(word for word, margin in margins.items() if margin < 0)
    if not why:
        return Verdict("holds")
    return Verdict("fails" if min(margins.values()) < -NEAR else "remark", why)

"""The truth that is planted in the demo: what an honest measure must find again in its log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

WEEKS: Final = 104
"""So long is the story; weeks are counted from its beginning, and end on the weekday before `today`."""
LEADS_A_WEEK: Final = 11
INQUIRIES_A_WEEK: Final = 23
"""Of all kinds: those that became leads, and those that were none."""
RENEWED: Final = 66
"""From this week on the second version of the cycle holds."""
GLIDE: Final = range(8, 60)
"""In these weeks conversion slides from four of ten to one of ten."""
UNWATCHED: Final = range(14, 62)
"""In these weeks nobody held the daily meeting: control had lapsed."""
FAULT: Final = "strategy"
"""The stage that alone is to blame: its recordings were no longer made, and its work took ever longer."""
SOUND, FALLEN = 0.80, 0.20
"""How many deals left that stage before and after the slide."""

CONVERSION: Final[Mapping[int, Mapping[str, float]]] = {
    1: {"brief": 0.80, FAULT: SOUND, "call": 0.85, "contract": 0.86, "invoice": 0.96, "payment": 0.90},
    2: {"brief": 0.82, "call": 0.66, FAULT: 0.58, "contract": 0.78, "invoice": 0.97, "payment": 0.88},
}
"""How many of those who came to a stage left it forwards, by the version of the cycle."""
UNRECORDED = (0.06, 0.74)
"""In the first version: how many left the strategy without a recording, before and after the slide."""
SLOWER = 1.8
"""So many times as long the strategy took after the slide."""
CHECK: Final[Mapping[int, int]] = {1: 82_000, 2: 130_000}
"""The average agreed sum of won deals."""
IN_TIME: Final[Mapping[bool, float]] = {True: 0.95, False: 0.62}
"""How many inquiries were answered in time, while control was held and while it was not."""

CHANNELS: Final[Mapping[str, int]] = {
    "site_form": 34, "vk": 20, "email": 10, "phone": 15, "referral": 14, "newsletter": 7,
}  # fmt: skip
"""Where leads come from, in percent."""
NO_LEADS: Final[Mapping[str, int]] = {"consultation": 56, "supplier": 14, "vacancy": 9, "spam": 21}
"""What the other inquiries are, in percent."""
SEASON: Final = (0.75, 0.98, 1.08, 1.05, 0.9, 0.95, 0.88, 0.92, 1.15, 1.2, 1.15, 1.0)
"""How busy the months are, from January on; days off come on top."""

REASONS: Final[Mapping[str, Mapping[str, int]]] = {
    "brief": {"silence": 50, "postponed": 25, "price": 15, "rival": 10},
    "strategy": {"silence": 58, "price": 17, "rival": 20, "postponed": 5},
    "call": {"price": 33, "silence": 34, "rival": 18, "postponed": 15},
    "contract": {"terms": 46, "silence": 26, "price": 12, "rival": 16},
    "invoice": {"cannot_pay": 55, "silence": 45},
    "payment": {"cannot_pay": 55, "silence": 45},
}
"""Why deals are lost on a stage, in percent. Silence is recorded late: weeks after the last word."""

ODDITIES: Final[Mapping[str, float]] = {
    "early": 0.025, "direct": 0.05, "hasty": 0.09, "returned": 0.06,
}  # fmt: skip
"""Shares of all deals: opened before they were leads, opened without an inquiry, a refused move, a step back."""
OF_WINS: Final[Mapping[str, float]] = {"void": 0.03, "refund": 0.04, "handover_returned": 0.07, "part": 0.22}
"""Shares of the won: a payment that was not ours, money returned, given back by production once, paid in parts."""
AUDIT: Final = 0.24
"""In the second version: how many of those who came to the call bought the audit first, the tripwire."""
EXCEPTIONS: Final = 0.07
"""In the second version: how many leave the strategy without its recording, because the head of sales let them."""
REOPENED: Final = 0.02
"""Shares of the lost that came back once before."""


@dataclass(frozen=True, slots=True)
class Living:
    """What stands on the board on the day of the story, whatever the dice say."""

    late_step: int = 5
    no_step: int = 4
    today: int = 7
    tomorrow: int = 6
    free: int = 2
    waiting: int = 4


LIVING: Final = Living()


def slid(week: int) -> float:
    """How far down the slide a week is: 0 before it, 1 at its end."""
    return min(max((week - GLIDE.start) / len(GLIDE), 0.0), 1.0)


def version(week: int) -> int:
    """By which version of the cycle a deal of this week goes."""
    return 1 if week < RENEWED else 2


def rate(stage: str, week: int) -> float:
    """How many of those who come to this stage leave it forwards, for deals that began in this week."""
    if week < RENEWED and stage == FAULT:
        return SOUND + (FALLEN - SOUND) * slid(week)
    return CONVERSION[version(week)].get(stage, 1.0)


def conversion(week: int) -> float:
    """How many leads of this week become won deals."""
    whole = 1.0
    for stage in CONVERSION[version(week)]:
        whole *= rate(stage, week)
    return whole


def unrecorded(week: int) -> float:
    """How many deals of this week leave the strategy without a recording."""
    before, after = UNRECORDED
    return before + (after - before) * slid(week) if week < RENEWED else 0.0


def slowness(stage: str, week: int) -> float:
    """So many times as long as usual the work of a stage takes for deals of this week."""
    return 1 + (SLOWER - 1) * slid(week) if week < RENEWED and stage == FAULT else 1.0

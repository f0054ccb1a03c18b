"""The Russian production calendar of 2024-2027: public holidays, and the days that the Government moved.

Holidays: article 112 of the Labour Code. It moves a day off that falls on a holiday to the next working day, but for
the January ones, and lets the Government move days by a decree of the year before:
2024: decree 1314 of 10 August 2023; 2025: decree 1335 of 4 October 2024; 2026: decree 1466 of 24 September 2025;
2027: the decree of September 2026 (ConsultantPlus, document LAW_544706).
Beyond these years only the holidays of article 112 are known, and where they fall on a day off, nothing is moved.
"""

from collections.abc import Iterable
from datetime import date, tzinfo
from typing import Final

from voronka.core.workdays import Calendar

KNOWN_YEARS: Final = range(2024, 2028)
FIRST, LAST = 2000, 2100
"""Holidays are known of all these years, moved days of KNOWN_YEARS."""

HOLIDAYS: Final = (
    *((1, day) for day in range(1, 9)),
    (2, 23),
    (3, 8),
    (5, 1),
    (5, 9),
    (6, 12),
    (11, 4),
)  # fmt: skip
"""Month and day, the same every year."""

MOVED_OFF: Final = frozenset(
    map(
        date.fromisoformat,
        # Days off in place of others: by a decree, and by the Code itself (9 March 2026, 11 May 2026, ...).
        """
        2024-04-29 2024-04-30 2024-05-10 2024-12-30 2024-12-31
        2025-05-02 2025-05-08 2025-06-13 2025-11-03 2025-12-31
        2026-01-09 2026-03-09 2026-05-11 2026-12-31
        2027-02-22 2027-05-03 2027-05-10 2027-06-14 2027-11-05 2027-12-31
        """.split(),
    )
)
MOVED_ON: Final = frozenset(
    map(date.fromisoformat, "2024-04-27 2024-11-02 2024-12-28 2025-11-01 2027-02-20".split())
)
"""Saturdays that are worked."""

OFF: Final = MOVED_OFF | {date(year, *day) for year in range(FIRST, LAST) for day in HOLIDAYS}


def russian(zone: tzinfo, *, off: Iterable[date] = (), on: Iterable[date] = ()) -> Calendar:
    """The working calendar of a company in Russia. What the company itself says of a day (`off`, `on`) goes
    before the law: it may work on a holiday, and rest on a Saturday that others work. `off` goes before `on`.
    """
    own_off, own_on = frozenset(off), frozenset(on)
    return Calendar(zone, off=(OFF - own_on) | own_off, on=(MOVED_ON | own_on) - own_off)

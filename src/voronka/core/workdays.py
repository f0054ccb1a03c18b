"""The working clock: when a span of working time ends, and how many working days have passed."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from voronka.core.process import Span


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days and hours are worked, in the company's time zone.

    `off` are days off among the working weekdays, `on` worked days among the days off.
    """

    zone: tzinfo = UTC
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    opens: time = time(9)
    closes: time = time(18)
    off: frozenset[date] = field(default_factory=frozenset)
    on: frozenset[date] = field(default_factory=frozenset)
    _lost: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())
    _won: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        # Where the days depart from the plain week, in order: every card counts days, by bisection.
        lost = sorted(day.toordinal() for day in self.off - self.on if day.weekday() in self.weekdays)
        won = sorted(day.toordinal() for day in self.on if day.weekday() not in self.weekdays)
        object.__setattr__(self, "_lost", tuple(lost))
        object.__setattr__(self, "_won", tuple(won))

    def works(self, day: date) -> bool:
        """Is this a working day?"""
        return day in self.on or (day.weekday() in self.weekdays and day not in self.off)

    def days_between(self, start: datetime, end: datetime) -> int:
        """How many working days began after `start`'s day, up to `end`'s day inclusive; 0 on the same day."""
        first, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        if last <= first:
            return 0
        # Whole weeks at once: a deal may be years old, and its age is shown on every card.
        weeks, rest = divmod((last - first).days, 7)
        days = weeks * len(self.weekdays)
        days += sum((last - timedelta(days=back)).weekday() in self.weekdays for back in range(rest))
        return days - _between(self._lost, first, last) + _between(self._won, first, last)

    def after(self, start: datetime, span: Span) -> datetime:
        """The moment when the span that began at `start` is over.

        `3d` is the end of the third working day after the start's day; `cd` counts calendar days;
        `h` and `m` run only within working hours.
        """
        local = start.astimezone(self.zone)
        match span.unit:
            case "cd":
                return start + timedelta(days=span.amount)
            case "d":
                return self._end_of_working_day(local.date(), span.amount)
            case "h":
                return self._working_time(local, timedelta(hours=span.amount))
            case _:
                return self._working_time(local, timedelta(minutes=span.amount))

    def began(self, end: datetime, span: Span) -> datetime:
        """The latest moment, to the hour, from which the span is over by `end`."""
        low, high = end - timedelta(days=4 * span.amount + 60), end
        while high - low > timedelta(hours=1):
            middle = low + (high - low) / 2
            low, high = (middle, high) if self.after(middle, span) <= end else (low, middle)
        return low

    def _days_after(self, day: date) -> Iterator[date]:
        while True:
            day += timedelta(days=1)
            if self.works(day):
                yield day

    def _end_of_working_day(self, day: date, count: int) -> datetime:
        following = self._days_after(day)
        for _ in range(count):
            day = next(following)
        return datetime.combine(day, self.closes, self.zone).astimezone(UTC)

    def _working_time(self, local: datetime, left: timedelta) -> datetime:
        day = local.date()
        moment = max(local, datetime.combine(day, self.opens, self.zone))
        if not self.works(day):
            moment = datetime.combine(day, self.closes, self.zone)
        while True:
            closing = datetime.combine(day, self.closes, self.zone)
            room = max(closing - moment, timedelta(0))
            if left <= room:
                return (moment + left).astimezone(UTC)
            left -= room
            day = next(self._days_after(day))
            moment = datetime.combine(day, self.opens, self.zone)


def _between(ordinals: tuple[int, ...], first: date, last: date) -> int:
    """How many of the days lie after the first and not after the last."""
    return bisect_right(ordinals, last.toordinal()) - bisect_right(ordinals, first.toordinal())

"""The working clock: when a span of working time ends, and how many working days have passed."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

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
    _week: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())
    _lost: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())
    _won: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        # The plain week's working days up to each of its days, and where the days depart from it, in order:
        # every card counts days, by looking up and by bisection.
        week = tuple(sum(day in self.weekdays for day in range(end)) for end in range(1, 8))
        object.__setattr__(self, "_week", week)
        lost = sorted(day.toordinal() for day in self.off - self.on if day.weekday() in self.weekdays)
        won = sorted(day.toordinal() for day in self.on if day.weekday() not in self.weekdays)
        object.__setattr__(self, "_lost", tuple(lost))
        object.__setattr__(self, "_won", tuple(won))

    @property
    def day(self) -> timedelta:
        """How long a working day is."""
        return datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens)

    def works(self, day: date) -> bool:
        """Is this a working day?"""
        return day in self.on or (day.weekday() in self.weekdays and day not in self.off)

    def days_between(self, start: datetime, end: datetime) -> int:
        """How many working days began after `start`'s day, up to `end`'s day inclusive; 0 on the same day."""
        first, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        if last <= first:
            return 0
        return self._worked(last.toordinal()) - self._worked(first.toordinal())

    def _worked(self, ordinal: int) -> int:
        """Working days from the first day of all, a Monday, up to this one."""
        weeks, weekday = divmod(ordinal - 1, 7)
        plain = weeks * self._week[6] + self._week[weekday]
        return plain - bisect_right(self._lost, ordinal) + bisect_right(self._won, ordinal)

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """How much working time has run between two moments; none where the second is the earlier."""
        first, last = start.astimezone(self.zone), end.astimezone(self.zone)
        if last <= first:
            return timedelta(0)
        if first.date() == last.date():
            return self._of_day(first.date(), first, last)
        whole = self._worked(last.date().toordinal() - 1) - self._worked(first.date().toordinal())
        return (
            whole * self.day
            + self._of_day(first.date(), first, datetime.combine(first.date(), self.closes, self.zone))
            + self._of_day(last.date(), datetime.combine(last.date(), self.opens, self.zone), last)
        )

    def _of_day(self, day: date, start: datetime, end: datetime) -> timedelta:
        if not self.works(day):
            return timedelta(0)
        begun = max(start, datetime.combine(day, self.opens, self.zone))
        ended = min(end, datetime.combine(day, self.closes, self.zone))
        return max(ended - begun, timedelta(0))

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
                return _end_of_working_day(self, local.date(), span.amount)
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

    def days_after(self, day: date) -> Iterator[date]:
        """Working days after this one, without end."""
        while True:
            day += timedelta(days=1)
            if self.works(day):
                yield day

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
            day = next(self.days_after(day))
            moment = datetime.combine(day, self.opens, self.zone)


@lru_cache(maxsize=4096)
def _end_of_working_day(calendar: Calendar, day: date, count: int) -> datetime:
    """Deals share their days: those that came on one day are due on one day."""
    following = calendar.days_after(day)
    for _ in range(count):
        day = next(following)
    return datetime.combine(day, calendar.closes, calendar.zone).astimezone(UTC)

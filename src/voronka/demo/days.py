"""The story's clock: working minutes from its first morning on; what lies at or after its end is not told."""

from datetime import UTC, date, datetime, time, timedelta

from voronka.core.workdays import Calendar

DAY = 9 * 60
"""Working minutes of a day, from nine to six."""


class Days:
    """The working days of so many weeks before the morning of `today`, and those that follow it."""

    def __init__(self, calendar: Calendar, today: date, weeks: int) -> None:
        self.calendar, self.today = calendar, today
        self.first = today - timedelta(weeks=weeks)
        days = [self.first + timedelta(days=number) for number in range(weeks * 7)]
        self.worked = [day for day in days if calendar.works(day)]
        self._starts = [self._morning(day) for day in self.worked]
        self.end = len(self.worked) * DAY
        self._weeks = [(day - self.first).days // 7 for day in self.worked]

    def at(self, position: int) -> datetime:
        """The moment that lies so many working minutes after the story's beginning."""
        index, minute = divmod(position, DAY)
        return self._starts[index] + timedelta(minutes=minute)

    def week_days(self, week: int) -> list[int]:
        """The places of a week's working days among all of them; weeks of holidays have none."""
        return [place for place, other in enumerate(self._weeks) if other == week]

    def week_begins(self, week: int) -> int:
        """The position of a week's first working minute, or of the first one after it."""
        return (
            next((place for place, other in enumerate(self._weeks) if other >= week), len(self._weeks)) * DAY
        )

    def ahead(self, count: int, minute: int) -> datetime:
        """Today itself (0), or so many working days after it."""
        day = self.today
        for _ in range(count):
            day += timedelta(days=1)
            while not self.calendar.works(day):
                day += timedelta(days=1)
        return self._morning(day) + timedelta(minutes=minute)

    def next_working(self, at: datetime, days: int, minute: int) -> datetime:
        """So many working days after this moment, at this minute of the day."""
        day = at.astimezone(self.calendar.zone).date()
        while days:
            day += timedelta(days=1)
            days -= self.calendar.works(day)
        return self._morning(day) + timedelta(minutes=minute)

    def _morning(self, day: date) -> datetime:
        return datetime.combine(day, time(9), self.calendar.zone).astimezone(UTC)

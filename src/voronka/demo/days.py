"""The story's clock: working time counted back from the last working evening before `today`."""

from datetime import UTC, date, datetime, time, timedelta

from voronka.core.workdays import Calendar

DAY = 9 * 60
"""Working minutes of a day, from nine to six."""


class Days:
    """Everything happened before the morning of `today`; what is planned lies on it or after it."""

    def __init__(self, calendar: Calendar, today: date) -> None:
        self.calendar, self.today = calendar, today
        self._past: list[date] = []

    def past(self, index: int) -> date:
        """The working day that many working days before the last one that is over."""
        day = self._past[-1] if self._past else self.today
        while len(self._past) <= index:
            day -= timedelta(days=1)
            if self.calendar.works(day):
                self._past.append(day)
        return self._past[index]

    def ago(self, minutes: int) -> datetime:
        """So many working minutes before the end of the last working day that is over."""
        index, rest = divmod(max(minutes, 1) - 1, DAY)
        return self._on(self.past(index), DAY - 1 - rest)

    def ahead(self, index: int, minute: int) -> datetime:
        """Today itself (0), or so many working days after it."""
        day = self.today
        for _ in range(index):
            day += timedelta(days=1)
            while not self.calendar.works(day):
                day += timedelta(days=1)
        return self._on(day, minute)

    def _on(self, day: date, minute: int) -> datetime:
        return (datetime.combine(day, time(9), self.calendar.zone) + timedelta(minutes=minute)).astimezone(
            UTC
        )

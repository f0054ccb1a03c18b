"""Days and months of the passport as people say them."""

from datetime import date

from django.utils.dateformat import format as django_date


def day(value: date) -> str:
    """15 January 2027."""
    return django_date(value, "j E Y")


def month(value: str) -> str:
    """`2026-11` as November 2026."""
    year, _dash, number = value.partition("-")
    return django_date(date(int(year), int(number), 1), "F Y")

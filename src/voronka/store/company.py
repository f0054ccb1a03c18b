"""Our own company as it is set now: read once and kept, until its revision says that it was changed."""

from django.conf import settings

from voronka.core import company
from voronka.core.company import Ours
from voronka.store.models import CompanySettings, OwnDay

REVISION = "COALESCE((SELECT MAX(revision) FROM store_companysettings), 0)"
"""Read beside what every change and nearly every page reads anyway; told to `noticed`."""

_kept: list[Ours] = []


def ours() -> Ours:
    """What the company has chosen, over what the installation's VORONKA_* settings say."""
    if not _kept:
        _kept[:] = [_read()]
    return _kept[0]


def noticed(revision: int) -> None:
    """This is the revision in the database now; what is kept of another one is forgotten."""
    if _kept and _kept[0].revision != revision:
        _kept.clear()


def forget() -> None:
    """Look again the next time."""
    _kept.clear()


def _read() -> Ours:
    row = CompanySettings.objects.first() or CompanySettings()
    usual = Ours(language=settings.LANGUAGE_CODE, time_zone=settings.TIME_ZONE)
    weekdays = frozenset(map(int, row.weekdays.split(","))) if row.weekdays else usual.weekdays
    days = OwnDay.objects.order_by("day").values_list("day", "works", "note")
    return Ours(
        name=row.name,
        languages=tuple(row.languages.split(",")) if row.languages else usual.languages,
        language=row.language or usual.language,
        time_zone=row.time_zone or usual.time_zone,
        currency=row.currency or usual.currency,
        holidays=row.holidays or usual.holidays,
        weekdays=weekdays,
        opens=row.opens or usual.opens,
        closes=row.closes or usual.closes,
        days=tuple(company.OwnDay(*day) for day in days),
        revision=row.revision,
    )

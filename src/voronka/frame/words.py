"""Numbers, sums, days and spans as people say them, in the language of the page."""

import re
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.dateformat import format as django_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from voronka.queries.words import money, percent, share

__all__ = [
    "money",
    "percent",
    "share",
]  # sums and shares are said by the floor below, so that every face says them alike

NBSP = "\u00a0"
MINUS = "\u2212"


def russian() -> bool:
    """Is the page in Russian?"""
    return (get_language() or "").startswith("ru")


def whole(value: int) -> str:
    """A whole number in groups of three: 1 234 567, 1,234,567."""
    text = f"{abs(value):,}"
    if russian():
        # Russian leaves a number of four digits whole only in prose; in columns all are grouped.
        text = text.replace(",", NBSP)
    return MINUS + text if value < 0 else text


def local_day(value: date | datetime) -> date:
    """The day in the reader's time zone."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def short_day(day: date, today: date | None = None) -> str:
    """сегодня, вчера, завтра, 19 ноя, 19 ноя 2025."""
    today = today or timezone.localdate()
    match (day - today).days:
        case 0:
            return _("today")
        case -1:
            return _("yesterday")
        case 1:
            return _("tomorrow")
    text = f"{day.day}{NBSP}{django_date(day, 'E')[:3]}"
    return text if day.year == today.year else f"{text}{NBSP}{day.year}"


def short_moment(at: datetime, today: date | None = None) -> str:
    """сегодня, 11:20; 19 ноя, 16:02."""
    local = timezone.localtime(at)
    return f"{short_day(local.date(), today)}, {local:%H:%M}"


def exact(value: date | datetime) -> str:
    """The whole of it, for the one who points at a short one: 19 ноября 2026 г., 16:02 (Europe/Moscow)."""
    day = django_date(local_day(value), "j E Y")
    if not isinstance(value, datetime):
        return day
    return f"{day}, {timezone.localtime(value):%H:%M} ({timezone.get_current_timezone_name()})"


def ordinal(number: int) -> str:
    """5-й, 5th."""
    if russian():
        return f"{number}-й"
    tail = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"


def day_of(number: int, norm: int | None = None) -> str:
    """5-й день из 4: which day a deal is on its stage, out of how many it may be."""
    if norm:
        return _("%(nth)s day of %(norm)s") % {"nth": ordinal(number), "norm": norm}
    return _("%(nth)s day") % {"nth": ordinal(number)}


def days_short(number: int) -> str:
    """6 дн., for a card and a column."""
    return _("%(n)s d") % {"n": whole(number)}


def days_long(number: int) -> str:
    """6 дней."""
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": whole(number)}


def duration(span: timedelta | int) -> str:
    """How long it took, in its two largest parts: 6 мин, 2 ч 5 мин, 3 дн."""
    seconds = int(span.total_seconds()) if isinstance(span, timedelta) else span
    minutes = round(seconds / 60)
    if minutes >= 24 * 60:
        return days_short(round(minutes / 60 / 24))
    hours, minutes = divmod(minutes, 60)
    parts = [_("%(n)s h") % {"n": hours}] if hours else []
    if minutes or not hours:
        parts.append(_("%(n)s min") % {"n": minutes})
    return " ".join(parts).replace(" ", NBSP)


def cut(text: str, most: int) -> str:
    """The beginning of it in at most so many letters, ended between words; a word that is longer is cut itself."""
    if len(text) <= most:
        return text
    begun = text[:most]
    whole_words = re.match(r"(.*\S)\s", begun, re.DOTALL)
    kept = whole_words[1] if whole_words and len(whole_words[1]) > most // 2 else begun[:-1].rstrip()
    return kept.rstrip(" ,;:.–—-") + "…"


def initials(name: str) -> str:
    """Анна Ветрова is АВ; one word gives its first two letters."""
    words = [word for word in name.replace("«", " ").replace("»", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).upper()

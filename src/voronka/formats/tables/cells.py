"""What stands in one cell: a moment, a sum, a phone, as other systems and people write them."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from voronka.core.money import digits, parse_amount, within_bounds
from voronka.core.problems import Invalid, Problem

Order = Literal["dmy", "mdy", "ymd"]
FIRST_DAY: Final = date(1899, 12, 30)
"""Day 0 of a spreadsheet."""
_SERIAL: Final = range(18_000, 73_000)
"""Days of a spreadsheet from 1949 to 2099; another bare number is no day."""
_NUMBERED: Final = re.compile(
    r"(?P<a>\d{1,4})[./-](?P<b>\d{1,2})[./-](?P<c>\d{2,4})"
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[AaPp][Mm])?)?"
    r"\s*(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?"
)
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORDED: Final = re.compile(
    r"(?:(?P<d1>\d{1,2})\s+(?P<m1>[^\W\d_]{3,9})\.?,?\s+(?P<y1>\d{4})|"
    r"(?P<m2>[^\W\d_]{3,9})\.?\s+(?P<d2>\d{1,2}),?\s+(?P<y2>\d{4}))(?:\s*г\.?)?(?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d{2}))?.*"
)
_MONTHS: Final = {
    word: place
    for place, words in enumerate(
        ("янв jan", "фев feb", "мар mar", "апр apr", "мая май may", "июн jun", "июл jul", "авг aug", "сен sep",
         "окт oct", "ноя nov", "дек dec"),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
NO_DAY: Final = frozenset(
    {"", "-", "—", "–", "не закрыта", "не закрыт", "нет", "n/a", "none", "null", "no", "0"}
)
"""What stands in a column of days where there is none."""
_SPACES: Final = re.compile(r"[\s\u00a0\u202f'’]+")
_SIGNS: Final = {
    "₽": "RUB",
    "руб": "RUB",
    "rub": "RUB",
    "$": "USD",
    "usd": "USD",
    "€": "EUR",
    "eur": "EUR",
    "£": "GBP",
}
_DIGITS: Final = re.compile(r"\D+")
_SEVERAL: Final = re.compile(r"[,;\n]+")
_BETWEEN: Final = re.compile(r"[,;\s]+")


def moment(text: str, order: Order, zone: ZoneInfo) -> datetime | None:
    """The moment in UTC that the cell names, None where it says that there is none; a bare day is its noon there.

    Raises ValueError. Noon, so that a day stays itself in the neighbouring time zones.
    """
    bare = text.strip()
    if bare.lower() in NO_DAY:
        return None
    if found := _NUMBERED.fullmatch(bare):
        return _numbered(found, order, zone)
    if bare.replace(".", "", 1).isdecimal():
        return _serial(bare, zone)
    if (found := _WORDED.fullmatch(bare)) and (month := _month(found["m1"] or found["m2"])):
        day = date(int(found["y1"] or found["y2"]), month, int(found["d1"] or found["d2"]))
        return _at(day, int(found["hour"] or 12), int(found["minute"] or 0), 0, zone)
    raise ValueError(text)


def _numbered(found: re.Match[str], order: Order, zone: ZoneInfo) -> datetime:
    a, b, c = found["a"], found["b"], found["c"]
    if len(a) == 4:
        year, month, day = a, b, c
    elif len(a) > 2 or len(c) == 3:
        raise ValueError(found[0])
    elif order == "mdy" and "." not in found[0][:6]:
        month, day, year = a, b, c
    elif order == "ymd" and len(c) == 2:
        year, month, day = a, b, c
    else:
        day, month, year = a, b, c
    whole = int(year) + (2000 if int(year) < 70 else 1900 if len(year) == 2 else 0)
    on = date(whole if len(year) == 2 else int(year), int(month), int(day))
    if not 1950 <= on.year <= 2199:
        raise ValueError(found[0])
    if found["hour"] is None:
        return _at(on, 12, 0, 0, zone)
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    said = found["zone"]
    if said is None:
        return _at(on, hour, int(found["minute"]), int(found["second"] or 0), zone)
    there = datetime(
        on.year, on.month, on.day, hour, int(found["minute"]), int(found["second"] or 0), tzinfo=UTC
    )
    if said in ("Z", "UTC"):
        return there
    shift = timedelta(hours=int(said[1:3]), minutes=int(said[-2:]))
    return there - shift if said[0] == "+" else there + shift


def _serial(bare: str, zone: ZoneInfo) -> datetime:
    """A spreadsheet's number of a day, with the part of the day after the point."""
    whole, _point, part = bare.partition(".")
    if compact := _COMPACT.fullmatch(bare):
        return _at(date(*map(int, compact.groups())), 12, 0, 0, zone)
    if len(whole) > 6 or int(whole) not in _SERIAL:
        raise ValueError(bare)
    day = FIRST_DAY + timedelta(days=int(whole))
    if not part:
        return _at(day, 12, 0, 0, zone)
    second = min(round(float("0." + part) * 86_400), 86_399)
    return _at(day, second // 3600, second // 60 % 60, second % 60, zone)


def _at(day: date, hour: int, minute: int, second: int, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone).astimezone(UTC)


def _month(word: str) -> int | None:
    return _MONTHS.get(word.lower()[:3])


def order_of(texts: list[str]) -> Order | None:
    """The order of the parts that all these days agree with; None where several would do."""
    can = {"dmy", "mdy"}
    told = False
    for text in texts:
        found = _NUMBERED.fullmatch(text.strip())
        if found is None or len(found["a"]) == 4 or "." in text[:6]:
            continue
        told = True
        first, second = int(found["a"]), int(found["b"])
        if first > 12:
            can.discard("mdy")
        if second > 12:
            can.discard("dmy")
    if not told:
        return "dmy"
    if can == {"dmy"}:
        return "dmy"
    return "mdy" if can == {"mdy"} else None


def amount(text: str, currency: str, comma: bool | None) -> int:
    """Minor units; empty is nothing. `comma` says what `1,234` means in this column: decimals (True), thousands
    (False), or that nothing there tells it (None: such a sum asks). Raises Invalid.
    """
    if not text or text in ("-", "—"):
        return 0
    try:
        # What most exports hold: a plain number, with two decimals or none.
        whole, _point, part = text.partition(".")
        if whole.isdecimal() and len(whole) < 14 and ((part.isdecimal() and len(part) < 3) or not part):
            places = digits(currency)
            if len(part) <= places:
                return within_bounds(int(whole) * 10**places + int(part.ljust(places, "0") or "0"))
        return parse_amount(text, currency)
    except Invalid as wrong:
        problem = wrong.problems[0]
        if problem.code == "amount_ambiguous" and comma is not None:
            return parse_amount(str(problem.data["decimals" if comma else "thousands"]), currency)
        if problem.code == "amount_too_fine" and "." in text:
            return parse_amount(f"{float(_SPACES.sub('', text)):.{digits(currency)}f}", currency)
        raise


def comma_of(texts: list[str]) -> bool | None:
    """Does a comma part decimals in these sums? True, False, or None where nothing tells it."""
    for text in texts:
        bare = _SPACES.sub("", text).strip("₽$€£")
        tail = bare.rpartition(",")[2] if "," in bare else ""
        if tail and len(tail) in (1, 2) and tail.isdecimal():
            return True
        if bare.count(",") > 1 or re.search(r",\d{3}\.\d", bare):
            return False
    return None


def currency_of(texts: list[str]) -> str:
    """The currency whose sign stands beside these sums; empty where none does."""
    for text in texts:
        low = text.lower()
        for sign, code in _SIGNS.items():
            if sign in low:
                return code
    return ""


def phones(text: str, country: str) -> tuple[str, ...]:
    """Telephones in E.164 where that is plain, else as they were written."""
    return tuple(said for one in _SEVERAL.split(text) if (said := _phone(one.strip().lstrip("'"), country)))


def _phone(text: str, country: str) -> str:
    bare = _DIGITS.sub("", text)
    if text.startswith("+") and 8 <= len(bare) <= 15:
        return "+" + bare
    if country == "RU" and len(bare) == 11 and bare[0] in "78":
        return "+7" + bare[1:]
    if country == "RU" and len(bare) == 10 and bare[0] in "3489":
        return "+7" + bare
    return text[:32]


def emails(text: str) -> tuple[str, ...]:
    """Addresses to which a letter could go, in lower case."""
    found = (one.strip("<>").lower() for one in _BETWEEN.split(text))
    return tuple(one for one in found if "@" in one and "." in one.rpartition("@")[2])


def wrong_day(head: str, text: str) -> Problem:
    """The sentence for a day that can't be read."""
    return Problem("date_unreadable", head, {"typed": text[:60]})

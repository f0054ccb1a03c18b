"""Money in minor units: reading what people type, and the bounds that it must keep."""

import re
from typing import Final

from voronka.core.problems import Invalid, Problem

LIMIT: Final = 10**13
"""Amounts above this many minor units are refused: they are typing errors."""

# ISO 4217: how many decimal digits the minor unit has; two for what isn't listed.
_DIGITS: Final = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "KWD": 3, "BHD": 3, "TND": 3}
CURRENCIES: Final = (
    "RUB",
    "USD",
    "EUR",
    "KZT",
    "BYN",
    "UZS",
    "AMD",
    "GEL",
    "CNY",
    "TRY",
    "AED",
    "GBP",
    "JPY",
)
# Only at the ends: inside, `5р.50` would be read as 550.
_SIGN: Final = r"(?:₽|руб\.?|р\.?|rub|usd|eur|\$|€|£)"
_SIGNS: Final = re.compile(rf"^\s*{_SIGN}|{_SIGN}\s*$", re.IGNORECASE)
_MOST_DIGITS: Final = 15
"""More are past the limit in every currency, and a number of thousands of digits must not be computed."""
_SPACES: Final = re.compile(r"[\s\u00a0\u2009\u202f']+")
_PLAIN: Final = re.compile(r"[0-9]+(?:[.,][0-9]{1,3})?")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:[,.][0-9]{3})+(?:[.,][0-9]{1,2})?")


def digits(currency: str) -> int:
    """How many decimal digits the currency's minor unit has (ISO 4217)."""
    return _DIGITS.get(currency, 2)


def parse_amount(text: str, currency: str = "RUB", field: str = "amount") -> int:
    """The amount in minor units that a person typed: `1 234,56 ₽` is 123456.

    Raises Invalid with code `amount_empty`, `amount_unreadable`, `amount_negative`, `amount_too_large`,
    `amount_too_fine` (more decimals than the currency has) or `amount_ambiguous`
    (`1,234`: thousands or decimals?); `data` says both readings.
    """
    bare = _SPACES.sub("", _SIGNS.sub("", text.strip()))
    if not bare:
        raise _wrong("amount_empty", field, text)
    if bare[0] in "-−–":
        raise _wrong("amount_negative", field, text)
    places = digits(currency)
    if _PLAIN.fullmatch(bare):
        whole, _, fraction = bare.replace(",", ".").partition(".")
        if len(fraction) == 3 and places != 3:
            readings = {"thousands": whole + fraction, "decimals": f"{whole}.{fraction}"}
            raise Invalid(Problem("amount_ambiguous", field, {"typed": text.strip(), **readings}))
    elif _GROUPED.fullmatch(bare) and (parts := _ungroup(bare)):
        whole, fraction = parts
    else:
        raise _wrong("amount_unreadable", field, text)
    if len(whole.lstrip("0")) > _MOST_DIGITS:
        raise _wrong("amount_too_large", field, text)
    if len(fraction) > places:
        raise _wrong("amount_too_fine", field, text)
    minor = int(whole) * 10**places + int(fraction.ljust(places, "0") or "0")
    return within_bounds(minor, field)


def within_bounds(minor: int, field: str = "amount") -> int:
    """The same amount, if it is one that can be: from zero to LIMIT; else Invalid."""
    if minor < 0:
        raise Invalid(Problem("amount_negative", field, {"typed": minor}))
    if minor > LIMIT:
        raise Invalid(Problem("amount_too_large", field, {"typed": minor}))
    return minor


def _ungroup(bare: str) -> tuple[str, str] | None:
    """`1,234,567.89` apart: whole digits and decimals; None where the signs contradict each other."""
    marks = [sign for sign in bare if sign in ".,"]
    last = marks[-1]
    head, _, tail = bare.rpartition(last)
    if len(tail) == 3:
        return (bare.replace(".", "").replace(",", ""), "") if len(set(marks)) == 1 else None
    if last in marks[:-1]:
        return None
    return head.replace(".", "").replace(",", ""), tail


def _wrong(code: str, field: str, text: str) -> Invalid:
    return Invalid(Problem(code, field, {"typed": text.strip()[:60]}))

"""Amounts and shares as people read them, in the reader's language.

A share that was counted is said in whole percents, its interval too: `63 %`, `62–64 %`. More places would promise what
a sample does not hold, and pages that round alike never disagree. One place is an exception: an import says the same
once more with two decimals (`exactly`), to be checked against the other system, and the whole percents come first.
"""

from django.utils import translation

from voronka.core.money import digits

SIGNS = {"RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "KZT": "₸", "BYN": "Br", "CNY": "¥", "TRY": "₺"}


def russian() -> bool:
    """Is the reader's language Russian?"""
    return (translation.get_language() or "ru").startswith("ru")


def money(minor: int, currency: str) -> str:
    """An amount in minor units as people read it: `120 000 ₽`, decimals only where they say something."""
    places = digits(currency)
    whole, rest = divmod(abs(minor), 10**places)
    here = russian()
    grouped = f"{whole:,}".replace(",", "\u00a0" if here else ",")
    if rest:
        grouped += ("," if here else ".") + str(rest).zfill(places)
    sign = "\u2212" if minor < 0 else ""
    mark = SIGNS.get(currency, currency)
    if not here and currency in ("USD", "EUR", "GBP"):
        return f"{sign}{mark}{grouped}"
    return f"{sign}{grouped}\u00a0{mark}"


def percent(value: int | float) -> str:
    """So many of a hundred: `7,5 %` in Russian, never torn from its number; `7.5%` in English."""
    return percent_of(f"{value:g}")


def percent_of(text: str) -> str:
    """A number that is written already, with its sign."""
    return text.replace(".", ",") + "\u00a0%" if russian() else text + "%"


def share(value: float) -> str:
    """A counted share, 0 to 1, in whole percents; all of it and nothing of it are said only where it is so."""
    whole = round(value * 100)
    if whole == 0 and value > 0:
        return f"<{percent(1)}"
    if whole == 100 and value < 1:
        return f">{percent(99)}"
    return percent(whole)


def between(low: float, high: float) -> str:
    """The interval of a share: `62–64 %`."""
    return f"{round(low * 100)}–{percent(round(high * 100))}"


def exactly(value: float) -> str:
    """A share with two decimals, to be checked against another system: `63,15 %`."""
    return percent_of(f"{value * 100:.2f}")


def exactly_between(low: float, high: float) -> str:
    """The interval of such a share: `61,99–64,30 %`."""
    first = f"{low * 100:.2f}"
    return f"{first.replace('.', ',') if russian() else first}–{exactly(high)}"


def whole(value: int) -> str:
    """A number of things in groups of three: `1 234`, `1,234`."""
    return f"{value:,}".replace(",", "\u00a0" if russian() else ",")

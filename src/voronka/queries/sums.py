"""Amounts as people read them, in the reader's language."""

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
    text = f"{value:g}"
    return text.replace(".", ",") + "\u00a0%" if russian() else text + "%"


def whole(value: int) -> str:
    """A number of things in groups of three: `1 234`, `1,234`."""
    return f"{value:,}".replace(",", "\u00a0" if russian() else ",")

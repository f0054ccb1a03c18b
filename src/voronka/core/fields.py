"""The company's own fields: what may be typed into one of each kind, and the one form in which it is kept."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from voronka.core.clients import is_email
from voronka.core.money import parse_amount
from voronka.core.problems import Invalid, Problem
from voronka.core.process import Field

WORDS: Final = ("text", "long", "phone", "email", "link")
"""Kinds that hold free words: they are kept as texts that can be erased, and no condition asks what they say."""
MOST: Final = 10_000
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}([.,][0-9]{1,6})?")
_DAY = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})")
_RUSSIAN_DAY = re.compile(r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})")
_LINK = re.compile(r"https?://[^\s<>\"']{1,2000}")
_ADDRESS = re.compile(r"[^\s/<>\"'@]+\.[^\s<>\"'@]{2,}")
_PHONE = re.compile(r"\+?[0-9() \u00a0./-]{5,32}")
_YES: Final = ("yes", "true", "on", "1", "да")
_NO: Final = ("no", "false", "off", "0", "нет")


def holds_words(field: Field) -> bool:
    """Is what the field holds free text?"""
    return field.kind in WORDS


def read(field: Field, typed: str, currency: str) -> str:
    """What was typed, in the form in which it is kept; empty for nothing. Raises Invalid at the field.

    Money in minor units, a day as `2026-11-30`, `yes` or `no`, an option's id, several ids with commas between.
    """
    bare = typed.strip().replace("\x00", "")
    if not bare:
        if field.required:
            raise Invalid(Problem("required", field.id))
        return ""
    if len(bare) > MOST:
        raise Invalid(Problem("too_long", field.id, {"length": len(bare), "limit": MOST}))
    return _READERS[field.kind](field, bare, currency)


def _words(field: Field, bare: str, currency: str) -> str:
    return bare if field.kind == "long" else " ".join(bare.split())


def _number(field: Field, bare: str, currency: str) -> str:
    number = _SPACES.sub("", bare).replace("−", "-")
    if not _NUMBER.fullmatch(number):
        raise _wrong("number_unreadable", field, bare)
    whole, _point, decimals = number.replace(",", ".").removeprefix("+").partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    digits, decimals = digits.lstrip("0") or "0", decimals.rstrip("0")
    plain = digits + (f".{decimals}" if decimals else "")
    return plain if plain == "0" else sign + plain


def _money(field: Field, bare: str, currency: str) -> str:
    return str(parse_amount(bare, currency, field.id))


def _date(field: Field, bare: str, currency: str) -> str:
    found = _DAY.fullmatch(bare) or _RUSSIAN_DAY.fullmatch(bare)
    try:
        if found is None:
            raise ValueError(bare)
        return date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat()
    except ValueError:
        raise _wrong("date_unreadable", field, bare) from None


def _yes_no(field: Field, bare: str, currency: str) -> str:
    word = bare.lower()
    if word in _YES:
        return "yes"
    if word in _NO:
        return "no"
    raise _wrong("yes_no_unreadable", field, bare)


def _choice(field: Field, bare: str, currency: str) -> str:
    """An option by its id, or by its title as people see it."""
    for option in field.options:
        if bare == option.id or bare.lower() == option.title.lower():
            return option.id
    known = [option.title for option in field.options]
    raise Invalid(Problem("unknown_choice", field.id, {"have": bare[:60], "known": known}))


def _choices(field: Field, bare: str, currency: str) -> str:
    chosen = {_choice(field, one.strip(), currency) for one in bare.split(",") if one.strip()}
    return ",".join(option.id for option in field.options if option.id in chosen)


def _phone(field: Field, bare: str, currency: str) -> str:
    if not _PHONE.fullmatch(bare) or sum(letter.isdigit() for letter in bare) < 5:
        raise _wrong("phone_unreadable", field, bare)
    return bare


def _email(field: Field, bare: str, currency: str) -> str:
    if not is_email(bare):
        raise _wrong("email_unreadable", field, bare)
    return bare.lower()


def _link(field: Field, bare: str, currency: str) -> str:
    """An address of the web; one without `https://` is completed, any other kind is refused."""
    whole = f"https://{bare}" if _ADDRESS.fullmatch(bare) and ":" not in bare.partition("/")[0] else bare
    if not _LINK.fullmatch(whole):
        raise _wrong("link_unreadable", field, bare)
    return whole


def _wrong(code: str, field: Field, bare: str) -> Invalid:
    return Invalid(Problem(code, field.id, {"typed": bare[:60]}))


_READERS: Final[Mapping[str, Callable[[Field, str, str], str]]] = {
    "text": _words,
    "long": _words,
    "number": _number,
    "money": _money,
    "date": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "phone": _phone,
    "email": _email,
    "link": _link,
}

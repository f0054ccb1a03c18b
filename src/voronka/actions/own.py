"""What people type into the company's own fields, as it is kept: the same at every door."""

import re
from collections.abc import Iterable, Mapping

from django.conf import settings

from voronka.actions.change import clean
from voronka.core import fields
from voronka.core.problems import Invalid, Problem
from voronka.core.process import Field


def read_phone(text: str) -> str:
    """A phone number in E.164, as a person of the company's country types it; as typed where unreadable."""
    bare = clean(text, "phone", limit=32)
    if not bare:
        return ""
    import phonenumbers  # half of a tenth of a second, which most commands need not pay

    try:
        number = phonenumbers.parse(bare, settings.COUNTRY)
    except phonenumbers.NumberParseException:
        return bare
    if not phonenumbers.is_possible_number(number):
        return bare
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def sought_phone(typed: str) -> str:
    """A phone that somebody looks for, or its beginning with a plus, as it is kept; nothing for other words."""
    bare = typed.strip()
    digits = re.sub(r"\D", "", bare)
    if len(bare) > 32 or len(digits) < 5 or re.search(r"[^\d ()+.\u00a0-]", bare):
        return ""
    return "+" + digits if bare.startswith("+") else read_phone(bare)


def read(own: Field, typed: str, currency: str) -> str:
    """One field; a phone in E.164. Raises Invalid at the field."""
    kept = fields.read(own, typed, currency)
    return read_phone(kept) if own.kind == "phone" else kept


def read_all(own: Iterable[Field], typed: Mapping[str, str], currency: str) -> dict[str, str]:
    """Several fields at once, with everything that is wrong with them; those that are empty are left out."""
    known = {one.id: one for one in own}
    kept: dict[str, str] = {}
    wrong: list[Problem] = []
    for name, text in typed.items():
        if name not in known:
            wrong.append(Problem("unknown_choice", name[:64], {"have": name[:64], "known": sorted(known)}))
            continue
        try:
            if value := read(known[name], text, currency):
                kept[name] = value
        except Invalid as found:
            wrong += found.problems
    if wrong:
        raise Invalid(*wrong)
    return kept

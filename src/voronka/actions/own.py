"""What people type into the company's own fields, as it is kept: the same at every door."""

from collections.abc import Iterable, Mapping

from voronka.actions.clients import read_phone
from voronka.core import fields
from voronka.core.problems import Invalid, Problem
from voronka.core.process import Field


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

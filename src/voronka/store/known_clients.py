"""Whom the lines of a file would meet who is known already, and by what: read for a trial, nothing is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voronka.core.clients import fold_name
from voronka.core.imports import Client
from voronka.store import sql


@dataclass(frozen=True, slots=True)
class Met:
    """A client who is known: a company or a contact, by their INN, name, phone or e-mail."""

    noun: str
    key: int
    name: str
    by: str


def met(told: Sequence[Client]) -> list[list[Met]]:
    """The company and the contact that each line would meet; four statements, however many lines there are.

    Known as `imported.clients` knows them; whoever went up in another is that other.
    """
    inn = _found("company", "inn", [one.inn for one in told])
    name = _found("company", "folded", [fold_name(one.company)[:300] for one in told])
    phone = _found("contact", "phone", [said for one in told for said in one.phones])
    email = _found("contact", "email", [said for one in told for said in one.emails])
    found: list[list[Met]] = []
    for one in told:
        mine = []
        if one.inn and one.inn in inn:
            mine.append(Met("company", *inn[one.inn], "inn"))
        elif (folded := fold_name(one.company)[:300]) and folded in name:
            mine.append(Met("company", *name[folded], "name"))
        called = set(
            fold_name(one.contact or next(iter(one.phones), "") or next(iter(one.emails), "")).split()
        )
        alike = [("phone", phone.get(said)) for said in one.phones] + [
            ("email", email.get(said)) for said in one.emails
        ]
        who = next(
            ((by, known) for by, known in alike if known and called & set(fold_name(known[1]).split())), None
        )
        if who is not None and who[1] is not None:
            mine.append(Met("contact", *who[1], who[0]))
        found.append(mine)
    return found


def _found(noun: str, column: str, values: Iterable[str]) -> dict[str, tuple[int, str]]:
    asked = sorted({value for value in values if value})
    if not asked:
        return {}
    places = ", ".join(["%s"] * len(asked))
    rows = sql.all_of(
        f"SELECT c.{column}, COALESCE(m.id, c.id), COALESCE(m.name, c.name) FROM store_{noun} c"
        f" LEFT JOIN store_{noun} m ON m.id = c.merged_into_id WHERE c.{column} IN ({places}) ORDER BY c.id DESC",
        asked,
    )
    return {str(value): (int(key), str(name)) for value, key, name in rows}

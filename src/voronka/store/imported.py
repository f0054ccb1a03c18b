"""Pieces of an import: what is known already, clients and deals of a piece at once, and taking them back."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from voronka.core.access import Actor
from voronka.core.clients import fold_name
from voronka.core.duplicates import Noun
from voronka.core.events import Event
from voronka.core.imports import Client
from voronka.store import alike, log, merged, names, sql
from voronka.store.models import DealRow

_written = json.JSONEncoder(ensure_ascii=False, default=str).encode
_TEXT = sql.insert("store_text", ("id", "body", "created_at"))
_COMPANY_COLUMNS = ("id", "name", "about", "inn", "site", "folded", "own", "created_at")
_CONTACT_COLUMNS = ("id", "company_id", "name", "phone", "email", "post", "folded", "own", "created_at")
_COMPANY = sql.insert("store_company", _COMPANY_COLUMNS)
_CONTACT = sql.insert("store_contact", _CONTACT_COLUMNS)
_OUTSIDE = sql.insert("store_outsideid", ("source", "noun", "outside", "key", "mark", "whence_id"))
_REFUSED = sql.insert("store_refusedline", ("whence_id", "number", "problem", "cells"))


def known(source: str, noun: str, outside: Sequence[str]) -> dict[str, int]:
    """What of these came in already, and as what."""
    return {
        str(name): int(key)
        for name, key in _among(
            "SELECT outside, key FROM store_outsideid WHERE source = %s AND noun = %s AND outside IN ({0})",
            (source, noun), outside,
        )
    }  # fmt: skip


def known_live(source: str, noun: str, outside: Sequence[str]) -> dict[str, int]:
    """The same of what belongs to deals: where the deal's import was taken back, it has not come in."""
    return {
        str(name): int(key)
        for name, key in _among(
            "SELECT o.outside, o.key FROM store_outsideid o JOIN store_dealrow d ON d.id = o.key"
            " WHERE d.status <> 'undone' AND o.source = %s AND o.noun = %s AND o.outside IN ({0})",
            (source, noun), outside,
        )
    }  # fmt: skip


def marks_live(source: str, noun: str, outside: Sequence[str]) -> dict[str, str]:
    """The marks of what came in of these, where the deals are still there."""
    return {
        str(name): str(digest)
        for name, digest in _among(
            "SELECT o.outside, o.mark FROM store_outsideid o JOIN store_dealrow d ON d.id = o.key"
            " WHERE d.status <> 'undone' AND o.source = %s AND o.noun = %s AND o.outside IN ({0})",
            (source, noun), outside,
        )
    }  # fmt: skip


def ends(whence: int) -> Iterator[tuple[str, datetime, datetime | None, int, str]]:
    """Of every deal of an import: its status, when it began and ended, how much it was for."""
    rows = DealRow.objects.filter(imported=whence).values_list(
        "status", "opened_at", "closed_at", "amount", "currency"
    )
    return rows.iterator(chunk_size=2000)


def texts(bodies: Sequence[str], at: datetime) -> list[int]:
    """Keep what was written; its ids."""
    made = sql.fresh_keys("store_text", len(bodies))
    if made:
        sql.many(_TEXT, [(key, body, at) for key, body in zip(made, bodies, strict=True)])
    return made


def clients(
    told: Sequence[Client], *, whence: int, source: str, at: datetime
) -> list[tuple[int | None, int | None]]:
    """The company and the contact of each, known or made now: nine statements, however many lines there are.

    A company is known by its tax number or its folded name, a contact by phone or e-mail with a name that does not
    contradict, or by name within the same company.
    """
    firms = _now("company", _firms(told, whence, source, at))
    people = _now("contact", _people(told, firms, whence, source, at))
    return list(zip(firms, people, strict=True))


def _now(noun: Noun, keys: Sequence[int | None]) -> list[int | None]:
    """Nobody goes up in another until the piece is committed; whoever did so meanwhile is that one."""
    now = merged.all_living(noun, [key for key in keys if key is not None])
    return [None if key is None else now.get(key, key) for key in keys]


def _firms(told: Sequence[Client], whence: int, source: str, at: datetime) -> list[int | None]:
    folded = [fold_name(one.company)[:300] for one in told]
    by_inn = _index(
        "SELECT inn, MIN(COALESCE(merged_into_id, id)) FROM store_company WHERE inn IN ({0}) GROUP BY inn",
        [o.inn for o in told],
    )
    by_name = _index(
        "SELECT folded, MIN(COALESCE(merged_into_id, id)) FROM store_company WHERE folded IN ({0}) GROUP BY folded",
        folded,
    )
    fresh: dict[str, Client] = {}
    for one, name in zip(told, folded, strict=True):
        if name and not (one.inn and one.inn in by_inn) and name not in by_name:
            fresh.setdefault(name, one)
    made = sql.fresh_keys("store_company", len(fresh))
    rows = [
        (key, one.company, one.about, one.inn[:12], one.site, name, _own(one.company_own), at)
        for key, (name, one) in zip(made, fresh.items(), strict=True)
    ]
    if rows:
        sql.many(_COMPANY, rows)
        _named_by("company", _COMPANY_COLUMNS, rows)
        _remember(
            source,
            "company",
            whence,
            [(f"@{key}", key, mark((*row[1:5], row[6]))) for key, row in zip(made, rows, strict=True)],
        )
        by_name |= dict(zip(fresh, made, strict=True))
    return [
        (by_inn.get(one.inn) if one.inn else None) or (by_name.get(name) if name else None)
        for one, name in zip(told, folded, strict=True)
    ]


def _people(
    told: Sequence[Client], firms: Sequence[int | None], whence: int, source: str, at: datetime
) -> list[int | None]:
    by_phone = _named("phone", [phone for one in told for phone in one.phones])
    by_email = _named("email", [mail for one in told for mail in one.emails])
    found: list[int | None] = []
    fresh: list[tuple[Client, int | None, str]] = []
    places: dict[str, int] = {}
    for one, firm in zip(told, firms, strict=True):
        name = one.contact or next(iter(one.phones), "") or next(iter(one.emails), "")
        if not name:
            found.append(None)
            continue
        folded = fold_name(name)[:300]
        alike = [by_phone.get(p) for p in one.phones] + [by_email.get(m) for m in one.emails]
        key = next((row[0] for row in alike if row and _may_be(folded, row[1])), None)
        marks = [f"{word} {folded}" for word in (*one.phones, *one.emails)] or [f"{firm} {folded}"]
        place = next((places[mark] for mark in marks if mark in places), None)
        if key is None and place is None:
            place = len(fresh)
            fresh.append((one, firm, name))
        if place is not None:
            places |= dict.fromkeys(marks, place)
            found.append(-place - 1)
        else:
            found.append(key)
    made = sql.fresh_keys("store_contact", len(fresh))
    rows = [
        (key, firm, name[:300], next(iter(one.phones), "")[:32], next(iter(one.emails), "")[:254], one.post,
         fold_name(name)[:300], _own(one.contact_own), at)
        for key, (one, firm, name) in zip(made, fresh, strict=True)
    ]  # fmt: skip
    if rows:
        sql.many(_CONTACT, rows)
        _named_by("contact", _CONTACT_COLUMNS, rows)
        _remember(
            source,
            "contact",
            whence,
            [(f"@{key}", key, mark((*row[1:6], row[7]))) for key, row in zip(made, rows, strict=True)],
        )
    return [made[-key - 1] if key is not None and key < 0 else key for key in found]


def _own(told: Mapping[str, str]) -> str:
    return json.dumps(dict(sorted(told.items())), ensure_ascii=False) if told else "{}"


def _may_be(name: str, known_name: str) -> bool:
    return bool(set(name.split()) & set(known_name.split()))


def _named(column: str, values: Iterable[str]) -> dict[str, tuple[int, str]]:
    who = f"{column}, COALESCE(merged_into_id, id), folded"
    asked = f"SELECT {who} FROM store_contact WHERE {column} IN ({{0}}) ORDER BY id DESC"
    return {str(value): (int(key), str(name)) for value, key, name in _among(asked, (), values)}


def _index(statement: str, values: Iterable[str]) -> dict[str, int]:
    return {str(value): int(key) for value, key in _among(statement, (), values)}


def _among(statement: str, before: tuple[Any, ...], values: Iterable[str]) -> list[tuple[Any, ...]]:
    asked = sorted({value for value in values if value})
    if not asked:
        return []
    return sql.all_of(statement.format(", ".join(["%s"] * len(asked))), (*before, *asked))


def _named_by(noun: names.Noun, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    names.keep_all(noun, [dict(zip(columns, row, strict=True)) for row in rows])


def mark(row: Sequence[Any]) -> str:
    """A digest of a client as it came in."""
    return hashlib.blake2b(_written(row).encode(), digest_size=12).hexdigest()


def _remember(source: str, noun: str, whence: int, things: Sequence[tuple[str, int, str]]) -> None:
    sql.many(_OUTSIDE, [(source, noun, outside, key, digest, whence) for outside, key, digest in things])


def remember(source: str, noun: str, whence: int, things: Sequence[tuple[str, int]]) -> None:
    """What these are called in the other system."""
    if things:
        _remember(source, noun, whence, [(outside, key, "") for outside, key in things])


def remember_marked(source: str, noun: str, whence: int, things: Sequence[tuple[str, int, str]]) -> None:
    """The same of what belongs to deals: outside id, the deal, what of the deal it is. What was left of deals that were
    taken back gives way.
    """
    if things:
        places = ", ".join(["%s"] * len(things))
        sql.run(
            f"DELETE FROM store_outsideid WHERE source = %s AND noun = %s AND outside IN ({places})",
            (source, noun, *(outside for outside, _key, _mark in things)),
        )
        _remember(source, noun, whence, things)


def forget_marked(whence: int, noun: str, marks: Sequence[str]) -> None:
    """They may come in again."""
    if marks:
        places = ", ".join(["%s"] * len(marks))
        sql.run(
            f"DELETE FROM store_outsideid WHERE whence_id = %s AND noun = %s AND mark IN ({places})",
            (whence, noun, *marks),
        )


def refuse(whence: int, refused: Sequence[tuple[int, Mapping[str, Any], Sequence[str]]]) -> None:
    """Lines that can't be taken."""
    rows = [
        (
            whence,
            number,
            json.dumps(problem, ensure_ascii=False, default=str),
            json.dumps(list(cells), ensure_ascii=False),
        )
        for number, problem, cells in refused
    ]
    if rows:
        sql.many(_REFUSED, rows)


def tell(whence: int, events: Sequence[Event], *, by: Actor, at: datetime) -> None:
    """Append to the import's own stream; the import's row is locked by whoever calls."""
    last = sql.one(
        "SELECT COALESCE(MAX(seq), 0) FROM store_eventrow WHERE stream = %s", (f"import:{whence}",)
    )
    log.append(f"import:{whence}", int(last[0]) if last else 0, events, log.Envelope(by, at, "import"), None)


def touched(keys: Sequence[int], noun: str = "deal") -> set[int]:
    """Those of these deals (or inquiries) that somebody has worked on since they came in."""
    streams = [f"{noun}:{key}" for key in keys]
    # That a client turned out to be another is no work on the deal.
    asked = (
        "SELECT DISTINCT stream FROM store_eventrow WHERE stream IN ({0}) AND door <> 'import'"
        " AND kind NOT IN ('client.merged', 'client.split')"
    )
    rows = _among(asked, (), streams)
    return {int(str(row[0]).partition(":")[2]) for row in rows}


def unused(noun: str, marks: Mapping[int, str]) -> list[int]:
    """Clients that an import made, that nobody has changed since and nothing refers to any more."""
    if not marks:
        return []
    columns = (
        "name, about, inn, site, own" if noun == "company" else "company_id, name, phone, email, post, own"
    )
    others = ["SELECT 1 FROM store_dealrow x WHERE x.{0}_id = c.id"]
    others.append("SELECT 1 FROM store_{0} x WHERE x.merged_into_id = c.id")
    if noun == "company":
        others.append("SELECT 1 FROM store_contact x WHERE x.company_id = c.id")
    else:
        others.append("SELECT 1 FROM store_inquiryrow x WHERE x.contact_id = c.id")
    free = " AND ".join(f"NOT EXISTS ({one.format(noun)})" for one in others)
    places = ", ".join(["%s"] * len(marks))
    rows = sql.all_of(
        f"SELECT id, {columns} FROM store_{noun} c WHERE id IN ({places}) AND merged_into_id IS NULL AND {free}",
        list(marks),
    )
    return [int(row[0]) for row in rows if mark(row[1:]) == marks[int(row[0])]]


def remove(noun: Noun, gone: Sequence[int]) -> None:
    """These clients, and by what they are found."""
    if gone:
        places = ", ".join(["%s"] * len(gone))
        names.drop(noun, gone)
        alike.forget(noun, gone)
        sql.run(f"DELETE FROM store_{noun} WHERE id IN ({places})", gone)


def forget(whence: int, noun: str, gone: Sequence[int]) -> None:
    """They may come in again."""
    if gone:
        places = ", ".join(["%s"] * len(gone))
        sql.run(
            f"DELETE FROM store_outsideid WHERE whence_id = %s AND noun = %s AND key IN ({places})",
            (whence, noun, *gone),
        )

"""Clients that went up in others: who they are now, what belongs to them, and moving it in one transaction."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from voronka.core import events as e
from voronka.core.clients import fold_name
from voronka.core.duplicates import Noun
from voronka.core.merging import FIELDS, Values
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.store import log, sql
from voronka.store.work import Unit

_SEEN: Final = "SELECT COALESCE(merged_into_id, id) FROM store_{noun} WHERE id = %s"


def living(noun: Noun, key: int, *, hold: bool = False) -> int:
    """Who this client is now: themselves, or whoever they went up in; NotFound.

    With `hold` they stay so until the transaction's end: whoever writes down that something is theirs asks for it.
    """
    asked = _SEEN.format(noun=noun) + (sql.for_share() if hold else "")
    row = sql.one(asked, (key,)) if sql.is_key(key) else None
    if row is None:
        raise NotFound(noun, key)
    return int(row[0])


def all_living(noun: Noun, keys: Sequence[int]) -> dict[int, int]:
    """The same for many at once, held until the transaction's end."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    places = ", ".join(["%s"] * len(wanted))
    asked = f"SELECT id, COALESCE(merged_into_id, id) FROM store_{noun} WHERE id IN ({places}) ORDER BY id"
    return {int(key): int(now) for key, now in sql.all_of(asked + sql.for_share(), wanted)}


def held(noun: Noun, keys: Sequence[int]) -> dict[int, tuple[Values, int | None]]:
    """The values of these clients, and whom they went up in; locked until the end, in one order."""
    columns = ", ".join(_columns(noun))
    places = ", ".join(["%s"] * len(keys))
    asked = f"SELECT id, merged_into_id, own, {columns} FROM store_{noun} WHERE id IN ({places}) ORDER BY id"
    return {
        int(key): (as_values(noun, own, told), into)
        for key, into, own, *told in sql.all_of(asked + sql.for_update(), sorted(keys))
    }


def as_values(noun: Noun, own: str, told: Sequence[Any]) -> dict[str, str]:
    """A client's row as the values of core/merging.py."""
    plain = {name: str(value or "") for name, value in zip(FIELDS[noun], told, strict=True)}
    return {**plain, **{f"own.{name}": str(value) for name, value in json.loads(own).items()}}


def _columns(noun: Noun) -> list[str]:
    return ["company_id" if name == "company" else name for name in FIELDS[noun]]


def keep(noun: Noun, key: int, values: Values) -> None:
    """Write these values to the client's row, with the words of the name where they stand in lists."""
    plain: dict[str, Any] = {name: values.get(name, "") for name in FIELDS[noun]}
    if noun == "contact":
        plain["company_id"] = int(told) if (told := plain.pop("company")) else None
    own = {
        name.removeprefix("own."): value
        for name, value in values.items()
        if name.startswith("own.") and value
    }
    plain |= {
        "own": json.dumps(dict(sorted(own.items())), ensure_ascii=False),
        "folded": fold_name(values["name"])[:300],
        "compared": False,
    }
    sql.run(sql.update(f"store_{noun}", tuple(plain), "id = %s"), (*plain.values(), key))


def theirs(noun: Noun, key: int) -> dict[str, list[int]]:
    """Keys of all that belongs to this client: deals, inquiries, contacts, and what they are called elsewhere."""
    asked = {
        "deal": f"SELECT id FROM store_dealrow WHERE {noun}_id = %s ORDER BY id",
        "outside": f"SELECT id FROM store_outsideid WHERE noun = '{noun}' AND key = %s ORDER BY id",
    }
    if noun == "contact":
        asked["inquiry"] = "SELECT id FROM store_inquiryrow WHERE contact_id = %s ORDER BY id"
    else:
        asked["contact"] = "SELECT id FROM store_contact WHERE company_id = %s ORDER BY id"
    return {what: [int(row[0]) for row in sql.all_of(statement, (key,))] for what, statement in asked.items()}


def move(
    unit: Unit, fact: e.ClientMerged | e.ClientSplit, noun: Noun, things: Mapping[str, Sequence[int]]
) -> dict[str, list[int]]:
    """What of these things belongs to the one client goes to the other; the keys of those that went."""
    frm, to = (fact.gone, fact.kept) if isinstance(fact, e.ClientMerged) else (fact.kept, fact.gone)
    deals = [deal for deal in unit.deals(things.get("deal", ())) if getattr(deal, noun) == frm]
    unit.record_all([(deal, (fact,)) for deal in deals])
    went = {"deal": [deal.key for deal in deals]}
    if noun == "contact":
        inquiries = [unit.inquiry(key) for key in things.get("inquiry", ())]
        ours = [inquiry for inquiry in inquiries if inquiry.contact == frm]
        for inquiry in ours:
            unit.record_inquiry(inquiry, (fact,))
        went["inquiry"] = [inquiry.key for inquiry in ours]
    else:
        went["contact"] = _point("store_contact", "company_id", things.get("contact", ()), frm, to)
    went["outside"] = _point("store_outsideid", "key", things.get("outside", ()), frm, to)
    return went


def _point(table: str, column: str, keys: Sequence[int], frm: int, to: int) -> list[int]:
    if not keys:
        return []
    places = ", ".join(["%s"] * len(keys))
    rows = sql.all_of(
        f"SELECT id FROM {table} WHERE id IN ({places}) AND {column} = %s ORDER BY id", (*keys, frm)
    )
    went = [int(row[0]) for row in rows]
    if went:
        places = ", ".join(["%s"] * len(went))
        sql.run(f"UPDATE {table} SET {column} = %s WHERE id IN ({places})", (to, *went))
    return went


def point_at(noun: Noun, keys: Sequence[int], to: int | None) -> None:
    """These clients are another one from now on, or (None) themselves again."""
    if keys:
        places = ", ".join(["%s"] * len(keys))
        sql.run(f"UPDATE store_{noun} SET merged_into_id = %s WHERE id IN ({places})", (to, *keys))


def tell(unit: Unit, noun: Noun, key: int, fact: e.Event) -> None:
    """Append to the client's own stream; the client's row is locked by whoever calls."""
    stream = f"{noun}:{key}"
    last = sql.one("SELECT COALESCE(MAX(seq), 0) FROM store_eventrow WHERE stream = %s", (stream,))
    log.append(stream, int(last[0]) if last else 0, (fact,), unit.envelope, None)


def gone_up(noun: Noun, field: str, into: int) -> Invalid:
    """This client has gone up in another: who that is, for whoever still meant the one."""
    row = sql.one(f"SELECT name FROM store_{noun} WHERE id = %s", (into,))
    return Invalid(
        Problem("client_merged", field, {"noun": noun, "into": into, "name": row[0] if row else ""})
    )

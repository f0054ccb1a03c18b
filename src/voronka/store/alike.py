"""Clients beside others: their keys and the pairs that may be one are kept, so that no page compares."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from voronka.core import duplicates
from voronka.core.duplicates import EXACT, Card, Key, Likeness, Noun
from voronka.store import sql

MOST: Final = 20
"""So many others of one key are compared. A name that more than these have tells nothing; a phone still does."""
ASKED: Final = 200
"""So many keys of one statement: SQLite takes no more than five hundred pieces."""
_KEY = sql.insert("store_clientkey", ("noun", "client", "kind", "word"))
_PAIR = sql.insert("store_duplicatepair", ("noun", "one", "other", "doubt", "why"))
_COLUMNS: Final = {"company": "id, name, inn, site", "contact": "id, name, phone, email, company_id"}


def not_compared(noun: Noun, limit: int) -> list[int]:
    """Clients whose duplicates nobody has looked for as they are now, locked until the end; the oldest first."""
    asked = f"SELECT id FROM store_{noun} WHERE NOT compared ORDER BY id LIMIT {limit:d}" + sql.for_update()
    return [int(row[0]) for row in sql.all_of(asked)]


def any_not_compared() -> bool:
    """Is there anything to compare at all?"""
    asked = " OR ".join(
        f"EXISTS (SELECT 1 FROM store_{noun} WHERE NOT compared)" for noun in ("company", "contact")
    )
    row = sql.one(f"SELECT {asked}")
    return bool(row and row[0])


def look(noun: Noun, keys: Sequence[int]) -> int:
    """Write the keys of these clients and the pairs that they are part of anew; how many pairs there are.

    About a dozen statements, however many clients there are.
    """
    mine = cards(noun, keys)
    forget(noun, keys)
    told = {card.key: duplicates.keys_of(card) for card in mine}
    rows = [(noun, key, kind, word) for key, known in told.items() for kind, word in sorted(known)]
    if rows:
        sql.many(_KEY, rows)
    meet = meeting(noun, frozenset().union(*told.values()))
    others = {card.key: card for card in cards(noun, {key for found in meet.values() for key in found})}
    found: dict[tuple[int, int], Likeness] = {}
    for card in mine:
        near = {key for one in told[card.key] for key in meet.get(one, ())}
        for other, likeness in duplicates.alike(card, (others[key] for key in sorted(near) if key in others)):
            found[duplicates.pair(card.key, other.key)] = likeness
    for known in _said_different(noun, keys):
        found.pop(known, None)
    if found:
        sql.many(_PAIR, [_pair(noun, pair, likeness) for pair, likeness in sorted(found.items())])
    _mark(noun, keys)
    return len(found)


def _pair(noun: Noun, pair: tuple[int, int], likeness: Likeness) -> tuple[object, ...]:
    why = json.dumps(duplicates.as_data(likeness.reasons), ensure_ascii=False)
    return (noun, *pair, 100 - likeness.certainty, why)


def cards(noun: Noun, keys: Iterable[int]) -> list[Card]:
    """What these clients are compared by, in the order of their keys; those that went up in others are left out."""
    wanted = sorted(set(keys))
    rows = _among(
        f"SELECT {_COLUMNS[noun]} FROM store_{noun} WHERE merged_into_id IS NULL AND id IN ({{0}}) ORDER BY id",
        wanted,
    )
    if noun == "contact":
        return [Card(noun, key, name, phone, mail, company=firm) for key, name, phone, mail, firm in rows]
    phones: dict[int, list[str]] = defaultdict(list)
    mails: dict[int, list[str]] = defaultdict(list)
    for firm, phone, mail in _among(
        "SELECT company_id, phone, email FROM store_contact"
        " WHERE merged_into_id IS NULL AND company_id IN ({0}) ORDER BY id",
        [row[0] for row in rows],
    ):
        phones[firm] += [phone] if phone and len(phones[firm]) < MOST else []
        mails[firm] += [mail] if mail and len(mails[firm]) < MOST else []
    return [
        Card(noun, key, name, inn=inn, site=site, phones=tuple(phones[key]), mails=tuple(mails[key]))
        for key, name, inn, site in rows
    ]


def meeting(noun: Noun, keys: Iterable[Key]) -> Mapping[Key, list[int]]:
    """Who has each of these keys, the oldest first. A name or a sound that very many have brings nobody together."""
    found: dict[Key, list[int]] = defaultdict(list)
    asked = sorted(keys)
    for start in range(0, len(asked), ASKED):
        pieces, given = [], []
        for number, (kind, word) in enumerate(asked[start : start + ASKED]):
            pieces.append(
                "SELECT * FROM (SELECT kind, word, client FROM store_clientkey"
                f" WHERE noun = %s AND kind = %s AND word = %s ORDER BY client LIMIT {MOST + 1:d}) k{number:d}"
            )
            given += [noun, kind, word]
        for kind, word, client in sql.all_of(" UNION ALL ".join(pieces), given):
            found[kind, word].append(int(client))
    return {key: them[:MOST] for key, them in found.items() if key[0] in EXACT or len(them) <= MOST}


def forget(noun: Noun, keys: Sequence[int]) -> None:
    """Keys and pairs of these clients go."""
    if keys:
        places = _places(keys)
        sql.run(f"DELETE FROM store_clientkey WHERE noun = %s AND client IN ({places})", (noun, *keys))
        for side in ("one", "other"):
            sql.run(
                f"DELETE FROM store_duplicatepair WHERE noun = %s AND {side} IN ({places})", (noun, *keys)
            )


def compare_again(noun: Noun, keys: Sequence[int]) -> None:
    """Something that these are compared by has changed: the worker will look again."""
    if keys:
        sql.run(f"UPDATE store_{noun} SET compared = %s WHERE id IN ({_places(keys)})", (False, *keys))


def _mark(noun: Noun, keys: Sequence[int]) -> None:
    places = _places(keys)
    if noun == "contact":  # a company is compared by its people too
        sql.run(
            "UPDATE store_company SET compared = %s WHERE id IN"
            f" (SELECT company_id FROM store_contact WHERE id IN ({places}))",
            (False, *keys),
        )
    sql.run(f"UPDATE store_{noun} SET compared = %s WHERE id IN ({places})", (True, *keys))


def _said_different(noun: Noun, keys: Sequence[int]) -> list[tuple[int, int]]:
    places = _places(keys)
    asked = " UNION ".join(
        f"SELECT one, other FROM store_different WHERE noun = %s AND {side} IN ({places})"
        for side in ("one", "other")
    )
    return [(int(one), int(other)) for one, other in sql.all_of(asked, [noun, *keys, noun, *keys])]


def _among(statement: str, keys: Sequence[Any]) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(keys), 500):
        piece = keys[start : start + 500]
        found += sql.all_of(statement.format(_places(piece)), piece)
    return found


def _places(keys: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(keys))

"""Clients beside others: their keys and the pairs that may be one are kept, so that no page compares."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from voronka.core import duplicates
from voronka.core.duplicates import EXACT, Card, Key, Likeness, Noun
from voronka.store import sql

MOST: Final = 20
"""So many others of one key are compared. A name that more than these have tells nothing; a phone still does."""
ASKED: Final = 200
"""So many keys of one statement: SQLite takes no more than five hundred pieces."""
_KEY = sql.insert("store_clientkey", ("noun", "client", "kind", "word"))
_PAIR = (
    sql.insert("store_duplicatepair", ("noun", "one", "other", "doubt", "why"))
    + " ON CONFLICT (noun, one, other) DO UPDATE SET doubt = excluded.doubt, why = excluded.why"
)
_COLUMNS: Final = {"company": "id, name, inn, site", "contact": "id, name, phone, email, company_id"}


def not_compared(noun: Noun, limit: int) -> list[int]:
    """Clients whose duplicates nobody has looked for as they are now, the oldest first."""
    asked = f"SELECT id FROM store_{noun} WHERE NOT compared ORDER BY id LIMIT {limit:d}"
    return [int(row[0]) for row in sql.all_of(asked)]


def any_not_compared() -> bool:
    """Is there anything to compare at all?"""
    asked = " OR ".join(
        f"EXISTS (SELECT 1 FROM store_{noun} WHERE NOT compared)" for noun in ("company", "contact")
    )
    row = sql.one(f"SELECT {asked}")
    return bool(row and row[0])


@dataclass(frozen=True, slots=True)
class Seen:
    """Clients as they were read, their keys, and whom they may be."""

    noun: Noun
    keys: Sequence[int]
    cards: Mapping[int, Card]
    found: Mapping[tuple[int, int], Likeness]


def see(noun: Noun, keys: Sequence[int]) -> Seen:
    """Read these clients and whoever has a key in common with them, and compare: nobody waits for that."""
    mine = {card.key: card for card in cards(noun, keys)}
    among: dict[Key, list[int]] = defaultdict(list)
    for card in mine.values():
        for one in duplicates.keys_of(card):
            among[one].append(card.key)
    meet = _meet(among, meeting(noun, among), frozenset(keys))
    strangers = {key for them in meet.values() for key in them} - mine.keys()
    known = {**mine, **{card.key: card for card in cards(noun, strangers)}}
    found: dict[tuple[int, int], Likeness] = {}
    for card in mine.values():
        near = {key for one in duplicates.keys_of(card) for key in meet.get(one, ())}
        for other, likeness in duplicates.alike(card, (known[key] for key in sorted(near) if key in known)):
            found[duplicates.pair(card.key, other.key)] = likeness
    return Seen(noun, keys, mine, found)


def _meet(
    among: Mapping[Key, list[int]], kept: Mapping[Key, list[int]], mine: frozenset[int]
) -> dict[Key, list[int]]:
    """Who meets by each key: those whose keys are kept, and these, whose kept keys may be old."""
    meet = {}
    for key, them in among.items():
        both = sorted({*them, *(one for one in kept.get(key, ()) if one not in mine)})
        if key[0] in EXACT or len(both) <= MOST:
            meet[key] = both[:MOST]
    return meet


def write(seen: Seen) -> int:
    """Keep the keys and the pairs of those who are still as they were read; how many clients that were.

    The others are compared again, for whoever changed them has said so. About ten statements, however many there are.
    """
    noun = seen.noun
    if noun == "contact":  # companies before their people, as whoever saves a contact takes them
        _people_of_changed({card.company for card in seen.cards.values() if card.company is not None})
    asked = f"SELECT id FROM store_{noun} WHERE id IN ({{0}}) ORDER BY id" + sql.for_update()
    _among(asked, sorted(seen.keys))
    now = {card.key: card for card in cards(noun, seen.keys)}
    still = [key for key in seen.keys if now.get(key) == seen.cards.get(key)]
    forget(noun, still)
    rows = [
        (noun, key, kind, word)
        for key in still
        if key in now
        for kind, word in sorted(duplicates.keys_of(now[key]))
    ]
    if rows:
        sql.many(_KEY, rows)
    apart = {*_said_different(noun, still)} if still else set()
    pairs = [
        _pair(noun, pair, likeness)
        for pair, likeness in sorted(seen.found.items())
        if pair not in apart and not {*pair}.isdisjoint(still)
    ]
    if pairs:
        sql.many(_PAIR, pairs)
    if still:
        _mark(noun, still)
    return len(still)


def look(noun: Noun, keys: Sequence[int]) -> int:
    """Both at once, for a client or two."""
    return write(see(noun, keys))


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


def telling(met: Mapping[Key, list[int]]) -> dict[Key, list[int]]:
    """A name or a sound that very many have brings nobody together; of a phone that many have, the oldest count."""
    return {key: them[:MOST] for key, them in met.items() if key[0] in EXACT or len(them) <= MOST}


def meeting(noun: Noun, keys: Iterable[Key]) -> Mapping[Key, list[int]]:
    """Who has each of these keys, the oldest first, at most one more than MOST."""
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
    return found


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


def _people_of_changed(companies: set[int]) -> None:
    """A company is compared by its people too."""
    if companies:
        firms = sorted(companies)
        sql.run(
            f"UPDATE store_company SET compared = %s WHERE compared AND id IN ({_places(firms)})",
            (False, *firms),
        )


def _mark(noun: Noun, keys: Sequence[int]) -> None:
    sql.run(f"UPDATE store_{noun} SET compared = %s WHERE id IN ({_places(keys)})", (True, *keys))


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

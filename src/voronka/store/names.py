"""What is found by any word of its name: the words are rows of their own, so that finding does not read all names."""

from collections.abc import Sequence
from typing import Literal

from django.db import connection
from django.db.models import Q

from voronka.core.clients import fold_name
from voronka.store import sql

Noun = Literal["company", "contact", "deal"]
NOUNS: tuple[Noun, ...] = ("company", "contact", "deal")
LONGEST = 64
LAST = "\U0010ffff"
MOST = 12
"""So many words of a name are kept; nobody looks for the thirteenth."""


def words_of(name: str) -> list[str]:
    """The words of a name that are kept or searched, each once."""
    return list(dict.fromkeys(word[:LONGEST] for word in fold_name(name).split()))[:MOST]


def keep(noun: Noun, key: int, name: str, *, known: bool = True) -> None:
    """Keep the words of this name; `known` false where the thing is new and has none yet."""
    if known:
        sql.run(f"DELETE FROM store_nameword WHERE {noun}_id = %s", (key,))
    if words := words_of(name):
        sql.many(sql.insert("store_nameword", ("word", f"{noun}_id")), [(word, key) for word in words])


def drop(noun: Noun, key: int) -> None:
    """This thing is not found by its name any more."""
    sql.run(f"DELETE FROM store_nameword WHERE {noun}_id = %s", (key,))


def found(noun: Noun, typed: str, limit: int) -> list[int]:
    """Keys of those in whose names every typed word begins some word, in the order of the words."""
    return _found((noun,), typed, limit)[noun]


def found_any(typed: str, limit: int) -> dict[Noun, list[int]]:
    """The same for companies, contacts and deals at once, at most `limit` of each: one statement."""
    return _found(NOUNS, typed, limit)


def _found(nouns: Sequence[Noun], typed: str, limit: int) -> dict[Noun, list[int]]:
    """Written out, for a palette asks it at every letter: the longest word finds, the others look at the few."""
    words = sorted(words_of(typed), key=len, reverse=True)
    keys: dict[Noun, list[int]] = {noun: [] for noun in nouns}
    if not words:
        return keys
    pieces: list[str] = []
    given: list[object] = []
    for noun in nouns:
        condition, values = _begins("w.word", words[0])
        given += values
        for word in words[1:]:
            other, values = _begins("o.word", word)
            among = f"SELECT 1 FROM store_nameword o WHERE o.{noun}_id = w.{noun}_id AND {other}"
            condition += f" AND EXISTS ({among})"
            given += values
        pieces.append(
            f"SELECT * FROM (SELECT '{noun}', w.word, w.{noun}_id FROM store_nameword w"
            f" WHERE w.{noun}_id IS NOT NULL AND {condition} ORDER BY w.word, w.{noun}_id LIMIT {limit:d}) {noun}"
        )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(pieces), given)
        for noun, _word, key in sorted(cursor.fetchall()):
            if key not in keys[noun]:
                keys[noun].append(key)
    return keys


def _begins(column: str, text: str) -> tuple[str, list[object]]:
    """The same as `beginning`, as SQL."""
    if connection.vendor == "sqlite":
        return f"{column} >= %s AND {column} < %s", [text, text + LAST]
    return f"{column} LIKE %s", [text.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%") + "%"]


def beginning(column: str, text: str) -> Q:
    """Values that begin with this text, so that the column's index leaps to them.

    SQLite's LIKE asks for an index of another collation, and in PostgreSQL's order of letters there is no
    last letter: each has a form that its index understands.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": text, f"{column}__lt": text + LAST})
    return Q(**{f"{column}__startswith": text})

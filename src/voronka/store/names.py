"""What is found by any word of its name: the words are rows of their own, so that finding does not read all names."""

from typing import Literal

from django.db import connection
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from voronka.core.clients import fold_name
from voronka.store.models import NameWord

Noun = Literal["company", "contact", "deal"]
NOUNS: tuple[Noun, ...] = ("company", "contact", "deal")
LONGEST = 64
MOST = 12
"""So many words of a name are kept; nobody looks for the thirteenth."""


def words_of(name: str) -> list[str]:
    """The words of a name that are kept or searched, each once."""
    return list(dict.fromkeys(word[:LONGEST] for word in fold_name(name).split()))[:MOST]


def keep(noun: Noun, key: int, name: str, *, known: bool = True) -> None:
    """Keep the words of this name; `known` false where the thing is new and has none yet."""
    if known:
        NameWord.objects.filter(**{noun: key}).delete()
    NameWord.objects.bulk_create(NameWord(word=word, **{f"{noun}_id": key}) for word in words_of(name))


def found(noun: Noun, typed: str, limit: int) -> list[int]:
    """Keys of those in whose names every typed word begins some word, in the order of the words."""
    words = sorted(words_of(typed), key=len, reverse=True)
    if not words:
        return []
    rows = NameWord.objects.filter(beginning("word", words[0]), **{f"{noun}__isnull": False})
    for word in words[1:]:
        # The few words of this one are looked through: by the word's own index all words that begin so would be.
        few = NameWord.objects.annotate(bare=Concat("word", Value("")))
        others = few.filter(beginning("bare", word), **{noun: OuterRef(noun)})
        rows = rows.filter(Exists(others))
    keys = rows.order_by("word", "id").values_list(noun, flat=True)[: limit * 2]
    return list(dict.fromkeys(keys))[:limit]


def found_any(typed: str, limit: int) -> dict[Noun, list[int]]:
    """The same for companies, contacts and deals at once, at most `limit` of all: one statement."""
    words = sorted(words_of(typed), key=len, reverse=True)
    keys: dict[Noun, list[int]] = {noun: [] for noun in NOUNS}
    if not words:
        return keys
    rows = NameWord.objects.filter(beginning("word", words[0]))
    for word in words[1:]:
        few = NameWord.objects.annotate(bare=Concat("word", Value(""))).filter(beginning("bare", word))
        among = [Exists(few.filter(**{noun: OuterRef(noun)})) for noun in NOUNS]
        rows = rows.filter(among[0] | among[1] | among[2])
    for row in rows.order_by("word", "id").values_list(*NOUNS)[:limit]:
        for noun, key in zip(NOUNS, row, strict=True):
            if key is not None and key not in keys[noun]:
                keys[noun].append(key)
    return keys


def beginning(column: str, text: str) -> Q:
    """Values that begin with this text, so that the column's index leaps to them.

    SQLite's LIKE asks for an index of another collation, and in PostgreSQL's order of letters there is no
    last letter: each has a form that its index understands.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": text, f"{column}__lt": text + "\U0010ffff"})
    return Q(**{f"{column}__startswith": text})

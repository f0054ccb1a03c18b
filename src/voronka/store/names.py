"""Companies, contacts and deals by words of their names, and by any part of a number or an e-mail.

What is found is kept in the transaction that writes the name. Tokens stand as the words do; whoever seeks another
form of a word seeks its beginnings, so that writing needs no stemmer.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection
from django.db.models import Q

from voronka.core import sought
from voronka.store import index, sql
from voronka.store.stems import RULES, Word, typed_words

Noun = Literal["company", "contact", "deal"]
NOUNS: tuple[Noun, ...] = ("company", "contact", "deal")
LAST = "\U0010ffff"
MOST, MOST_OWN = 12, 40
"""So many words of a name, and of a field of the company's own, are kept; nobody looks for the thirteenth."""
PIECE = 500
HIGHEST = (1 << 63) - 1
CURSOR = f"search-names/{RULES}"
"""How far names have been indexed by these rules; see actions/indexing.py."""

_CODE: dict[Noun, tuple[int, str]] = {"company": (0, "c"), "contact": (1, "p"), "deal": (2, "d")}
"""The number of a noun's documents modulo 4, and the letter before each of its tokens: nouns don't meet."""
_BESIDE: dict[Noun, str] = {"company": "b", "contact": "o"}
"""The letter before words that say more of a client than the name does."""
PART = "§"
"""Stands before three signs of a number."""
COLUMNS: dict[Noun, tuple[str, ...]] = {
    "company": ("id", "name", "about", "inn", "site", "own", "merged_into_id"),
    "contact": ("id", "name", "phone", "email", "post", "own", "merged_into_id"),
    "deal": ("id", "title"),
}
"""What is read of a row to index it."""
_TABLE: dict[Noun, str] = {"company": "store_company", "contact": "store_contact", "deal": "store_dealrow"}


Said = tuple[list[str], list[str], list[str]]
"""Words of the name, words beside it, parts of numbers."""


def _company(row: Mapping[str, Any]) -> Said:
    beside = [*_words(row["about"]), *_words(row["site"]), *_own(row["own"])]
    return _words(row["name"]), beside, sought.grams(row["inn"])


def _contact(row: Mapping[str, Any]) -> Said:
    beside = [*_words(row["post"]), *_words(row["email"]), *_own(row["own"])]
    parts = [*sought.grams(row["phone"].lstrip("+")), *sought.grams(sought.bare(row["email"]))]
    return _words(row["name"]), beside, parts


def _deal(row: Mapping[str, Any]) -> Said:
    return _words(row["title"]), [], []


_SAID: dict[Noun, Callable[[Mapping[str, Any]], Said]] = {
    "company": _company,
    "contact": _contact,
    "deal": _deal,
}


def _words(text: str, most: int = MOST) -> list[str]:
    return sought.words(text)[:most] if text else []


def _own(kept: str) -> list[str]:
    if kept == "{}":
        return []
    return [
        word
        for value in json.loads(kept).values()
        if isinstance(value, str)
        for word in _words(value, MOST_OWN)
    ]


def document(noun: Noun, row: Mapping[str, Any]) -> tuple[int, list[str]]:
    """The number and the tokens of what this row is; one that went up in another is known by its numbers alone."""
    said, beside, parts = _SAID[noun](row)
    if row.get("merged_into_id") is not None:
        said, beside = [], []
    code, letter = _CODE[noun]
    before = letter + PART
    tokens = [letter + word for word in said] + [before + part for part in parts]
    if beside:
        tokens += [_BESIDE[noun] + word for word in beside]
    return int(row["id"]) * 4 + code, list(dict.fromkeys(tokens))


def keep(noun: Noun, row: Mapping[str, Any]) -> None:
    """Keep by what this is found; the row has COLUMNS."""
    keep_all(noun, (row,))


def keep_all(noun: Noun, rows: Iterable[Mapping[str, Any]]) -> None:
    """The same for many at once."""
    index.put(index.NAMES, [document(noun, row) for row in rows])


def keep_keys(noun: Noun, keys: Sequence[int]) -> None:
    """The same for rows that are written already."""
    if keys:
        places, columns = ", ".join(["%s"] * len(keys)), COLUMNS[noun]
        rows = sql.all_of(f"SELECT {', '.join(columns)} FROM {_TABLE[noun]} WHERE id IN ({places})", keys)
        keep_all(noun, [dict(zip(columns, row, strict=True)) for row in rows])


def drop(noun: Noun, keys: Sequence[int]) -> None:
    """These are not there any more."""
    code, _ = _CODE[noun]
    index.drop(index.NAMES, [key * 4 + code for key in keys])


def keep_from(noun: Noun, after: int, limit: int = PIECE) -> int:
    """Index the next rows of the table behind this key, and forget what lies between without a row; the last key of
    them, 0 where none is left."""
    columns = COLUMNS[noun]
    found = rows(noun, after, limit, sql.for_update())
    code, last = _CODE[noun][0], int(found[-1][0]) if found else 0
    held = {int(row[0]) * 4 + code for row in found}
    behind = last * 4 + 3 if found else HIGHEST
    known = index.known(index.NAMES, (after + 1) * 4, behind, step=4, rest=code)
    index.drop(index.NAMES, [one for one in known if one not in held])
    keep_all(noun, [dict(zip(columns, row, strict=True)) for row in found])
    return last


def rows(noun: Noun, after: int, limit: int, lock: str = "") -> list[tuple[Any, ...]]:
    """The next rows behind this key that are to be found, with COLUMNS."""
    which = " AND status <> 'undone'" if noun == "deal" else ""
    return sql.all_of(
        f"SELECT {', '.join(COLUMNS[noun])} FROM {_TABLE[noun]} WHERE id > %s{which}"
        f" ORDER BY id LIMIT {limit:d}{lock}",
        (after,),
    )


def code(noun: Noun) -> int:
    """The rest of the numbers of this noun's documents, divided by 4."""
    return _CODE[noun][0]


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody looks for: its words, and what may be a part of a number or of an e-mail, as it stands there."""

    text: str
    words: tuple[Word, ...]
    parts: tuple[str, ...] = ()

    @property
    def number(self) -> bool:
        """Are there only digits in it?"""
        return bool(self.parts) and self.parts[0].isdecimal()


def read(typed: str, phone: str = "") -> Typed:
    """What was typed; `phone` is it as a telephone in E.164, or the beginning of one."""
    bare = typed.replace("\x00", "").strip()[:100]
    return Typed(bare, typed_words(bare), _parts(bare, phone))


def _parts(typed: str, phone: str) -> tuple[str, ...]:
    bare = sought.bare(typed)
    if len(bare) < 3 or not bare.isascii():
        return ()
    if bare.isdecimal():
        found = [bare, phone.lstrip("+")]
        if bare[0] == "8" and len(bare) >= 4:
            found.append("7" + bare[1:])
        return tuple(dict.fromkeys(one for one in found if one))
    return (typed.lower(),) if len(typed.split()) == 1 else ()


_HOLDS = {
    "company": ("store_company", ("inn",)),
    "contact": ("store_contact", ("phone", "email")),
}
_SIGNS = re.compile("([!%_])")


def pieces(noun: Noun, typed: Typed, limit: int, below: int | None = None) -> list[tuple[str, list[Any]]]:
    """Pieces of one statement that find documents of this noun: by words as they were typed, then by other forms
    of them, then by parts of numbers, then by words beside the name. `below` a key."""
    (code, letter), found = _CODE[noun], []
    under = None if below is None else below * 4 + code
    if typed.words:
        plain = [{f"{letter}{one.typed}*"} for one in typed.words]
        found.append(index.newest(index.NAMES, plain, limit, f"{noun}0", below=under))
        if any(one.beginnings for one in typed.words):
            bent = [{f"{letter}{way}*" for way in (one.typed, *one.beginnings)} for one in typed.words]
            found.append(index.newest(index.NAMES, bent, limit, f"{noun}1", below=under))
    if noun in _BESIDE and typed.words:
        letters = (letter, _BESIDE[noun])
        anywhere = [
            {f"{one}{way}*" for one in letters for way in (word.typed, *word.beginnings)}
            for word in typed.words
        ]
        found.append(index.newest(index.NAMES, anywhere, limit, f"{noun}3", below=under))
    if noun in _HOLDS:
        table, columns = _HOLDS[noun]
        for part in typed.parts:
            held = [{f"{letter}{PART}{one}"} for one in sought.grams(sought.bare(part))]
            likely = " OR ".join(f"c.{column} LIKE %s ESCAPE '!'" for column in columns)
            among = f"EXISTS (SELECT 1 FROM {table} c WHERE c.id = {{number}} / 4 AND ({likely}))"
            like = "%" + _SIGNS.sub(r"!\1", part) + "%"
            found.append(
                index.newest(
                    index.NAMES,
                    held,
                    limit,
                    f"{noun}2",
                    below=under,
                    among=among,
                    given=[like] * len(columns),
                    shown=f"(SELECT COALESCE(c.merged_into_id, c.id) FROM {table} c WHERE c.id = {{number}} / 4) * 4",
                )
            )
    return found


def called(noun: Noun, names: Iterable[str]) -> tuple[str, list[Any]]:
    """A statement that gives the numbers of documents with all words of one of these names; empty for no words."""
    letter = _CODE[noun][1]
    ways = [[{letter + word} for word in said] for name in names if (said := _words(name))]
    return index.all_that_fit(index.NAMES, ways) if ways else ("", [])


def run(told: Sequence[tuple[str, list[Any]]]) -> dict[str, list[int]]:
    """The numbers by label, what is found first in front, each once; one statement."""
    found: dict[str, list[int]] = {}
    if not told:
        return found
    statement = " UNION ALL ".join(f"SELECT * FROM ({one}) q{n}" for n, (one, _) in enumerate(told))
    rows = sql.all_of(statement, [value for _, values in told for value in values])
    for label, number in sorted(rows, key=lambda row: (row[0], -row[1])):
        found.setdefault(str(label), []).append(int(number))
    return found


def keys(found: Mapping[str, Sequence[int]], noun: Noun, *, beside: bool = False) -> list[int]:
    """The keys of this noun among what `run` found; with `beside` also by words beside the name."""
    ranks = "0123" if beside else "012"
    return list(dict.fromkeys(number // 4 for rank in ranks for number in found.get(f"{noun}{rank}", ())))


def found(noun: Noun, typed: str, limit: int) -> list[int]:
    """Keys of those in whose names every typed word begins some word, or is another form of one."""
    return keys(run(pieces(noun, Typed(typed, typed_words(typed)), limit)), noun)[:limit]


def found_any(typed: Typed, limit: int, *, beside: bool = False) -> dict[Noun, list[int]]:
    """The same for companies, contacts and deals at once, at most `limit` of each: one statement."""
    hits = run([one for noun in NOUNS for one in pieces(noun, typed, limit)])
    return {noun: keys(hits, noun, beside=beside)[:limit] for noun in NOUNS}


def beginning(column: str, text: str) -> Q:
    """Values that begin with this text, so that the column's index leaps to them.

    SQLite's LIKE asks for an index of another collation, and in PostgreSQL's order of letters there is no
    last letter: each has a form that its index understands.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": text, f"{column}__lt": text + LAST})
    return Q(**{f"{column}__startswith": text})

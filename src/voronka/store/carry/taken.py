"""Reading the lines into empty tables, inside a transaction of the caller: whatever is wrong, nothing stays."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import IO, Any

from django.contrib.auth.hashers import make_password
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connection
from django.db.models import Field

from voronka.store import emptying, replay, sql, teams
from voronka.store.carry import made_again, things
from voronka.store.carry.broken import Broken
from voronka.store.carry.things import FACT, FIRST, FORMAT, LAST, THINGS, Thing
from voronka.store.carry.values_of import value_of
from voronka.store.models import Person, ReaderCursor, Upload

PIECE = 500
LONGEST = 64 * 1024 * 1024
"""A line longer than this is no line of ours."""
Say = Callable[[int], None]
_DIGEST = re.compile("[0-9a-f]{64}")


def take(source: IO[bytes], say: Say = lambda read: None) -> dict[str, Any]:
    """Fill the tables from these lines; the opening line, and `counts` of each kind. Raises Broken."""
    emptying.empty()
    ReaderCursor.objects.all().delete()
    taking = _Taking()
    try:
        for number, line in _lines(source, say):
            taking.line(number, line)
    except (IntegrityError, DataError) as error:
        raise Broken("refused", taking.number, words=_first(error)) from None
    if not taking.ended:
        raise Broken("cut", taking.number)
    _settle()
    return {**taking.opening, "counts": taking.counts}


def _first(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _settle() -> None:
    """What follows from several tables; then all is proved, as `voronka log verify` proves it."""
    teams.settle()
    # Names were indexed with their rows; texts are read from the log again by the worker.
    ReaderCursor.objects.filter(reader__startswith="search").delete()
    models = [thing.model for thing in THINGS] + list(things.FOLLOWS)
    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        sql.run(statement)
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise Broken("refers", 0, words=_first(error)) from None
    if found := replay.differences(1):
        raise Broken("unequal", 0, words=f"{found[0].stream}: {found[0].what}")


def _lines(source: IO[bytes], say: Say) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line with its number; the end must be there, and must have counted the same bytes."""
    digest, number, read = hashlib.sha256(), 0, 0
    while text := source.readline(LONGEST + 1):
        number += 1
        if len(text) > LONGEST:
            raise Broken("too_long", number)
        if not text.endswith(b"\n"):
            raise Broken("cut", number)
        line = _parsed(text, number)
        if line.get("thing") == LAST and line.get("sha256", digest.hexdigest()) != digest.hexdigest():
            raise Broken("changed", number)
        yield number, line
        digest.update(text)
        read += len(text)
        if number % PIECE == 0:
            say(read)


def _parsed(text: bytes, number: int) -> dict[str, Any]:
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        raise Broken("no_json", number) from None
    if not isinstance(line, dict) or not isinstance(line.get("thing"), str):
        raise Broken("no_json", number)
    return line


class _Taking:
    """Where the reading is: rows of one kind are kept until there are enough of them for a statement."""

    def __init__(self) -> None:
        self.number, self.ended = 0, False
        self.opening: dict[str, Any] = {}
        self.counts: dict[str, int] = {}
        self._rows: list[tuple[object, ...]] = []
        self._thing: Thing | None = None
        self._fields: tuple[str, ...] = ()
        self._facts = made_again.Facts()

    def line(self, number: int, line: dict[str, Any]) -> None:
        """Take one line."""
        kind = line.pop("thing")
        if self.ended:
            raise Broken("behind_the_end", number)
        if number == 1:
            self._open(kind, line)
        elif kind == LAST:
            self._end(number, line)
        elif kind == FACT:
            self._flush()
            self.number = number
            self._facts.take(number, line)
        else:
            self._row(number, kind, line)
        if kind not in (FIRST, LAST):
            self.counts[kind] = self.counts.get(kind, 0) + 1
        self.number = number

    def _open(self, kind: str, line: dict[str, Any]) -> None:
        if kind != FIRST or type(line.get("format")) is not int:
            raise Broken("no_opening", 1)
        if line["format"] > FORMAT:
            raise Broken("newer", 1, program=line.get("program", ""))
        self.opening = line

    def _end(self, number: int, line: dict[str, Any]) -> None:
        self._flush()
        self._facts.end()
        if line.get("lines") != number - 2:
            raise Broken("lines_lost", number, have=number - 2, told=line.get("lines"))
        self.ended = True

    def _row(self, number: int, kind: str, line: dict[str, Any]) -> None:
        thing = things.of_kind(kind)
        if thing is None:
            raise Broken("unknown_kind", number, name=kind)
        if thing.late:
            self._facts.end()
        names = tuple(sorted(line))
        if (thing, names) != (self._thing, self._fields) or len(self._rows) >= PIECE:
            self._flush()
            self._thing, self._fields = thing, names
        self._rows.append(_values(thing, number, line))

    def _flush(self) -> None:
        """Write the rows that wait."""
        if self._rows and self._thing is not None:
            made_again.insert(self._thing, _columns(self._thing), self._rows)
        self._rows = []


def may_lack(thing: Thing, one: "Field[Any, Any]") -> bool:
    """May a line do without this field? So an export of before is still taken where a column came later."""
    if one.primary_key:
        return False
    return one.name in thing.secrets or one.has_default() or one.null or one.blank


def _columns(thing: Thing) -> tuple[str, ...]:
    return tuple(one.column for one in thing.model._meta.concrete_fields if _kept(thing, one))


def _kept(thing: Thing, one: "Field[Any, Any]") -> bool:
    """All columns are written, also those that no line tells; of a deal the told ones alone."""
    return not thing.late or one.name not in thing.without


def _values(thing: Thing, number: int, line: dict[str, Any]) -> tuple[object, ...]:
    """The row of a line, in the order of the columns."""
    told = thing.fields()
    if unknown := sorted(set(line) - {one.name for one in told}):
        raise Broken("unknown_field", number, thing=thing.kind, name=unknown[0])
    row = []
    for one in thing.model._meta.concrete_fields:
        if not _kept(thing, one):
            continue
        if one.name in line:
            value = _value(thing, one, number, line[one.name])
        elif thing.model is Person and one.name == "password":
            value = make_password(None)
        elif one.name in thing.without or may_lack(thing, one):
            value = one.get_default()
        else:
            raise Broken("field_lacking", number, thing=thing.kind, name=one.name)
        if thing.model is Upload and one.name == "digest" and not _DIGEST.fullmatch(value):
            raise Broken("bad_value", number, thing=thing.kind, name=one.name)  # it names a file on our disk
        row.append(one.get_db_prep_save(value, connection))
    return tuple(row)


def _value(thing: Thing, one: "Field[Any, Any]", number: int, told: Any) -> Any:
    try:
        return value_of(one, told, data=one.name in thing.data)
    except (ValueError, OverflowError):
        raise Broken("bad_value", number, thing=thing.kind, name=one.name) from None

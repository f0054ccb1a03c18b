"""A list read along indexes: runs of deals (or of other things), merged in their order, and read on by key.

A run is a part of the list whose deals stand in one index as they stand on the page. What the index does not narrow is
asked of at most LOOKED deals of a run; where that was not enough for a page, it is said so, and one reads on. Whatever
a list is made of, its table is `d` here.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from math import isfinite
from typing import Any, Final, Literal
from urllib.parse import quote, unquote

from django.db import connection

from voronka.queries.cycle.cards import Part
from voronka.store import sql

LOOKED = 5_000
"""So many deals of a run are looked at for a page."""

Kind = Literal["moment", "day", "whole", "number", "text"]


@dataclass(frozen=True, slots=True)
class Thing:
    """What a list is made of: its table; `worded`: its keys are words."""

    table: str
    worded: bool = False

    def by(self, way: str) -> str:
        """The table, with the way that SQLite must take to it."""
        return f"{self.table} d {way}" if way and connection.vendor == "sqlite" else f"{self.table} d"


DEALS: Final = Thing("store_dealrow")


@dataclass(frozen=True, slots=True)
class Run:
    """Deals that stand together in the order; `bucket` is the place of the run, those of one bucket are merged.

    Where `only` does not hold, the run is empty: it asks of no deal, and the database answers it once.
    """

    bucket: int
    column: str
    kind: Kind
    bounds: Part
    asked: Part | None = None
    descending: bool = False
    way: str = ""
    source: str = ""
    empty: bool = False
    key: str = "d.id"
    looked: int = 0
    only: Part | None = None

    @property
    def most(self) -> int:
        """So many of its deals are looked at for a page."""
        return min(self.looked or LOOKED, LOOKED)


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of a page in their order; `more` is the place to read on from; `cut` that only so many were looked at."""

    keys: tuple[Any, ...]
    more: str = ""
    cut: bool = False


Place = tuple[int, Any, Any]


def keys(runs: Sequence[Run], *, more: str, page: int, of: Thing = DEALS) -> Found:
    """The keys of a page of these runs. ValueError where `more` is not a place that an earlier page gave."""
    if not runs:
        return Found(())
    begun = _read_place(more, runs, of) if more else None
    runs = [one for one in runs if begun is None or one.bucket >= begun[0]]
    turned = {one.bucket: one.descending for one in runs}
    rows = _all(runs, [_select(of, number, one, begun, page + 1) for number, one in enumerate(runs)])
    ordered = _ordered([_place(row, runs) for row in rows], turned)
    if edge := _edge(of, runs, rows, begun, page, ordered, turned):
        known, whole = set(ordered), _ordered([*ordered, edge], turned)
        ordered = [one for one in whole[: whole.index(edge) + 1] if one in known]
        if len(ordered) <= page:
            return Found(tuple(one[2] for one in ordered), _written(edge), cut=True)
    kept = ordered[:page]
    return Found(tuple(one[2] for one in kept), _written(kept[-1]) if len(ordered) > page else "")


def _edge(
    of: Thing,
    runs: Sequence[Run],
    rows: Sequence[tuple[Any, ...]],
    begun: Place | None,
    page: int,
    ordered: Sequence[Place],
    turned: Mapping[int, bool],
) -> Place | None:
    """How far all runs were looked at: behind it there may be deals that nobody has seen yet."""
    counts = [0] * len(runs)
    for row in rows:
        counts[row[0]] += 1
    full = ordered[page][0] if len(ordered) > page else None
    lacking = [
        (number, one)
        for number, one in enumerate(runs)
        if one.asked is not None and counts[number] <= page and (full is None or one.bucket <= full)
    ]
    if not lacking:
        return None
    asked = [_last(of, number, one, begun) for number, one in lacking]
    marks = [_place(row, runs) for row in _all([one for _number, one in lacking], asked)]
    return _ordered(marks, turned)[0] if marks else None


def _ordered(places: Sequence[Place], turned: Mapping[int, bool]) -> list[Place]:
    """In the order of the page."""
    made: list[Place] = []
    for bucket in sorted({one[0] for one in places}):
        here = [one for one in places if one[0] == bucket]
        made += sorted(here, key=lambda one: one[1:], reverse=turned[bucket])
    return made


def _all(runs: Sequence[Run], selects: Sequence[tuple[str, list[Any]]]) -> list[tuple[Any, ...]]:
    """What they give: one statement for all runs whose places are of a kind."""
    found: list[tuple[Any, ...]] = []
    told = sorted(zip(runs, selects, strict=True), key=lambda one: one[0].kind)
    for _kind, same in groupby(told, key=lambda one: one[0].kind):
        asked = [select for _run, select in same]
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(one for one, _values in asked),
                [sql.adapt(value) for _one, values in asked for value in values],
            )
            found += cursor.fetchall()
    return found


_ASKED: Final = re.compile(r"\bd\.([a-z_]+)")


def _seen(asked: Part) -> str:
    """The columns that a condition asks, and the key: where an index has them all, no deal itself is read."""
    return ", ".join(f"d.{one}" for one in dict.fromkeys(("id", *_ASKED.findall(asked.where))))


def _select(of: Thing, number: int, run: Run, begun: Place | None, limit: int) -> tuple[str, list[Any]]:
    """The first deals of the run behind the place."""
    head, order, bounds = _parts(number, run, begun)
    if run.asked is None:
        most, given = _most(run, limit)
        inner = (
            f"SELECT {head}, d.id AS id{_from(of, run)} WHERE {bounds.where} ORDER BY {order} LIMIT {most}"
        )
        return f"SELECT * FROM ({inner}) q", [*bounds.values, *given]
    # The inner one is read in its order and no further than needed: on SQLite a filter over it keeps that order.
    # PostgreSQL may join what is asked, and has to be told; it knows when nothing need be sorted.
    most, given = _most(run, run.most)
    inner = f"SELECT {head}, {_seen(run.asked)}{_from(of, run)} WHERE {bounds.where} ORDER BY {order} LIMIT {most}"
    kept = f" ORDER BY {_order(run, 'd.place', run.key if run.key.startswith('d.') else 'd.id')}"
    kept = kept if connection.vendor == "postgresql" else ""
    outer = f"SELECT d.run, d.place, d.id FROM ({inner}) d WHERE {run.asked.where}{kept} LIMIT {limit}"
    return f"SELECT * FROM ({outer}) q", [*bounds.values, *given, *run.asked.values]


def _last(of: Thing, number: int, run: Run, begun: Place | None) -> tuple[str, list[Any]]:
    """The last deal of the run that was looked at, where there are more behind it."""
    head, order, bounds = _parts(number, run, begun)
    most, given = _most(run, 1)
    inner = f"SELECT {head}, d.id AS id{_from(of, run)} WHERE {bounds.where} ORDER BY {order}"
    return f"SELECT * FROM ({inner} LIMIT {most} OFFSET {run.most - 1}) q", [*bounds.values, *given]


def _most(run: Run, limit: int) -> tuple[str, tuple[Any, ...]]:
    """A bound of so many deals. Among the conditions `only` would be asked of each deal again, and all be passed."""
    if run.only is None:
        return str(limit), ()
    return f"CASE WHEN {run.only.where} THEN {limit} ELSE 0 END", run.only.values


def _from(of: Thing, run: Run) -> str:
    return f" FROM {run.source or of.by(run.way)}"


def _order(run: Run, column: str, key: str) -> str:
    sign = " DESC" if run.descending else ""
    return f"{key}{sign}" if run.empty else f"{column}{sign}, {key}{sign}"


def _parts(number: int, run: Run, begun: Place | None) -> tuple[str, str, Part]:
    order = _order(run, run.column, run.key)
    bounds = run.bounds
    if begun is not None and begun[0] == run.bucket:
        side = "<" if run.descending else ">"
        if run.empty:
            bounds &= Part(f"{run.key} {side} %s", (begun[2],))
        else:
            behind = Part(f"({run.column}, {run.key}) {side} (%s, %s)", begun[1:])
            # Over two tables the pair serves no index; its first column does.
            leap = Part(f"{run.column} {side}= %s", (begun[1],)) if run.source else None
            bounds = bounds & leap & behind if leap else bounds & behind
    return f"{number} AS run, {run.column} AS place", order, bounds


def _place(row: tuple[Any, ...], runs: Sequence[Run]) -> Place:
    run, value = runs[row[0]], row[1]
    if run.empty:
        value = 0
    elif run.kind == "moment":
        value = sql.moment(value)
    elif run.kind == "day" and isinstance(value, str):
        value = date.fromisoformat(value)
    return (run.bucket, value, row[2])


def _written(place: Place) -> str:
    value = place[1].isoformat() if isinstance(place[1], date) else str(place[1])
    return f"{place[0]}/{quote(str(place[2]), safe='')}/{value}"


def _read_place(more: str, runs: Sequence[Run], of: Thing) -> Place:
    bucket, told, value = more.split("/", 2)
    here = [one for one in runs if one.bucket == int(bucket)]
    key: int | str = _text(unquote(told)) if of.worded else int(told)
    if not here or (isinstance(key, int) and not sql.is_key(key)):
        raise ValueError(more)
    if here[0].empty:
        return (int(bucket), 0, key)
    return (int(bucket), _VALUES[here[0].kind](value), key)


def _moment(told: str) -> datetime:
    at = datetime.fromisoformat(told)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _whole(told: str) -> int:
    number = int(told)
    if abs(number) >= 1 << 63:
        raise ValueError(told)
    return number


def _text(told: str) -> str:
    if "\x00" in told:
        raise ValueError(told)
    return told


def _number(told: str) -> float:
    number = float(told)
    if not isfinite(number):
        raise ValueError(told)
    return number


_VALUES: Final[dict[Kind, Callable[[str], Any]]] = {
    "moment": _moment,
    "day": date.fromisoformat,
    "whole": _whole,
    "number": _number,
    "text": _text,
}

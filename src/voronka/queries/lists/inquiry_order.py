"""How the list of inquiries is ordered: which runs make it, along which indexes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from voronka.core.access import Actor
from voronka.core.clients import fold_name
from voronka.core.process import Process
from voronka.queries.cycle import sorting
from voronka.queries.cycle.cards import Part
from voronka.queries.cycle.walking import Kind, Run, Thing
from voronka.store import sql

SORTS: Final = frozenset(("received_at", "answered_at", "name", "channel", "owner"))
"""Columns by which the list can be ordered."""
INQUIRIES: Final = Thing("store_inquiryrow")
MOST_RUNS: Final = 400
"""A statement may be merged of 500 at most on SQLite."""
_INBOX = "INDEXED BY inquiry_inbox"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the list: of which statuses, in which order; `keys` are those to which it is narrowed."""

    process: Process
    statuses: tuple[str, ...]
    sort: str
    keys: tuple[int, ...] | None = None


def sortable(name: str) -> bool:
    """Can the list be ordered by this column?"""
    return name in SORTS


def runs(actor: Actor, asked: Asked) -> list[Run]:
    """The runs that make the list as this person sees it; none where they see nothing. The newest first where nothing
    else is asked; by channel and by person each in that order."""
    seen = _sight(actor)
    if seen is None:
        return []
    name, descending = asked.sort.removeprefix("-"), asked.sort.startswith("-")
    if not sortable(name):
        name, descending = "received_at", True
    # By channel and by person even few are read along the index: the newest of each stand first.
    if asked.keys is not None or (name not in ("channel", "owner") and _few(asked)):
        return _gathered(asked, seen, name, descending)
    match name:
        case "channel":
            titles = {one.id: fold_name(one.title) for one in asked.process.entry.channels}
            ranked = sorted(titles, key=lambda one: (titles[one], one))
            return _one_after_another(asked, seen, "channel", ranked[::-1] if descending else ranked)
        case "owner":
            people = _people(asked)
            if (len(people) + 1) * len(asked.statuses) <= MOST_RUNS:
                return _one_after_another(asked, seen, "owner_id", people[::-1] if descending else people)
            return _along(asked, seen, "received_at", True)
        case "name":
            return _by_name(asked, seen, descending)
    return _along(asked, seen, name, descending)


def _sight(actor: Actor) -> Part | None:
    """What must hold of each; the same as records/sight.inquiries."""
    match actor.scope:
        case "all":
            return Part("1 = 1")
        case "own" | "team":
            places = ", ".join(["%s"] * len(actor.owners))
            return Part(f"(d.owner_id IN ({places}) OR d.owner_id IS NULL)", tuple(actor.owners))
        case _:
            return None


def _of_each(seen: Part) -> Part | None:
    """Nothing need be asked of each where all is seen: no bound is needed for it."""
    return None if seen.where == "1 = 1" else seen


def _status(asked: Asked, status: str) -> Part:
    return Part("d.process = %s", (asked.process.key,)) & Part(f"d.status = '{status}'")


def _statuses(asked: Asked) -> Part:
    said = ", ".join(f"'{one}'" for one in asked.statuses)
    return Part("d.process = %s", (asked.process.key,)) & Part(f"d.status IN ({said})")


def _few(asked: Asked) -> bool:
    """Are they so few that they are read at once? No more are counted than that takes."""
    part = _statuses(asked)
    inner = f"SELECT 1 FROM {INQUIRIES.by(_INBOX)} WHERE {part.where} LIMIT {sorting.GATHERED + 1}"
    row = sql.one(f"SELECT COUNT(*) FROM ({inner}) q", part.values)
    return row is not None and row[0] <= sorting.GATHERED


def _people(asked: Asked) -> list[int]:
    """Those who have inquiries of these, by their names."""
    part = _statuses(asked)
    rows = sql.all_of(
        "SELECT p.id, p.name FROM store_person p WHERE EXISTS"
        f" (SELECT 1 FROM {INQUIRIES.by('INDEXED BY inquiry_owner')} WHERE {part.where} AND d.owner_id = p.id)",
        part.values,
    )
    return [row[0] for row in sorted(rows, key=lambda row: (fold_name(row[1]), row[0]))]


def _exact() -> str:
    return ' COLLATE "C"' if connection.vendor == "postgresql" else ""


def _gathered(asked: Asked, seen: Part, name: str, descending: bool) -> list[Run]:
    """Few inquiries, put in order by the database."""
    way = _INBOX if asked.keys is None else "NOT INDEXED"
    source = f"{INQUIRIES.by(way)} LEFT JOIN store_contact k ON k.id = d.contact_id"
    bounds = _statuses(asked) & seen
    if asked.keys is not None:
        bounds &= Part(f"d.id IN ({', '.join(map(str, asked.keys))})" if asked.keys else "1 = 0")
    column, kind = _column(asked, name)
    if name == "received_at":
        return [Run(0, column, kind, bounds, None, descending, source=source)]
    there, lacking = bounds & Part(f"{column} IS NOT NULL"), bounds & Part(f"{column} IS NULL")
    return [
        Run(0, column, kind, there, None, descending, source=source),
        Run(1, column, kind, lacking, None, descending, source=source, empty=True),
    ]


def _column(asked: Asked, name: str) -> tuple[str, Kind]:
    match name:
        case "name":
            return f"k.folded{_exact()}", "text"
        case "channel":
            titles: Mapping[str, str] = {one.id: fold_name(one.title) for one in asked.process.entry.channels}
            return _ranks(
                "d.channel", [f"'{one}'" for one in sorted(titles, key=lambda one: (titles[one], one))]
            )
        case "owner":
            return _ranks("d.owner_id", [str(one) for one in _people(asked)])
    return f"d.{name}", "moment"


def _ranks(column: str, values: Sequence[str]) -> tuple[str, Kind]:
    ranks = " ".join(f"WHEN {one} THEN {place}" for place, one in enumerate(values))
    return (f"CASE {column} {ranks} ELSE NULL END" if values else "NULLIF(0, 0)"), "whole"


def _along(asked: Asked, seen: Part, name: str, descending: bool) -> list[Run]:
    """Along the index of this column."""
    way = "INDEXED BY inquiry_answered" if name == "answered_at" else _INBOX
    made = []
    for status in asked.statuses:
        bounds = _status(asked, status)
        there = bounds & Part(f"d.{name} IS NOT NULL") if name == "answered_at" else bounds
        made.append(Run(0, f"d.{name}", "moment", there, _of_each(seen), descending, way))
        if name == "answered_at":
            lacking = bounds & Part(f"d.{name} IS NULL")
            made.append(Run(1, f"d.{name}", "moment", lacking, _of_each(seen), descending, way, empty=True))
    return made


def _one_after_another(asked: Asked, seen: Part, column: str, values: Sequence[object]) -> list[Run]:
    """Value by value, the newest of each first; those of no value, or of one that is no more, stand at the end."""
    way = "INDEXED BY inquiry_owner" if column == "owner_id" else "INDEXED BY inquiry_channel"
    named = [Part(f"d.{column} = %s", (one,)) for one in values]
    made = []
    for status in asked.statuses:
        bounds = _status(asked, status)
        made += [
            Run(place, "d.received_at", "moment", bounds & one, _of_each(seen), True, way)
            for place, one in enumerate(named)
        ]
        if column == "owner_id":
            bounds &= Part("d.owner_id IS NULL")
            rest = Run(len(values), "d.received_at", "moment", bounds, _of_each(seen), True, way)
        else:
            other = Part(f"d.channel NOT IN ({', '.join(['%s'] * len(values))})", tuple(values))
            rest = Run(len(values), "d.received_at", "moment", bounds, seen & other, True, _INBOX)
        made.append(rest)
    return made


def _by_name(asked: Asked, seen: Part, descending: bool) -> list[Run]:
    """By the folded name of who turned to us; letters by their number, alike on both databases."""
    column = f"k.folded{_exact()}"
    # SQLite keeps to the order in which CROSS JOIN names the tables: names first, in the order of their index.
    source = "store_contact k CROSS JOIN store_inquiryrow d"
    met, rest = Part("d.contact_id = k.id"), _statuses(asked) & seen
    made = [Run(0, column, "text", met, rest, descending, source=source, looked=sorting.JOINED)]
    for status in asked.statuses:
        none = _status(asked, status) & Part("d.contact_id IS NULL")
        nameless = f"NULLIF('', ''){_exact()}"
        made.append(
            Run(1, nameless, "text", none, _of_each(seen), descending, "INDEXED BY inquiry_contactless", empty=True)
        )  # fmt: skip
    return made

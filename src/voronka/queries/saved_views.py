"""Views of the list of deals that a person sees: their own and those of the company."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import NotFound
from voronka.core.process import Process
from voronka.core.saved_views import Gone, still
from voronka.queries import told
from voronka.store import sql

MOST = 120


@dataclass(frozen=True, slots=True)
class ViewRecord:
    """A saved view: `asked` are the words of its address that its passport still knows, `gone` those it does not.

    `mine` says that this person made it, `changeable` that they may change it, `usual` that they begin with it.
    """

    key: int
    name: str
    process: str
    asked: Mapping[str, str]
    gone: tuple[Gone, ...]
    shared: bool
    mine: bool
    changeable: bool
    usual: bool
    seq: int
    made_by: int | None
    made_by_name: str
    made_at: datetime


def views(*, by: Actor, process: str | Process | None = None) -> tuple[ViewRecord, ...]:
    """One's own views and the shared ones of a process, by name."""
    access.require(by, "view.save")
    known = told.latest(process)
    rows = _seen(by, "v.process = %s AND v.removed_at IS NULL ORDER BY v.name, v.id", known.key)
    return tuple(_record(row, by, known) for row in rows)


def view(key: int, *, by: Actor, removed: bool = False) -> ViewRecord:
    """One view; NotFound also for one that is somebody else's own."""
    access.require(by, "view.save")
    there = "NOT NULL" if removed else "NULL"
    rows = _seen(by, f"v.id = %s AND v.removed_at IS {there}", key) if sql.is_key(key) else []
    if not rows:
        raise NotFound("view", key)
    return _record(rows[0], by, told.latest(rows[0][2]))


_READ: Final = (
    "SELECT v.id, v.name, v.process, v.asked, v.shared, v.made_by_id, v.seq, v.made_at, COALESCE(p.name, ''),"
    " EXISTS (SELECT 1 FROM store_usualview u WHERE u.view_id = v.id AND u.person_id = %s)"
    " FROM store_savedview v LEFT JOIN store_person p ON p.id = v.made_by_id"
    " WHERE (v.shared OR v.made_by_id = %s)"
)
"""Written out, for every page of the list asks it."""


def _seen(by: Actor, which: str, value: object) -> list[tuple[Any, ...]]:
    me = by.id or 0
    return sql.all_of(f"{_READ} AND {which} LIMIT {MOST}", (me, me, value))


def _record(row: tuple[Any, ...], by: Actor, known: Process) -> ViewRecord:
    key, name, process, words, shared, made_by, seq, made_at, made_by_name, usual = row
    asked, gone = still(json.loads(words), known)
    mine = by.id is not None and made_by == by.id
    return ViewRecord(
        key=key,
        name=name,
        process=process,
        asked=asked,
        gone=gone,
        shared=bool(shared),
        mine=mine,
        changeable=access.may(by, "view.share") if shared else mine,
        usual=bool(usual),
        seq=seq,
        made_by=made_by,
        made_by_name=made_by_name,
        made_at=sql.known(made_at),
    )

"""The list of deals as a sheet."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core.access import Actor
from voronka.core.process import Process
from voronka.core.sheets import Cell, Column, Row
from voronka.queries import told
from voronka.queries.cycle.cards import FROM, Owner, Part, counted, deals_by, sight
from voronka.queries.cycle.deals import Filters, order, way, where
from voronka.queries.lists import cells
from voronka.queries.lists.sheet import PIECE, Piece, Sheet, amount
from voronka.store import sql, values
from voronka.store.models import Text

TOGETHER = 2
"""So many conditions are read each by its own index."""
_READ = (
    "d.id, d.version, COALESCE(c.name, ''), COALESCE(c.inn, ''), COALESCE(k.name, ''), COALESCE(k.phone, ''),"
    " COALESCE(k.email, ''), d.title, d.status, d.stage, d.lost_reason, d.agreed, d.paid, d.currency,"
    " COALESCE(p.name, ''), d.entered_at, d.due_at, d.opened_at, d.closed_at, d.next_step_at,"
    " COALESCE(t.body, ''), d.channel, d.state, d.urgent_at"
)


def sheet(by: Actor, at: datetime, asked: Filters, process: str | None = None) -> Sheet:
    """The deals that this person sees, narrowed as asked, in the order of the page."""
    known = told.latest(process)
    wanted = where(known, asked, at)
    parts = [wanted & one for one in _seen(by, asked.owner)]

    def piece(more: str) -> Piece:
        found, onward = _read(parts, asked, more)
        return _rows(found, known, at), onward

    def count() -> int:
        return sum(row[1] for row in counted(parts, "d.process", way=way(asked)))

    return Sheet(_("Deals"), _columns(known), piece, count)


def _seen(by: Actor, owner: Owner) -> list[Part]:
    """Which deals this person sees. Those of a team are one condition: merging the first thousand of each of its
    people for every thousand rows would read them over and over, and one pass reads every row once."""
    parts = sight(by, owner)
    if len(parts) <= TOGETHER:
        return parts
    either = " OR ".join(f"({one.where})" for one in parts)
    # IS TRUE keeps SQLite from an index for each side, and so from sorting all that match for every piece.
    return [Part(f"({either}) IS TRUE", tuple(value for one in parts for value in one.values))]


def _columns(process: Process) -> tuple[Column, ...]:
    return (
        Column("number", _("Number"), "whole"),
        Column("company", _("Company")),
        Column("inn", _("INN")),
        Column("contact", _("Contact")),
        Column("phone", _("Phone")),
        Column("email", _("E-mail")),
        Column("title", _("What it is about")),
        Column("state", _("State")),
        Column("stage", _("Stage")),
        Column("days", _("Days on the stage"), "whole"),
        Column("due_at", _("Norm ends"), "moment"),
        Column("next_step", _("Next step")),
        Column("next_step_at", _("When the next step is"), "moment"),
        Column("agreed", _("Sum"), "money"),
        Column("paid", _("Paid"), "money"),
        Column("currency", _("Currency")),
        Column("owner", pgettext("who leads the deal", "Leads")),
        Column("channel", _("Channel")),
        Column("opened_at", _("Opened"), "moment"),
        Column("closed_at", _("Closed"), "moment"),
        Column("lost_reason", _("Why lost")),
        *cells.columns(process.cycle.fields),
    )


def _read(parts: Sequence[Part], asked: Filters, more: str) -> tuple[list[tuple[Any, ...]], str]:
    """A piece of the rows of all parts, merged in their order by the database."""
    if not parts:
        return [], ""
    by, column, descending = order(asked)
    behind = _behind(column, more, descending)
    selects, given = [], list[Any]()
    source = FROM.replace("store_dealrow d", deals_by(way(asked)), 1)
    for part in parts:
        whole = part & behind
        selects.append(
            f"SELECT * FROM (SELECT {_READ}, {column} AS place{source} WHERE {whole.where}"
            f" ORDER BY {by} LIMIT {PIECE + 1}) q"
        )
        given.extend(sql.adapt(value) for value in whole.values)
    sign = " DESC" if descending else ""
    statement = " UNION ALL ".join(selects)
    if len(parts) > 1:
        statement = f"SELECT * FROM ({statement}) u ORDER BY place{sign}, id{sign} LIMIT {PIECE + 1}"
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found = list(cursor.fetchall())
    kept = found[:PIECE]
    if len(found) <= PIECE:
        return kept, ""
    place = sql.moment(kept[-1][-1])
    return kept, f"{place.isoformat() if place else ''}/{kept[-1][0]}"


def _behind(column: str, more: str, descending: bool) -> Part:
    if not more:
        return Part("1 = 1")
    moment, _slash, key = more.partition("/")
    place = datetime.fromisoformat(moment)
    return Part(
        f"({column}, d.id) {'<' if descending else '>'} (%s, %s)",
        (place if place.tzinfo else place.replace(tzinfo=UTC), int(key)),
    )


def _rows(found: Sequence[tuple[Any, ...]], process: Process, at: datetime) -> list[Row]:
    states = [json.loads(row[22]) for row in found]
    bodies = _bodies(process, states)
    versions: dict[int, Process] = {}
    made = []
    for row, state in zip(found, states, strict=True):
        version = versions.get(row[1]) or versions.setdefault(row[1], told.process(process.key, row[1]))
        made.append(_row(row, state, version, process, bodies, at))
    return made


def _bodies(process: Process, states: Iterable[dict[str, Any]]) -> dict[int, str]:
    """Free words of own fields, all of a piece at once."""
    known = {one.id for one in process.cycle.fields}
    keys = {text for state in states for name, text in state.get("fields", {}).items() if name in known}
    return dict(Text.objects.filter(pk__in=keys).values_list("pk", "body")) if keys else {}


def _row(
    row: tuple[Any, ...],
    state: dict[str, Any],
    version: Process,
    process: Process,
    bodies: dict[int, str],
    at: datetime,
) -> Row:
    (key, _number, company, inn, contact, phone, email, title, status, stage, reason, agreed, paid, currency,
     owner, entered, due, opened, closed, step_at, step, channel, *_rest) = row  # fmt: skip
    ended, began = sql.moment(closed), sql.moment(entered) or at
    texts = {name: bodies.get(text, "") for name, text in state.get("fields", {}).items()}
    own: list[Cell] = cells.cells(process.cycle.fields, {**texts, **state.get("values", {})}, currency)
    return (
        key, company, inn, contact, phone, email, title,
        {"won": _("won"), "imported": _("won before"), "lost": _("lost")}.get(status, _("open")),
        next((one.title for one in version.cycle.stages if one.id == stage), stage),
        values.calendar().days_between(began, ended or at),
        sql.moment(due), step, sql.moment(step_at),
        amount(agreed, currency) if agreed else None, amount(paid, currency) if paid else None, currency, owner,
        next((one.title for one in version.entry.channels if one.id == channel), channel),
        sql.moment(opened), ended,
        next((one.title for one in version.cycle.lost_reasons if one.id == reason), reason),
        *own,
    )  # fmt: skip

"""The list of deals as a sheet."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core.access import Actor
from voronka.core.process import Process
from voronka.core.sheets import Cell, Column, Row
from voronka.queries import told
from voronka.queries.cycle import deals
from voronka.queries.cycle.cards import FROM, counted, sight
from voronka.queries.cycle.deals import Deals, Filters, way, where
from voronka.queries.lists import cells
from voronka.queries.lists.sheet import PIECE, Piece, Sheet, amount, apart, chosen
from voronka.store import sql, values
from voronka.store.models import Text

TOGETHER = {
    "client": ("company", "contact", "title"),
    "stage": ("state", "stage"),
    "next_step": ("next_step", "next_step_at"),
    "agreed": ("agreed", "currency"),
}
"""What a cell of the page says in one, and a file in columns of their own."""
_READ = (
    "d.id, d.version, COALESCE(c.name, ''), COALESCE(c.inn, ''), COALESCE(k.name, ''), COALESCE(k.phone, ''),"
    " COALESCE(k.email, ''), d.title, d.status, d.stage, d.lost_reason, d.agreed, d.paid, d.currency,"
    " COALESCE(p.name, ''), d.entered_at, d.due_at, d.opened_at, d.closed_at, d.next_step_at,"
    " COALESCE(t.body, ''), d.channel, d.state"
)


def sheet(by: Actor, at: datetime, asked: Filters, process: str | None = None) -> Sheet:
    """The deals that this person sees, narrowed as asked, in the order of the page, with its columns."""
    known = told.latest(process)
    wanted = where(known, asked, at)
    parts = [wanted & one for one in sight(by, asked.owner)]
    most = [deals.most(by, known, asked)]

    def piece(more: str) -> Piece:
        found = deals.keys(by, known, asked, at, most=most[0], more=more, page=PIECE)
        return rows_of(found.keys, known, at), found.more

    def count() -> int:
        return sum(row[1] for row in counted(parts, "d.process", way=way(asked)))

    whole = Sheet(_("Deals"), columns(known), piece, count)
    return whole.only(columns_of(asked.columns)) if asked.columns else whole


def columns(process: Process) -> tuple[Column, ...]:
    """All columns of the list, in their usual order."""
    return (
        Column("number", _("Number"), "whole"),
        Column("company", _("Company")),
        Column("inn", _("INN")),
        Column("contact", _("Contact")),
        Column("phone", _("Phone")),
        Column("email", _("E-mail")),
        Column("title", pgettext("a column", "Deal name")),
        Column("state", pgettext("a column", "Status")),
        Column("stage", _("Stage")),
        Column("days", pgettext("a column", "Days in stage"), "whole"),
        Column("due_at", pgettext("a column", "Stage deadline"), "moment"),
        Column("next_step", _("Next step")),
        Column("next_step_at", pgettext("a column", "Next step date"), "moment"),
        Column("agreed", pgettext("a column", "Amount"), "money"),
        Column("paid", _("Paid"), "money"),
        Column("currency", _("Currency")),
        Column("owner", pgettext("a column", "Owner")),
        Column("channel", _("Channel")),
        Column("opened_at", _("Opened"), "moment"),
        Column("closed_at", _("Closed"), "moment"),
        Column("lost_reason", pgettext("a column", "Lost reason")),
        *cells.columns(process.cycle.fields),
    )


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list: its deals, all columns that there are, those that are shown, and their cells by deal.

    `cells` has only what a card does not say by itself.
    """

    deals: Deals
    columns: tuple[Column, ...]
    shown: tuple[Column, ...]
    cells: Mapping[int, Mapping[str, Cell]]


USUAL = ("client", "stage", "days", "next_step", "agreed", "owner")
"""What the page shows where nothing was chosen."""
ON_CARD = frozenset((*USUAL, "number", "paid", "opened_at", "closed_at", "currency"))
"""What a card says by itself."""


def page(
    by: Actor,
    at: datetime,
    asked: Filters,
    *,
    more: str = "",
    process: str | Process | None = None,
    size: int | None = None,
    total: bool = False,
) -> Page:
    """A page of the list with its columns. ValueError where `more` is not a place that an earlier page gave."""
    found = deals.deals(by, at, asked, more=more, process=process, page=size or deals.PAGE, total=total)
    known = page_columns(found.process)
    shown = chosen(known, asked.columns or USUAL, first="client")
    cells_of: dict[int, Mapping[str, Cell]] = {}
    if any(one.key not in ON_CARD for one in shown):
        keys = [one.key for one in columns(found.process)]
        for row in rows_of([card.key for card in found.cards], found.process, at):
            told = dict(zip(keys, row, strict=True))
            cells_of[int(str(row[0]))] = told
    return Page(found, known, shown, cells_of)


def page_columns(process: Process) -> tuple[Column, ...]:
    """All columns that the page can show: the client in one cell, and those of the sheet."""
    return (Column("client", _("Client")), *columns(process))


def columns_of(shown: Iterable[str]) -> list[str]:
    """The columns of a file that has what the page shows; the number of the deal comes first."""
    return apart(shown, TOGETHER)


def rows_of(keys: Sequence[int], process: Process, at: datetime) -> list[Row]:
    """The deals of these keys with all columns, in their order."""
    if not keys:
        return []
    statement = f"SELECT {_READ}{FROM} WHERE d.id IN ({', '.join(map(str, keys))})"
    found = {row[0]: row for row in sql.all_of(statement)}
    return _rows([found[key] for key in keys if key in found], process, at)


def _rows(found: Sequence[tuple[Any, ...]], process: Process, at: datetime) -> list[Row]:
    states = [json.loads(row[22]) for row in found]
    bodies = _bodies(process, states)
    versions: dict[int, Process] = {}
    ends = {"won": _("won"), "imported": _("won before"), "lost": _("lost"), "open": _("open")}
    made = []
    for row, state in zip(found, states, strict=True):
        version = versions.get(row[1]) or versions.setdefault(row[1], told.process(process.key, row[1]))
        made.append(_row(row, state, version, process, bodies, ends, at))
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
    ends: Mapping[str, str],
    at: datetime,
) -> Row:
    (key, _number, company, inn, contact, phone, email, title, status, stage, reason, agreed, paid, currency,
     owner, entered, due, opened, closed, step_at, step, channel, *_rest) = row  # fmt: skip
    ended, began = sql.moment(closed), sql.moment(entered) or at
    texts = {name: bodies.get(text, "") for name, text in state.get("fields", {}).items()}
    own: list[Cell] = cells.cells(process.cycle.fields, {**texts, **state.get("values", {})}, currency)
    return (
        key, company, inn, contact, phone, email, title,
        ends.get(status, ends["open"]),
        next((one.title for one in version.cycle.stages if one.id == stage), stage),
        values.calendar().days_between(began, ended or at),
        sql.moment(due), step, sql.moment(step_at),
        amount(agreed, currency) if agreed else None, amount(paid, currency) if paid else None, currency, owner,
        next((one.title for one in version.entry.channels if one.id == channel), channel),
        sql.moment(opened), ended,
        next((one.title for one in version.cycle.lost_reasons if one.id == reason), reason),
        *own,
    )  # fmt: skip

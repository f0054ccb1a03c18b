"""What came of a bulk edit as a sheet, deal by deal."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core.access import Actor
from voronka.core.bulk import sees
from voronka.core.problems import NotFound
from voronka.core.sheets import Column, Row
from voronka.queries import bulk as seen
from voronka.queries.cycle.cards import BY_KEY, Card, Part, cards, read, sight, titled
from voronka.queries.lists.sheet import Piece, Sheet
from voronka.store import sql
from voronka.store.models import BulkDeal, BulkEdit

PIECE = 400
"""Rows of a piece; all their deals are read by one statement."""


@dataclass(frozen=True, slots=True)
class BulkFilters:
    """Which bulk edit."""

    key: int = 0


def sheet(by: Actor, at: datetime, asked: BulkFilters, process: str | None = None) -> Sheet:
    """Every deal that was chosen and that this person sees, with what became of it and why."""
    row = BulkEdit.objects.filter(pk=asked.key).first() if sql.is_key(asked.key) else None
    if row is None or not sees(by, row.created_by):
        raise NotFound("bulk", asked.key)
    rows = BulkDeal.objects.filter(edit=row.pk).order_by("place")

    def piece(more: str) -> Piece:
        found = list(rows.filter(place__gt=int(more or 0))[:PIECE])
        known = _known(by, at, [one.deal for one in found])
        made = [_row(one, known[one.deal]) for one in found if one.deal in known]
        return made, str(found[-1].place) if len(found) == PIECE else ""

    def count() -> int:
        return sum(len(_known(by, at, [one.deal for one in part])) for part in _parts(list(rows)))

    return Sheet(_("A change of many deals"), _columns(), piece, count)


def _parts(rows: Sequence[BulkDeal]) -> list[Sequence[BulkDeal]]:
    return [rows[begin : begin + PIECE] for begin in range(0, len(rows), PIECE)]


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", _("Number"), "whole"),
        Column("client", _("Client")),
        Column("title", pgettext("a column", "Deal name")),
        Column("stage", _("Stage")),
        Column("owner", _("Owner")),
        Column("result", pgettext("a column", "Result")),
        Column("why", pgettext("a column", "Reason")),
    )


def _known(by: Actor, at: datetime, keys: Sequence[int]) -> dict[int, Card]:
    if not keys:
        return {}
    among = Part(f"d.id IN ({', '.join(['%s'] * len(keys))}) AND d.status <> 'undone'", tuple(keys))
    pieces = [(among & one, "d.id", PIECE) for one in sight(by)]
    return {card.key: card for card in titled(cards(read(pieces, way=BY_KEY), at))}


def _row(one: BulkDeal, card: Card) -> Row:
    why = " ".join(seen.says(reason, reason["data"]) for reason in json.loads(one.why))
    return (one.deal, card.client, card.about, card.stage_title, card.owner_name, _result(one.state), why)


def _result(state: str) -> str:
    return {
        "": _("its turn has not come"),
        "done": _("is changed"),
        "same": _("was so already"),
        "refused": _("refused"),
        "invalid": _("refused"),
        "barred": _("not yours to change"),
        "absent": _("not yours to change"),
        "gone": _("changed, and taken back"),
        "left": _("changed, and stays"),
    }.get(state, state)

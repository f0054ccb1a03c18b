"""What the list shows: a line a deal in the columns that were chosen, and the filters that are on."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from voronka.actions.own import sought_phone
from voronka.core.access import Actor, may
from voronka.core.bulk import MOST
from voronka.core.process import Process
from voronka.core.saved_views import Words
from voronka.core.sheets import Column
from voronka.frame.access import actor
from voronka.queries import figures
from voronka.queries.cycle.cards import Card
from voronka.queries.cycle.deals import Filters
from voronka.queries.cycle.sorting import sortable
from voronka.queries.lists import address
from voronka.queries.lists.deals import USUAL, Page, with_client
from voronka.rooms.cycle import cards, columns, list_cells, list_chips
from voronka.rooms.cycle.filters import Narrowed

FROM_GREATEST = frozenset(("agreed", "paid", "days", "opened_at", "closed_at"))
"""Columns of which one wants to see the greatest first."""


def asked(request: HttpRequest, words: Words, known: Process, *, whole: bool = False) -> Filters:
    """The filters of the address as the query takes them; `whole` with all the columns of the page by name."""
    made = address.filters(
        words,
        by=actor(request),
        process=known,
        zone=timezone.get_current_timezone(),
        phone=sought_phone(words.get("q", "")),
    )
    return replace(made, columns=with_client(made.columns or USUAL)) if whole else made


def context(seen: Page, narrowed: Narrowed, query: QueryDict, words: Words, by: Actor) -> dict[str, Any]:
    """The context of the list."""
    process = seen.deals.process
    picks = _("Choose %(name)s")
    drawer = list_cells.Drawer(seen.shown, timezone.localdate(), get_language() or "")
    return {
        "deals": seen.deals,
        "lines": [
            {
                "key": card.key,
                "cells": drawer.cells(card, seen.cells.get(card.key, {})),
                "picks": picks % {"name": card.client or card.about or card.key},
            }
            for card in seen.deals.cards
        ],
        "heads": [head(one, narrowed, query, process) for one in seen.shown],
        "orders": list(orders(seen.columns, narrowed, process)),
        "people": columns.people(seen.deals.people),
        "stages": process.cycle.stages,
        "reasons": process.cycle.lost_reasons if narrowed.status in ("lost", "all") else (),
        "attention_text": "",
        "chips": list(list_chips.chips(words, seen, query)),
        "hidden_words": [(name, value) for name, value in words.items() if list_chips.hidden(name)],
        "picks": may(by, "deal.change"),
        "where": urlencode(words),
        "most": MOST,
        "too_many": (seen.deals.count or 0) > MOST,
        "figure_title": figures.title(narrowed.figure, process) if narrowed.figure else "",
    }


def line(card: Card) -> dict[str, Any]:
    """A deal as a line of a short list, which has no columns to choose."""
    return {
        "card": card,
        "tone": cards.TONES.get(card.attention, ""),
        "tag": cards.attention(card),
        "next": cards.next_step(card, timezone.localdate(), get_language()),
    }


def head(column: Column, narrowed: Narrowed, query: QueryDict, process: Process) -> dict[str, Any]:
    """The head of a column: its words, and the order that it gives when it is pressed."""
    told: dict[str, Any] = {"title": title(column), "css": "num" if column.key in list_cells.NUMBERS else ""}
    if column.key not in list_cells.NUMBERS and column.kind in ("whole", "number", "money"):
        told["css"] = "num"
    if not sortable(column.key, narrowed.status, process):
        return told
    first = f"-{column.key}" if column.key in FROM_GREATEST else column.key
    other = first[1:] if first[0] == "-" else f"-{first}"
    now = narrowed.sort if narrowed.sort in (first, other) else ""
    told["sorted"] = ("descending" if now[0] == "-" else "ascending") if now else ""
    told["address"] = with_(query, sort=other if now == first else first, more="")
    return told


def title(column: Column) -> str:
    """The words of a head: shorter than those of a file."""
    return _("Days") if column.key == "days" else column.title


def orders(known: Iterable[Column], narrowed: Narrowed, process: Process) -> Iterable[dict[str, Any]]:
    """All orders that there are, for those who see no heads."""
    for column in known:
        if sortable(column.key, narrowed.status, process):
            for word, said in (
                (column.key, _("%(column)s: ascending")),
                (f"-{column.key}", _("%(column)s: descending")),
            ):
                yield {"word": word, "title": said % {"column": title(column)}, "on": narrowed.sort == word}


def with_(query: QueryDict, **changes: str) -> str:
    """The address of the list with some of it changed; what is empty goes."""
    told = query.copy()
    told.pop("total", None)
    for name, value in changes.items():
        told.pop(name, None)
        if value:
            told[name] = value
    return f"?{told.urlencode()}"


def chooser(seen: Iterable[Column], shown: Iterable[str], moved: str = "") -> list[dict[str, Any]]:
    """The columns to choose from: those that are shown in their order, then the others."""
    known: Mapping[str, Column] = {one.key: one for one in seen}
    chosen = [one for one in with_client(shown) if one in known]
    lines = [*chosen, *(one for one in known if one not in chosen)]
    return [
        {
            "key": one,
            "title": known[one].title,
            "on": one in chosen,
            "stays": one == "client",
            "first": place == 0,
            "last": place == len(lines) - 1,
            "moved": one == moved,
        }
        for place, one in enumerate(lines)
    ]

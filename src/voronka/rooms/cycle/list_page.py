"""What the list shows: a line a deal in the columns that were chosen, and the filters that are on."""

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
from voronka.frame.access import actor
from voronka.frame.lists import NUMBERS, Table
from voronka.queries import figures
from voronka.queries.cycle.cards import Card
from voronka.queries.cycle.deals import Filters
from voronka.queries.cycle.sorting import sortable
from voronka.queries.lists import address
from voronka.queries.lists.deals import USUAL, Page
from voronka.queries.lists.sheet import with_first
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
    return replace(made, columns=with_first("client", made.columns or USUAL)) if whole else made


def context(seen: Page, narrowed: Narrowed, query: QueryDict, words: Words, by: Actor) -> dict[str, Any]:
    """The context of the list."""
    process = seen.deals.process
    table = Table(
        narrowed.sort,
        lambda key: sortable(key, narrowed.status, process),
        FROM_GREATEST,
        {"days": _("Days")},
    )
    picks = may(by, "deal.change")
    drawer = list_cells.Drawer(seen.shown, timezone.localdate(), get_language() or "", picks=picks)
    return {
        "deals": seen.deals,
        "lines": drawer.lines(seen.deals.cards, seen.cells),
        "heads": [table.head(one, query, css="num" if one.kind in NUMBERS else "") for one in seen.shown],
        "orders": list(table.orders(seen.columns)),
        "people": columns.people(seen.deals.people),
        "stages": process.cycle.stages,
        "reasons": process.cycle.lost_reasons if narrowed.status in ("lost", "all") else (),
        "attention_text": "",
        "chips": list(list_chips.chips(words, seen, query)),
        "hidden_words": [(name, value) for name, value in words.items() if list_chips.hidden(name)],
        "picks": picks,
        "where": urlencode(words),
        "most": MOST,
        "too_many": (seen.deals.count or 0) > MOST,
        "unplanned": words.get("step") == "file" and bool(seen.deals.cards),
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

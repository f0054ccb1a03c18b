"""What the board shows: its columns, and what stands beside the cards of each."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from voronka.queries.cycle.board import ATTENTION_CAP, Board, Choice, Column
from voronka.rooms.cycle import cards
from voronka.rooms.cycle.spans import norm_of


def context(seen: Board, query: QueryDict, going_on: Mapping[str, Any]) -> dict[str, Any]:
    """The context of the board; `going_on` is how many go on from each stage."""
    return {
        "board": seen,
        "columns": [{**shown(one, query), "pass": going_on.get(one.stage.id)} for one in seen.columns],
        "people": people(seen.people),
        "attention_text": attention_text(seen.attention),
    }


def shown(column: Column, query: QueryDict) -> dict[str, Any]:
    """The column for its template; the cards are HTML already."""
    further = query.copy()
    for name in [name for name in further if name.startswith("shown.")]:
        further.pop(name)
    further["stage"], further["more"] = column.stage.id, column.more
    return {
        "stage": column.stage,
        "count": column.count,
        "sums": column.sums,
        "norm": norm_of(column.stage),
        "html": cards.html(column.cards),
        "more": column.more,
        "more_address": f"{reverse('column')}?{further.urlencode()}",
    }


def people(choices: Iterable[Choice]) -> list[dict[str, Any]]:
    """People for the filter; `word` is the key as the address says it."""
    return [{"key": str(one.key), "word": str(one.key), "name": one.name} for one in choices]


def attention_text(count: int) -> str:
    """How many ask for a look; counted to a hundred only."""
    if not count:
        return ""
    return _("%(n)s+") % {"n": ATTENTION_CAP} if count >= ATTENTION_CAP else str(count)

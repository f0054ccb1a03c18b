"""What the list shows: a line a deal, and the filters that are on."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from voronka.actions.own import sought_phone
from voronka.queries import figures
from voronka.queries.cycle.cards import Card
from voronka.queries.cycle.deals import Deals, Filters
from voronka.rooms.cycle import cards, columns
from voronka.rooms.cycle.filters import Narrowed


def asked(narrowed: Narrowed) -> Filters:
    """The filters of the address as the query takes them."""
    return Filters(
        status=narrowed.status,  # type: ignore[arg-type]
        stage=narrowed.stage,
        owner=narrowed.owner,
        attention=narrowed.attention,
        words=narrowed.words,
        phone=sought_phone(narrowed.words),
        lost_reason=narrowed.lost_reason,
        figure=narrowed.figure,
    )


def context(seen: Deals, narrowed: Narrowed) -> dict[str, Any]:
    """The context of the list."""
    return {
        "deals": seen,
        "lines": [line(card) for card in seen.cards],
        "people": columns.people(seen.people),
        "stages": seen.process.cycle.stages,
        "reasons": seen.process.cycle.lost_reasons if narrowed.status in ("lost", "all") else (),
        "attention_text": "",
        "figure_title": figures.title(narrowed.figure, seen.process) if narrowed.figure else "",
    }


def line(card: Card) -> dict[str, Any]:
    """A deal as a line of the list."""
    return {
        "card": card,
        "tone": cards.TONES.get(card.attention, ""),
        "tag": cards.attention(card),
        "next": cards.next_step(card, timezone.localdate(), get_language()),
    }

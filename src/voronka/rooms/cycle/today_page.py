"""What today shows: the day itself, what to do with whom, what comes from others."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as django_date

from voronka.frame import words
from voronka.queries.cycle.cards import Card
from voronka.queries.cycle.today import Today
from voronka.rooms.cycle.list_page import line

MANY = 18
"""More lines than this are set closely, so that the day is seen at once."""


def context(seen: Today) -> dict[str, Any]:
    """The context of today."""
    now = timezone.localtime()
    weekday = django_date(now, "l")
    return {
        "today": seen,
        "heading": f"{weekday[:1].upper()}{weekday[1:]}, {now.day}{words.NBSP}{django_date(now, 'E')}",
        "todo": [_todo(card, now) for card in seen.todo],
        "dense": len(seen.todo) > MANY,
        "ready": [line(card) for card in seen.ready],
        "waiting": [line(card) for card in seen.waiting],
    }


def _todo(card: Card, now: datetime) -> dict[str, Any]:
    """A deal whose step lies after today is here because the norm of its stage ends today."""
    step = card.next_step_at
    later = step is None or timezone.localtime(step).date() > now.date()
    return {**line(card), "ends": later}

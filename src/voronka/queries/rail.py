"""The few numbers beside the places of the rail: what asks for a look, open inquiries, open deals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Sum

from voronka.core.access import Actor, may
from voronka.core.problems import NotFound
from voronka.queries import told
from voronka.queries.cycle.board import ATTENTION_CAP, attention_count
from voronka.queries.passport.measured import STATES
from voronka.store import figures
from voronka.store.models import InquiryRow, StageCount

MANY: Final = 100
"""Counted to here; beyond it the rail says so."""


@dataclass(frozen=True, slots=True)
class Counts:
    """`attention` and `inquiries` are counted to a hundred; None where the person has no such place.

    `holding`: how many of the ten answers hold, as the worker judged; None before it has.
    """

    attention: int
    inquiries: int | None
    deals: int | None
    holding: int | None = None


def counts(actor: Actor, at: datetime, key: str | None = None) -> Counts:
    """Of one process, in four statements, whatever the number of deals; zeros before the first passport."""
    try:
        process = told.latest(key)
    except NotFound:
        return Counts(0, None, None)
    inquiries = None
    if may(actor, "inquiry.see"):
        waiting = InquiryRow.objects.filter(process=process.key, status="open", deal=None)
        if actor.scope in ("own", "team"):
            waiting = waiting.filter(owner__in=actor.owners) | waiting.filter(owner=None)
        inquiries = len(waiting.values_list("pk")[:MANY])
    deals = None
    if actor.scope in ("all", "own", "team"):
        kept = StageCount.objects.filter(process=process.key).exclude(place__startswith="=")
        if actor.scope != "all":
            kept = kept.filter(owner__in=[0, *actor.owners])
        deals = kept.aggregate(all=Sum("count"))["all"] or 0
    attention = min(attention_count(actor, process, "any", at), ATTENTION_CAP)
    return Counts(attention, inquiries, deals, _holding(process.key) if may(actor, "passport.see") else None)


def _holding(process: str) -> int | None:
    judged = figures.kept_of(process, (STATES,)).get(STATES)
    return sum(state in ("holds", "remark") for state in judged.data.values()) if judged else None

"""A line of another system's file as facts: what a deal's past was, as far as the file tells it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from voronka.core import events as e
from voronka.core.imports import LOST, WON, Line
from voronka.core.process import Process

Told = tuple[e.Event, datetime]
TOLD: Final = "import"
"""How money came of which another system tells."""


def deal_facts(
    line: Line,
    process: Process,
    *,
    imported: int,
    payment: str,
    company: int | None = None,
    contact: int | None = None,
    note: int | None = None,
    texts: Mapping[str, int] | None = None,
) -> list[Told]:
    """The facts of a deal in their order. A win of another system is told as such: it has no evidence of ours.

    `texts` are the ids of own fields that hold free words, `payment` the id of its payment where there is one.
    """
    opened = line.opened_at
    assert opened is not None
    closed = line.closed_at if line.stage in (WON, LOST) else None
    begun = line.from_stage or process.first_stage.id
    at = line.entered_at if line.entered_at and (closed is None or line.entered_at <= closed) else None
    straight = closed is None and (at is None or at <= opened)
    told: list[Told] = [
        (
            e.DealOpened(
                process=process.key,
                version_number=process.version,
                stage=line.stage if straight else begun,
                currency=line.currency or process.currency,
                amount=line.amount,
                owner=line.owner,
                company=company,
                contact=contact,
                channel=line.channel,
                imported=imported,
            ),
            opened,
        )
    ]
    for name, value in line.own.items():
        text = (texts or {}).get(name)
        told.append((e.DealFieldSet(name, text=text, value=None if text is not None else value), opened))
    if note is not None:
        told.append((e.NoteAdded(note), opened))
    if not straight and closed is None and at is not None and line.stage != begun:
        told.append((e.DealMoved(begun, line.stage, "import"), at))
    if line.paid:
        on = closed or at or opened
        told.append(
            (
                e.PaymentReceived(
                    payment,
                    line.paid,
                    line.currency or process.currency,
                    on.date().isoformat(),
                    method=TOLD,
                    imported=imported,
                ),
                on,
            )
        )
    if closed is not None:
        stands = line.from_stage or process.first_stage.id
        end: e.Event = (
            e.DealWinImported(line.amount) if line.stage == WON else e.DealLost(stands, line.reason)
        )
        told.append((end, closed))
    return told

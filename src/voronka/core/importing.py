"""A line of another system's file as facts: what a deal's past was, as far as the file tells it."""

from collections.abc import Iterator, Mapping
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
    opened, closed, moved = _days(line)
    begun = line.from_stage or process.first_stage.id
    currency = line.currency or process.currency
    first = e.DealOpened(
        process=process.key,
        version_number=process.version,
        stage=line.stage if closed is None and moved is None else begun,
        currency=currency,
        amount=line.amount,
        owner=line.owner,
        company=company,
        contact=contact,
        channel=line.channel,
        imported=imported,
    )
    told: list[Told] = [(first, opened), *((fact, opened) for fact in _fields(line, texts or {}))]
    if note is not None:
        told.append((e.NoteAdded(note), opened))
    if closed is None and moved is not None and line.stage != begun:
        told.append((e.DealMoved(begun, line.stage, "import"), moved))
    if line.paid:
        on = closed or moved or opened
        day = on.date().isoformat()
        paid = e.PaymentReceived(payment, line.paid, currency, day, method=TOLD, imported=imported)
        told.append((paid, on))
    if closed is not None:
        won = line.stage == WON
        end: e.Event = e.DealWinImported(line.amount) if won else e.DealLost(begun, line.reason)
        told.append((end, closed))
    return told


def _days(line: Line) -> tuple[datetime, datetime | None, datetime | None]:
    """When the deal was opened, when it came to its end, and when it went on to where it stood last.

    What is said to have happened before the beginning, or behind the end, is no day that it moved on.
    """
    assert line.opened_at is not None
    closed = line.closed_at if line.stage in (WON, LOST) else None
    at = line.entered_at
    if at is not None and (at <= line.opened_at or (closed is not None and at > closed)):
        at = None
    return line.opened_at, closed, at


def _fields(line: Line, texts: Mapping[str, int]) -> Iterator[e.Event]:
    """Own fields; of one that holds free words the fact has the id alone."""
    for name, value in line.own.items():
        text = texts.get(name)
        yield e.DealFieldSet(name, text=text, value=None if text is not None else value)

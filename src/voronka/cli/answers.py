"""How commands answer: results to stdout, what went wrong to stderr; as words, as a table, or as JSON."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

import typer
from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.actions.change import Outcome
from voronka.core.decision import Unmet
from voronka.core.problems import Invalid
from voronka.queries import words

COMMANDS = {
    "amount": "deal amount {key} …",
    "approval": "deal ask-approval {key} …",
    "brief": "deal brief {key}",
    "call": "deal call {key}",
    "contract": "deal contract {key} …",
    "contract_sent": "deal contract-sent {key}",
    "fields": "deal field {key} …",
    "handover": "deal handover offer {key}",
    "instruction": "deal instruction {key}",
    "invoice": "deal invoice {key}",
    "lose": "deal lose {key} …",
    "next_step": "deal next {key} …",
    "offer": "deal offer {key}",
    "payment": "deal pay {key} … --proof …",
    "recording": "deal recording {key}",
    "reopen": "deal reopen {key}",
    "steps": "deal step {key} …",
}
"""The command that makes a guard's fact, by the door where the fact is made."""


def out(line: str = "") -> None:
    """A line of the result."""
    typer.echo(line)


def err(line: str) -> None:
    """A line about what went wrong."""
    typer.echo(line, err=True)


def as_json(data: Any, *, to_stderr: bool = False) -> None:
    """One JSON document; records as the API has them."""
    typer.echo(json.dumps(data, default=_plain, ensure_ascii=False, indent=2), err=to_stderr)


def line(data: Any) -> None:
    """One JSON document on one line, where there may be many."""
    typer.echo(json.dumps(data, default=_plain, ensure_ascii=False))


def _plain(value: Any) -> Any:
    if isinstance(value, Unmet):
        return words.lack(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value) if not _holds_unmet(value) else _shallow(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _holds_unmet(value: Any) -> bool:
    return hasattr(value, "lacking_to_leave")


def _shallow(value: Any) -> dict[str, Any]:
    """Fields as they are, so that what is unmet gets its sentences."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def moment(value: datetime | None) -> str:
    """A time as people read it, in the company's time zone."""
    return timezone.localtime(value).strftime("%d.%m.%Y %H:%M") if value else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A drawn table on a terminal; for a pipe, lines with tabs."""
    if not sys.stdout.isatty():
        for row in rows:
            out("\t".join(" ".join(cell.split()) for cell in row))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    drawn = Table(*heads, box=None, pad_edge=False)
    for row in rows:
        drawn.add_row(*map(escape, row))
    Console().print(drawn)


def progress(done: int, total: int) -> None:
    """How far long work is, on a terminal alone: a line that writes over itself."""
    if sys.stderr.isatty() and total:
        part = min(done * 100 // total, 100)
        sys.stderr.write(f"\r{part} %" if part < 100 else "\r     \r")
        sys.stderr.flush()


def facts(pairs: Mapping[str, str]) -> None:
    """What is known of one thing, a line each; what is empty is left out."""
    width = max((len(name) for name in pairs), default=0)
    for name, value in pairs.items():
        if value:
            out(f"{name.ljust(width)}  {value}")


def lacking(head: str, missing: Iterable[Unmet], key: int) -> list[str]:
    """Sentences about what is unmet, each with the command that mends it."""
    lines = []
    for one in missing:
        lines.append("  " + words.refusal(one))
        if command := COMMANDS.get(one.door):
            lines.append("    voronka " + command.format(key=key))
    return [head, *lines] if lines else []


def refused(outcome: Outcome, *, json_wanted: bool) -> None:
    """A rule said no: the same data and sentences as on the page and in the API."""
    if json_wanted:
        as_json({**outcome.as_data(), "refused": outcome.refused, "repeated": outcome.repeated})
        return
    for line in lacking(_("Refused:"), outcome.refused, outcome.key):
        err(line)


def wrong(error: Exception, *, json_wanted: bool) -> None:
    """The request can't be carried out."""
    sentence = words.trouble(error)
    if json_wanted:
        problems = error.problems if isinstance(error, Invalid) else ()
        errors = [
            {"field": one.field, "code": one.code, "sentence": words.problem(one), "data": dict(one.data)}
            for one in problems
        ]
        as_json({"error": type(error).__name__, "detail": sentence, "errors": errors}, to_stderr=True)
        return
    if isinstance(error, Invalid) and len(error.problems) > 1:
        for one in error.problems:
            err(f"voronka: {one.field}: {words.problem(one)}")
        return
    err("voronka: " + sentence)

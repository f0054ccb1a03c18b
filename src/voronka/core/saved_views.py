"""What a saved view of the list asks: words as its address says them, and which of them a passport no longer knows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from voronka.core.process import Process

NAMES: Final = (
    "q", "status", "stage", "owner", "attention", "reason", "figure", "channel", "client", "step",
    "opened_from", "opened_to", "closed_from", "closed_to", "sum_from", "sum_to", "sort", "columns",
)  # fmt: skip
"""Words that an address of the list may have, beside those of own fields."""
OWN: Final = re.compile(r"own\.(?P<field>[a-z][a-z0-9_-]{0,62})(?P<side>\.from|\.to)?")
MOST: Final = 60
LONGEST: Final = 2_000

Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class Gone:
    """A part of a view that the passport no longer knows: `what` it was (stage, reason, channel, field), and its id."""

    what: str
    name: str


def cleaned(told: Mapping[str, str]) -> Words:
    """Those words that an address of the list may have and that say something, in one order."""
    named = {
        name: value.replace("\x00", "").strip()[:LONGEST]
        for name, value in told.items()
        if name in NAMES or OWN.fullmatch(name)
    }
    return dict(sorted((name, value) for name, value in list(named.items())[:MOST] if value))


def still(asked: Mapping[str, str], process: Process) -> tuple[Words, tuple[Gone, ...]]:
    """What of the words this version of the passport still knows, and what it no longer does."""
    known = {
        "stage": {one.id for one in process.cycle.stages},
        "reason": {one.id for one in process.cycle.lost_reasons},
        "channel": {one.id for one in process.entry.channels},
    }
    fields = {one.id for one in process.cycle.fields}
    kept: Words = {}
    gone: list[Gone] = []
    for name, value in asked.items():
        if own := OWN.fullmatch(name):
            if own["field"] in fields:
                kept[name] = value
            else:
                gone.append(Gone("field", own["field"]))
            continue
        if name == "sort" and _own_gone(value.removeprefix("-"), fields):
            gone.append(Gone("field", value.removeprefix("-").removeprefix("own.")))
            continue
        if name not in known and name != "columns":
            kept[name] = value
            continue
        left = []
        for one in value.split(","):
            if name == "columns" and _own_gone(one, fields):
                gone.append(Gone("field", one.removeprefix("own.")))
            elif name != "columns" and one not in known[name]:
                gone.append(Gone(name, one))
            else:
                left.append(one)
        if left:
            kept[name] = ",".join(left)
    return kept, tuple(dict.fromkeys(gone))


def _own_gone(column: str, fields: set[str]) -> bool:
    return column.startswith("own.") and column.removeprefix("own.") not in fields

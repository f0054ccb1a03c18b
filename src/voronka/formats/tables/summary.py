"""What a file holds, by one pass over its lines: for the dry run, and for a passport drafted from the past."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from voronka.core.imports import LOST, WON, Line, Refused
from voronka.core.pasts import Past

MOST_EXAMPLES: Final = 20


@dataclass(slots=True)
class Summary:
    """Counts of the lines that can be taken and of those that can't; sums in minor units by currency."""

    taken: int = 0
    refused: int = 0
    open: int = 0
    won: int = 0
    lost: int = 0
    clients: int = 0
    first: datetime | None = None
    last: datetime | None = None
    stages: Counter[str] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)
    won_sums: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    examples: list[Line] = field(default_factory=list)
    refusals: list[Refused] = field(default_factory=list)
    past: Past = field(default_factory=lambda: Past(UTC))

    def add(self, told: Line | Refused) -> None:
        """One line more."""
        if isinstance(told, Refused):
            self.refused += 1
            self.reasons[told.problem.code] += 1
            if len(self.refusals) < MOST_EXAMPLES:
                self.refusals.append(told)
            return
        self.taken += 1
        if len(self.examples) < MOST_EXAMPLES:
            self.examples.append(told)
        if told.client.company or told.client.contact or told.client.phones or told.client.emails:
            self.clients += 1
        for at in (told.opened_at, told.closed_at):
            if at is not None:
                self.first = at if self.first is None or at < self.first else self.first
                self.last = at if self.last is None or at > self.last else self.last
        self.sums[told.currency] += told.amount
        if told.noun == "deal":
            self.stages[told.stage] += 1
            self.past.add(told.stage, told.opened_at, told.closed_at, told.amount, told.currency)
            self.won += told.stage == WON
            self.lost += told.stage == LOST
            self.open += told.stage not in (WON, LOST)
            if told.stage == WON:
                self.won_sums[told.currency] += told.amount

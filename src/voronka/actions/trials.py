"""What an import would do, gathered piece by piece without doing it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from voronka.actions import past_inquiries, past_moves, past_payments
from voronka.actions.imports import heads_of, source_of
from voronka.core.imports import Line, Plan, Refused
from voronka.core.past_moves import Standing
from voronka.core.pasts import Past
from voronka.formats.tables.summary import MOST_EXAMPLES, Summary
from voronka.store import imported, known_clients
from voronka.store.models import Import

Taken = Line | Refused | past_moves.Way


@dataclass(slots=True)
class Meeting:
    """Which lines of a trial are known already, and whom the others would meet: counted, with the first of them."""

    keys: dict[str, set[int]] = field(default_factory=lambda: {"company": set(), "contact": set()})
    clients: list[dict[str, Any]] = field(default_factory=list)
    things: list[dict[str, Any]] = field(default_factory=list)

    def add(self, told: Sequence[Line], there: Mapping[str, int]) -> None:
        """One piece more."""
        known = [one for one in told if one.outside in there]
        for one in known[: MOST_EXAMPLES - len(self.things)]:
            called = one.title or one.client.company or one.client.contact
            self.things.append({"number": one.number, "key": there[one.outside], "called": called})
        fresh = [one for one in told if one.outside not in there]
        for one, met in zip(fresh, known_clients.met([one.client for one in fresh]), strict=True):
            for client in met:
                if client.key not in self.keys[client.noun] and len(self.clients) < MOST_EXAMPLES:
                    self.clients.append({"number": one.number, **asdict(client)})
                self.keys[client.noun].add(client.key)

    def as_data(self) -> dict[str, Any]:
        """What is kept of it."""
        counts = {noun: len(keys) for noun, keys in self.keys.items()}
        return {"met": {**counts, "clients": self.clients}, "doubles": self.things}


class Trial:
    """Counts, examples and refused lines of a whole file; `coming` are the deals beside which a history comes in."""

    def __init__(self, row: Import, plan: Plan, coming: dict[str, Standing]) -> None:
        self._row, self._plan, self._coming, self._heads = row, plan, coming, heads_of(row)
        self._seen = Summary(past=Past(ZoneInfo(plan.zone)))
        self._known, self._meeting = Counter[str](), Meeting()

    @property
    def looked_at(self) -> int:
        """How many lines were gone through."""
        return self._seen.taken + self._seen.refused

    def add(self, piece: Sequence[Taken], at: datetime) -> None:
        """One piece more, each line as what it tells of would be taken."""
        if self._row.noun == "change":
            self._ways([one for one in piece if isinstance(one, past_moves.Way)], at)
            return
        told = [one for one in piece if not isinstance(one, past_moves.Way)]
        lines = [one for one in told if isinstance(one, Line)]
        wrong: Sequence[Refused] = ()
        match self._row.noun:
            case "payment":
                wrong = self._payments(lines, at)
            case "inquiry":
                wrong = self._inquiries(lines)
            case _:
                self._meet(lines)
        why = {one.number: one for one in wrong}
        for one in told:
            self._seen.add(why.get(one.last, one))

    def _ways(self, ways: Sequence[past_moves.Way], at: datetime) -> None:
        found, _deals = past_moves.settle(self._row, self._plan, self._heads, ways, at, coming=self._coming)
        past_moves.tried(found, self._seen, self._known)

    def _payments(self, lines: Sequence[Line], at: datetime) -> Sequence[Refused]:
        found, deals = past_payments.settle(self._row, self._plan, self._heads, lines, at)
        self._known += past_payments.tried(found, deals)
        self._known["things"] += len(found.known)
        return found.refused

    def _inquiries(self, lines: Sequence[Line]) -> Sequence[Refused]:
        mine, wrong, _deals = past_inquiries.settle(self._row, self._plan, self._heads, lines)
        self._known.update(past_inquiries.became(one) for one in mine)
        self._meet(mine)
        return wrong

    def _meet(self, lines: Sequence[Line]) -> None:
        there = imported.known(source_of(self._row), self._row.noun, [one.outside for one in lines])
        self._known["things"] += len(there)
        self._meeting.add(lines, there)

    def counts(self) -> dict[str, int]:
        """How many lines can be taken, and how many can't."""
        return {"taken": self._seen.taken, "refused": self._seen.refused}

    def as_data(self) -> dict[str, Any]:
        """What is kept of it and shown."""
        seen, known = self._seen, self._known
        return {
            **self.counts(),
            "known": known["things"],
            "open": seen.open + known["open"],
            "won": seen.won + known["won"],
            "lost": seen.lost + known["lost"],
            "deals": known["deals"],
            "clients": seen.clients,
            "stages": dict(seen.stages.most_common()),
            "sums": dict(seen.sums),
            "won_sums": dict(seen.won_sums),
            "first": seen.first and seen.first.isoformat(),
            "last": seen.last and seen.last.isoformat(),
            "reasons": dict(seen.reasons.most_common()),
            "past": seen.past.as_data() if self._row.noun == "deal" else None,
            **self._meeting.as_data(),
            "examples": [_example(one) for one in seen.examples],
            "refusals": [
                {"number": one.number, "problem": asdict(one.problem), "cells": list(one.cells)}
                for one in seen.refusals
            ],
        }


def _example(line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "title": line.title or line.deal,
        "client": line.client.company or line.client.contact,
        "amount": line.amount,
        "currency": line.currency,
        "stage": line.stage,
        "opened_at": line.opened_at and line.opened_at.isoformat(),
    }

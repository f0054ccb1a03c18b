"""What an honest count finds in the demo's log: nothing is asked here but the facts."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from voronka.store import values
from voronka.store.models import EventRow


@dataclass
class Told:
    """One deal as its facts tell it."""

    opened: datetime
    version: int
    left: list[str] = field(default_factory=list)
    stage: str = ""
    stays: dict[str, float] = field(default_factory=dict)
    entered: datetime | None = None
    passed: list[str] = field(default_factory=list)
    end: str = "open"
    reason: str = ""
    agreed: int = 0
    closed: datetime | None = None
    early: bool = False
    inquiry: int | None = None


class Recount:
    """The whole log read once: deals, inquiries, and how often each kind of fact happened."""

    def __init__(self, today: date, weeks: int) -> None:
        self.first = today - timedelta(weeks=weeks)
        self.deals: dict[str, Told] = {}
        self.kinds: Counter[str] = Counter()
        self.inquiries: dict[str, list[tuple[str, datetime, dict[str, Any]]]] = defaultdict(list)
        self.by: dict[str, list[datetime]] = defaultdict(list)
        rows = EventRow.objects.order_by("id").values_list("stream", "kind", "at", "by", "data")
        for stream, kind, at, by, data in rows.iterator():
            self.kinds[kind] += 1
            told = json.loads(data)
            if kind == "note.added":
                self.by[by].append(at)
            if stream.startswith("deal:"):
                self._deal(stream, kind, at, told)
            elif stream.startswith("inquiry:"):
                self.inquiries[stream].append((kind, at, told))

    def _deal(self, stream: str, kind: str, at: datetime, told: dict[str, Any]) -> None:
        if kind == "deal.opened":
            deal = Told(at, told["version_number"], stage=told["stage"], entered=at)
            deal.early, deal.inquiry = told.get("early", False), told.get("inquiry")
            self.deals[stream] = deal
            return
        deal = self.deals[stream]
        if kind in ("deal.moved", "deal.returned"):
            assert deal.entered is not None
            deal.stays.setdefault(deal.stage, values.calendar().days_between(deal.entered, at))
            if kind == "deal.moved":
                deal.left.append(told["frm"])
                deal.passed += [one["guard"] for one in told.get("passed", ())]
            deal.stage, deal.entered = told["to"], at
        elif kind == "deal.lost":
            deal.end, deal.reason, deal.closed = "lost", told["reason"], at
        elif kind == "deal.won":
            deal.end, deal.agreed, deal.closed = "won", told["agreed"], at
        elif kind in ("deal.reopened", "deal.win_revoked"):
            deal.end = "open"

    def week(self, at: datetime) -> int:
        """The week of the story, from 0."""
        return (at.astimezone(values.calendar().zone).date() - self.first).days // 7

    def of_weeks(self, weeks: range) -> list[Told]:
        """Deals that began in these weeks."""
        return [deal for deal in self.deals.values() if self.week(deal.opened) in weeks]


def conversion(deals: list[Told]) -> float:
    """Won of all that are over."""
    over = [deal for deal in deals if deal.end != "open"]
    return sum(deal.end == "won" for deal in over) / len(over)


def stage_rate(deals: list[Told], stage: str) -> float:
    """How many of those who came to this stage and are over left it forwards."""
    came = [deal for deal in deals if deal.end != "open" and (stage in deal.left or deal.stage == stage)]
    return sum(stage in deal.left for deal in came) / len(came)

"""Long work as people see it: what was asked for, how far it is, how it ended."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from voronka.core.access import Actor, may, require
from voronka.core.problems import NotFound
from voronka.store.models import Job


@dataclass(frozen=True, slots=True)
class JobState:
    """One job: `state` is queued, running, done or failed; `percent` 0 to 100; `outcome` what it found or made."""

    key: UUID
    kind: str
    state: str
    percent: int
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    outcome: Mapping[str, object]

    @property
    def over(self) -> bool:
        """Nothing more will happen to it."""
        return self.state in ("done", "failed")


def job(*, key: UUID, by: Actor) -> JobState:
    """One job; NotFound where there is none or it is not this person's to see."""
    row = Job.objects.filter(pk=key).first()
    if row is None or not (row.by == by.label or may(by, "backup.make")):
        raise NotFound("job", key)
    return _state(row)


def jobs(*, by: Actor, limit: int = 20) -> list[JobState]:
    """The latest jobs of everybody, for those who keep the installation."""
    require(by, "backup.make")
    return [_state(row) for row in Job.objects.order_by("-created_at")[:limit]]


def _state(row: Job) -> JobState:
    percent = 100 if row.state == "done" else min(99, row.done * 100 // row.total) if row.total else 0
    return JobState(
        key=UUID(str(row.pk)),
        kind=row.kind,
        state=row.state,
        percent=percent,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        outcome=json.loads(row.outcome or "{}"),
    )

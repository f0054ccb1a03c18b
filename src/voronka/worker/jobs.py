"""Long work in pieces: what kinds there are, and how a job's row shows its progress. Knows nothing of the engine."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from voronka.store.models import Job

WHOLE = 1000  # a piece in parts of the progress bar
TELL_EVERY = timedelta(seconds=0.3)

Say = Callable[[int, int], None]
"""Called by a piece with what is done and how much there is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of work is divided: number of pieces, one piece (repeatable!), the outcome of all, and what
    to tidy up when it is given up."""

    plan: Callable[[dict[str, Any]], int]
    piece: Callable[[dict[str, Any], int, Say], Any]
    outcome: Callable[[dict[str, Any], list[Any]], dict[str, Any]]
    clean: Callable[[dict[str, Any]], None] = lambda arguments: None


KINDS: dict[str, Kind] = {}


def queued(limit: int = 20) -> list[str]:
    """Jobs that were asked for and not taken yet, oldest first."""
    rows = Job.objects.filter(state="queued").order_by("created_at")[:limit]
    return [str(key) for key in rows.values_list("id", flat=True)]


def running() -> list[str]:
    """Jobs that were taken and have not ended."""
    return [str(key) for key in Job.objects.filter(state="running").values_list("id", flat=True)]


def taken(key: str) -> None:
    """The engine has it: it will be done, whatever happens to this process."""
    Job.objects.filter(pk=key, state="queued").update(state="running", started_at=timezone.now())


def begin(key: str) -> int:
    """The number of its pieces."""
    job = Job.objects.get(pk=key)
    kind = KINDS.get(job.kind)
    if kind is None:
        raise LookupError(f"this version does not know jobs of the kind {job.kind}")
    pieces = kind.plan(json.loads(job.arguments))
    Job.objects.filter(pk=key).update(total=pieces * WHOLE)
    return pieces


def piece(key: str, number: int) -> Any:
    """Do one piece, showing its progress; its result goes to `outcome`."""
    job = Job.objects.get(pk=key)
    arguments = {**json.loads(job.arguments), "job": key}
    result = KINDS[job.kind].piece(arguments, number, _teller(key, number))
    Job.objects.filter(pk=key).update(done=(number + 1) * WHOLE)
    return result


def _teller(key: str, number: int) -> Say:
    told: list[datetime] = []

    def say(done: int, total: int) -> None:
        now = timezone.now()
        if told and now - told[0] < TELL_EVERY:
            return
        told[:] = [now]
        part = min(WHOLE, WHOLE * done // max(total, 1))
        Job.objects.filter(pk=key).update(done=number * WHOLE + part)

    return say


@contextmanager
def aside(say: Say) -> Iterator[Say]:
    """Progress told by another thread: for a piece that reads as of one moment, and must not write meanwhile."""
    last: list[tuple[int, int]] = []
    ended = threading.Event()

    def tell() -> None:
        try:
            while not ended.wait(TELL_EVERY.total_seconds()):
                if last:
                    say(*last[-1])
                    del last[:-1]
        finally:
            connection.close()

    thread = threading.Thread(target=tell, name="progress", daemon=True)
    thread.start()
    try:
        yield lambda done, total: last.append((done, total))
    finally:
        ended.set()
        thread.join()


def finish(key: str, results: list[Any]) -> None:
    """Keep the outcome."""
    job = Job.objects.get(pk=key)
    arguments = {**json.loads(job.arguments), "job": key}
    outcome = KINDS[job.kind].outcome(arguments, results)
    _end(key, "done", outcome)


def fail(key: str, kind: str, words: str) -> None:
    """Keep why it did not work."""
    job = Job.objects.get(pk=key)
    if job.kind in KINDS:
        KINDS[job.kind].clean({**json.loads(job.arguments), "job": key})
    _end(key, "failed", {"error": kind, "words": words})


def _end(key: str, state: str, outcome: dict[str, Any]) -> None:
    Job.objects.filter(pk=key, state__in=("queued", "running")).update(
        state=state, outcome=json.dumps(outcome, ensure_ascii=False), ended_at=timezone.now()
    )

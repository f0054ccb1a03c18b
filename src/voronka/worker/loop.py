"""The worker's round: a sign of life, readers of the log, jobs that were asked for, what the clock says.

The jobs' engine costs 45 MB and most of a second of CPU: it is loaded when there is a job, or when one was cut.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from types import ModuleType

from django.db import DatabaseError, connections
from django.utils import timezone

from voronka.actions import indexing
from voronka.actions.duplicates import compare_clients
from voronka.core.access import SYSTEM
from voronka.store import migrated
from voronka.store.models import Heartbeat
from voronka.worker import jobs, kinds, readers, schedule, slot

ROUND, BEAT, CLOCK, SWEEP, FIGURES, COMPARE = (
    0.5,
    5.0,
    30.0,
    10.0,
    2.0,
    2.0,
)  # seconds between rounds of each kind
TROUBLE = 60.0  # seconds until figures that could not be counted are tried again
GONE = timedelta(minutes=2)  # a worker silent for so long is not coming back by itself
WORKER = "worker:"

log = logging.getLogger("voronka.worker")
assert kinds  # importing it makes the kinds known


class Round:
    """State of one worker."""

    def __init__(self, held: slot.Slot) -> None:
        self.name, self.held = held.name, held
        self.engine: ModuleType | None = None
        self.trouble = readers.Trouble()
        self._indexed = False
        # Pages come first, and figures a moment later: loading what counts them takes a part of a second.
        self._next: dict[str, float] = {"figures": time.monotonic() + FIGURES}

    def run(self, stop: threading.Event) -> None:
        """Until told to stop. A database that is away for a while does not end the worker."""
        pause = ROUND
        while not stop.is_set():
            try:
                busy = self.once(time.monotonic())
                pause = 0.0 if busy else ROUND
            except Exception:
                pause = min(max(pause, ROUND) * 2, 30.0)
                log.exception("again in %g s", pause)
                connections.close_all()
            stop.wait(pause)
        if self.engine is not None:
            self.engine.stop()
        with suppress(DatabaseError):
            Heartbeat.objects.filter(name=WORKER + self.name).delete()
        connections.close_all()

    def once(self, now: float) -> bool:
        """One round; is there more to do at once?"""
        if self._due("beat", BEAT, now):
            self._still_ours()
            beat(self.name)
        done = schedule.tick(timezone.now()) if self._due("clock", CLOCK, now) else []
        if "collect" in done and self.engine is not None:
            self.engine.collect(timezone.now() - timedelta(days=self.engine.KEPT_DAYS))
        self._jobs(now)
        if self._due("figures", FIGURES, now):
            self._figures(now)
        if self._due("compare", COMPARE, now):
            self._compare(now)
        return self._names(now) or self.trouble.turn_all(now) > 0

    def _names(self, now: float) -> bool:
        """Names that the index lacks, after an update that takes words apart otherwise; is there more at once?"""
        if self._indexed or self._next.get("names", 0.0) > now:
            return False
        try:
            self._indexed = not indexing.fill_names()
        except Exception:
            self._next["names"] = now + TROUBLE
            log.exception("names: again in %g s", TROUBLE)
        return not self._indexed

    def _still_ours(self) -> None:
        """Two workers of one name would do a piece twice: whoever lost the name leaves and takes one anew."""
        try:
            self.held.check()
        except Exception as error:
            raise SystemExit("voronka: the worker lost its name, it takes one anew") from error

    def _due(self, what: str, every: float, now: float) -> bool:
        if self._next.get(what, 0.0) > now:
            return False
        self._next[what] = now + every
        return True

    def _jobs(self, now: float) -> None:
        waiting = jobs.queued()
        sweep = self._due("sweep", SWEEP, now)
        cut = jobs.running() if sweep else []
        if waiting or cut:
            engine = self._engine()
            for job in waiting:
                engine.take(job)
                jobs.taken(job)
            if cut:
                engine.adopt(gone(self.name))
                for job in engine.given_up(cut):
                    jobs.fail(job, "GivenUp", "")

    def _figures(self, now: float) -> None:
        """Count what pages tell, where the log has moved. A failure is tried again later, the rest goes on."""
        try:
            pause = import_module("voronka.worker.figures").turn(timezone.now())
            if pause is not None:
                self._next["figures"] = now + pause.total_seconds()
        except Exception:
            self._next["figures"] = now + TROUBLE
            log.exception("figures: again in %g s", TROUBLE)

    def _compare(self, now: float) -> None:
        """Look for clients that are written down twice, a piece a round; after a large import that takes a while."""
        try:
            if compare_clients(by=SYSTEM, at=timezone.now()):
                self._next["compare"] = now
        except Exception:
            self._next["compare"] = now + TROUBLE
            log.exception("duplicates: again in %g s", TROUBLE)

    def _engine(self) -> ModuleType:
        if self.engine is None:
            self.engine = import_module("voronka.worker.engine")
            self.engine.start(self.name)
        return self.engine


def beat(name: str) -> None:
    """Say that this worker lives."""
    Heartbeat.objects.update_or_create(
        name=WORKER + name, defaults={"beat_at": timezone.now(), "pid": os.getpid()}
    )


def gone(me: str) -> list[str]:
    """Names of workers that have been silent for long: their work is taken over."""
    rows = Heartbeat.objects.filter(name__startswith=WORKER, beat_at__lt=timezone.now() - GONE)
    return [name.removeprefix(WORKER) for name in rows.values_list("name", flat=True) if name != WORKER + me]


def wait_for_tables(stop: threading.Event) -> None:
    """Where the web brings the tables up to date, the worker waits for it."""
    while not stop.is_set():
        try:
            if not migrated.pending():
                return
            log.warning("waiting for the tables: run `voronka migrate`")
        except Exception as error:
            log.warning("waiting for the database: %s", error)
        connections.close_all()
        stop.wait(2)


def work(stop: threading.Event) -> None:
    """The whole life of a worker."""
    wait_for_tables(stop)
    if stop.is_set():
        return
    held = slot.take()
    try:
        Round(held).run(stop)
    finally:
        held.leave()


def start_thread() -> Callable[[], None]:
    """The worker inside the web process; the way to stop it."""
    stop = threading.Event()

    def life() -> None:
        try:
            work(stop)
        except BaseException:
            log.exception("the worker's thread ended; the process starts anew")
            os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=life, name="worker")
    thread.start()

    def end() -> None:
        stop.set()
        thread.join(timeout=10)

    return end

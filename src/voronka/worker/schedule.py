"""What happens by the clock. A missed time is made up once, at the next chance; two workers never do it twice."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.management import call_command
from django.utils import timezone

from voronka.actions import bulk, exports, sending
from voronka.store import work
from voronka.store.models import Heartbeat, Job

KEPT_ANSWERS = timedelta(days=7)
KEPT_JOBS = timedelta(days=90)
OFFERED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Entry:
    """Every day at a time of the company's day."""

    name: str
    at: time
    act: Callable[[datetime], None]


def collect(now: datetime) -> None:
    """Remove what nobody will ask for again: ended sessions, answered requests, old jobs and files."""
    call_command("clearsessions", verbosity=0)
    work.forget_requests(now - KEPT_ANSWERS)
    sending.forget(now)
    exports.forget_files(now - OFFERED)
    bulk.forget_unmade(now - OFFERED)
    Heartbeat.objects.filter(name__startswith="worker:", beat_at__lt=now - KEPT_ANSWERS).delete()
    Job.objects.filter(state__in=("done", "failed"), ended_at__lt=now - KEPT_JOBS).delete()


ENTRIES = [Entry("collect", time(3, 30), collect)]


def due_at(entry: Entry, now: datetime) -> datetime:
    """The latest time at which it should have happened."""
    local = timezone.localtime(now)
    due = local.replace(hour=entry.at.hour, minute=entry.at.minute, second=0, microsecond=0)
    return due if due <= local else due - timedelta(days=1)


def tick(now: datetime) -> list[str]:
    """Do what is due; its names."""
    done = []
    for entry in ENTRIES:
        if _claim(entry, due_at(entry, now), now):
            try:
                entry.act(now)
                done.append(entry.name)
            except Exception:
                logging.getLogger("voronka.schedule").exception("%s", entry.name)
    return done


def _claim(entry: Entry, due: datetime, now: datetime) -> bool:
    """One statement decides who does it; the first start only notes the day, for nothing was missed before it."""
    name = f"schedule:{entry.name}"
    _, first = Heartbeat.objects.get_or_create(name=name, defaults={"beat_at": now})
    return not first and Heartbeat.objects.filter(name=name, beat_at__lt=due).update(beat_at=now) == 1

"""Keeps figures fresh: counts them again when the log has moved, and now and then because time passes.

Imported by the worker's round when there is something to count: numpy costs 25 MB.
"""

import time
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from voronka.actions import figures
from voronka.core.access import SYSTEM
from voronka.insight.reckoning import funnels
from voronka.queries.passport.measured import FACTS, judge
from voronka.store import log
from voronka.store.figures import oldest
from voronka.store.models import Heartbeat

PAUSE: Final = timedelta(seconds=20)
"""Figures are at most a minute old: the pause, the round, and counting itself."""
SHARE: Final = 10
"""Counting takes at most the tenth part of the time, however much there is to count."""
STALE: Final = timedelta(minutes=15)
"""Ages grow although nothing happens."""
NAME: Final = "figures"


def turn(now: datetime, pause: timedelta = PAUSE) -> timedelta | None:
    """Count if there is reason to and nobody else does; the pause to keep from now on, None where nothing was done."""
    if not due(now) or not _claim(now, pause):
        return None
    begun = time.process_time()
    figures.recount(reckon=funnels, judge=judge, by=SYSTEM, at=now)
    return max(PAUSE, timedelta(seconds=SHARE * (time.process_time() - begun)))


def due(now: datetime) -> bool:
    """Has the log moved since, or has much time passed?"""
    kept = oldest(FACTS)
    if kept is None:
        return log.position() > 0
    computed_at, position = kept
    local, then = timezone.localtime(now), timezone.localtime(computed_at)
    return now - computed_at > STALE or local.date() != then.date() or log.position() != position


def _claim(now: datetime, pause: timedelta) -> bool:
    """One statement decides which worker counts."""
    _, first = Heartbeat.objects.get_or_create(name=NAME, defaults={"beat_at": now})
    return first or Heartbeat.objects.filter(name=NAME, beat_at__lte=now - pause).update(beat_at=now) == 1

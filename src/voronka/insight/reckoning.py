"""Every figure of the funnel that pages ask for, of one process: by version and by period, as plain data to keep."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

import numpy as np

from voronka.core.periods import PERIODS, WHOLE, figure_key, since
from voronka.core.process import Process, Span
from voronka.core.visits import Columns
from voronka.core.workdays import Calendar
from voronka.insight.cases import cases
from voronka.insight.funnel import Norm, funnel, times

EVERY: Final = 0
"""In place of a version: deals of all of them."""
VERSIONS: Final = 6
"""The newest versions that get figures of their own."""


def funnels(
    told: Columns,
    versions: Mapping[int, Process],
    at: datetime,
    calendar: Calendar,
    outside: Sequence[int] = (),
    past: Columns | None = None,
) -> dict[str, dict[str, Any]]:
    """Figures by `version/days`; version 0 is all of them, by the stages of the newest.

    Where deals came from another system (`outside`, all their stays being `past`), the same without them, and one
    figure of them alone (see core/periods).
    """
    newest = max(versions)
    orders = {number: tuple(stage.id for stage in one.cycle.stages) for number, one in versions.items()}
    result: dict[str, dict[str, Any]] = {}
    for version in (EVERY, *sorted(versions)[-VERSIONS:]):
        process = versions[version or newest]
        every = cases(told, orders[process.version], orders, at.timestamp(), calendar)
        own = every.where(every.version == version) if version else every
        waits = times(every)
        evident = every.where(~np.isin(every.deal, np.array(outside, dtype=np.int64)))
        own_evident = evident.where(evident.version == version) if version else evident
        waits_evident = times(evident) if len(outside) else waits
        norms = [norm_of(stage.norm, calendar) for stage in process.cycle.stages]
        for days in PERIODS:
            begins = since(calendar, at, days).timestamp()
            found = funnel(own.where(own.opened >= begins), own.where(own.opened < begins), waits, norms)
            result[figure_key(version, days)] = asdict(found)
            if len(outside):
                bare = funnel(
                    own_evident.where(own_evident.opened >= begins),
                    own_evident.where(own_evident.opened < begins),
                    waits_evident,
                    norms,
                )
                result[figure_key(version, days, "without")] = asdict(bare)
    if past:
        process = versions[newest]
        whole = cases(past, orders[newest], orders, at.timestamp(), calendar)
        # They have not gone by our norms.
        found = funnel(whole, whole.where(whole.deal < 0), times(whole))
        result[figure_key(EVERY, WHOLE, "only")] = asdict(found)
    return result


def norm_of(norm: Span | None, calendar: Calendar) -> Norm:
    """A norm in working days; calendar days are not measured on the working clock."""
    if norm is None or norm.unit == "cd":
        return None
    if norm.unit == "d":
        return float(norm.amount), True
    hours = (
        datetime.combine(datetime.min, calendar.closes) - datetime.combine(datetime.min, calendar.opens)
    ).total_seconds() / 3600
    return norm.amount / hours / (1 if norm.unit == "h" else 60), False

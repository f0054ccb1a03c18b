"""Counting figures anew and keeping them for pages. How they are counted is handed in: the web never loads that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from voronka.core.access import Actor, require
from voronka.core.periods import far_back
from voronka.core.process import Process
from voronka.store import figures, log, values
from voronka.store.models import PassportVersion

FUNNEL: Final = "funnel"
Reckon = Callable[..., Mapping[str, Mapping[str, Any]]]
"""Stays, the versions of their process, a moment, the working calendar, the deals of another system, all stays of
those: the figures by their keys."""
Judge = Callable[[Process, datetime], Mapping[str, Mapping[str, Any]]]
"""A process as it is agreed now, a moment: what the ten answers are judged by, by its names."""


@dataclass(frozen=True, slots=True)
class Recounted:
    """What was counted of one process: so many stays, so many figures."""

    process: str
    stays: int
    figures: int


def recount(*, reckon: Reckon, judge: Judge | None = None, by: Actor, at: datetime) -> tuple[Recounted, ...]:
    """Count the figures of every process as of `at` and keep them. Reading holds nobody up; keeping is short."""
    require(by, "figures.recount")
    return tuple(_process(key, reckon, judge, at) for key in _processes())


def _processes() -> list[str]:
    rows = PassportVersion.objects.order_by("process").values_list("process", flat=True)
    return list(rows.distinct())


def _process(key: str, reckon: Reckon, judge: Judge | None, at: datetime) -> Recounted:
    position, calendar = log.position(), values.calendar()
    numbers = PassportVersion.objects.filter(process=key).values_list("number", flat=True)
    versions = {number: values.process(key, number) for number in numbers}
    stages = {stage.id for one in versions.values() for stage in one.cycle.stages}
    stays = figures.stays(key, stages, far_back(calendar, at))
    outside = figures.outside(key)
    counted = reckon(stays, versions, at, calendar, outside, figures.past(key, outside))
    judged = judge(versions[max(versions)], at) if judge else {}
    for name, data in judged.items():
        figures.keep(key, name, {figures.ONE: data}, at, position)
    figures.keep(key, FUNNEL, counted, at, position)
    return Recounted(key, len(stays), len(counted))

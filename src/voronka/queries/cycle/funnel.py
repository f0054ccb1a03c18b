"""How many go on: from each stage, and through all of them, as the worker counted it. Nothing is counted here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.periods import PASTS, PERIODS, WHOLE, Past, figure_key, since
from voronka.core.problems import NotFound
from voronka.core.process import Process, Stage
from voronka.queries import told
from voronka.queries.spans import span
from voronka.store import figures, values
from voronka.store.models import PassportVersion

NAME: Final = "funnel"
EVERY: Final = 0
"""In place of a version: all of them."""
QUARTER, YEAR = PERIODS
TOO_FEW: Final = 20
"""With fewer deals there is too little data, and no figure (see docs/decisions, open deals weighted)."""


@dataclass(frozen=True, slots=True)
class StagePass:
    """A stage of the funnel. `rate` with its 95 % interval is None where there is too little data.

    `median`, `p80`: working days within which half, and eight of ten, of those that go on have gone on.
    `within` of the `due` stays whose norm is over ended before it; `wanted` is the passport's norm of conversion.
    """

    stage: str
    title: str
    n: int
    advanced: int
    lost: int
    open: int
    skipped: int
    rate: float | None
    low: float | None
    high: float | None
    median: float | None
    p80: float | None
    norm: str
    due: int
    within: int
    wanted: float | None

    @property
    def below(self) -> bool:
        """Does the whole interval lie below what was agreed?"""
        return self.wanted is not None and self.high is not None and self.high < self.wanted

    @property
    def late(self) -> bool:
        """Did fewer than half of the stays end within the norm?"""
        return self.due >= TOO_FEW and 2 * self.within < self.due


@dataclass(frozen=True, slots=True)
class Funnel:
    """Deals opened since a day, under one version or all: stage by stage and from end to end.

    `counted_at` is None while nothing has been counted yet. `past` says whether deals of another system count
    (`with`), do not (`without`) or are all that counts (`only`: of all versions, whenever they were; `days` is 0);
    `has_past`: are there such deals?
    """

    process: str
    title: str
    version: int
    versions: tuple[int, ...]
    days: int
    since: date
    counted_at: datetime | None
    past: Past = "with"
    has_past: bool = False
    stages: tuple[StagePass, ...] = ()
    deals: int = 0
    won: int = 0
    lost: int = 0
    open: int = 0
    rate: float | None = None
    low: float | None = None
    high: float | None = None


def funnel(
    *,
    by: Actor,
    at: datetime,
    process: str | None = None,
    version: int | None = None,
    days: int = QUARTER,
    past: Past = "with",
) -> Funnel:
    """The funnel of deals opened within these days, under this version (0: all; the one that holds by default).

    NotFound for a version or a period of which no figures are kept.
    """
    access.require(by, "passport.see")
    known = told.latest(process)
    rows = PassportVersion.objects.filter(process=known.key).order_by("-number")
    numbers = tuple(rows.values_list("number", flat=True))
    asked = known.version if version is None else version
    if days not in PERIODS or (asked and asked not in numbers) or past not in PASTS:
        raise NotFound("figure", f"{asked}/{days}/{past}")
    if past == "only":
        asked, days = EVERY, WHOLE
    own = told.process(known.key, asked) if asked else known
    key, only = figure_key(asked, days, past), figure_key(EVERY, WHOLE, "only")
    # Where nothing came from another system, no figure without that is kept: both would say the same.
    found = figures.kept(known.key, NAME, [key, only, figure_key(asked, days)])
    has_past = only in found
    kept = found.get(key) or (
        found.get(figure_key(asked, days)) if past == "without" and not has_past else None
    )
    if past == "only" and kept is None:
        return funnel(by=by, at=at, process=process, version=version)
    calendar = values.calendar()
    seen = kept.computed_at if kept else at
    day = since(calendar, seen, days).astimezone(calendar.zone).date()
    head = (known.key, known.title, asked, numbers, days, day)
    if kept is None:
        return Funnel(*head, counted_at=None)
    counted = kept.computed_at
    said = _told(own, kept.data)
    if past == "only":
        said["stages"] = tuple(replace(one, norm="", wanted=None) for one in said["stages"])
    return Funnel(*head, counted_at=counted, past=past, has_past=has_past, **said)


def _told(process: Process, data: Mapping[str, Any]) -> dict[str, Any]:
    stages = {stage.id: stage for stage in process.cycle.stages}
    lines = tuple(
        _line(process, stages[one["stage"]], one) for one in data["stages"] if one["stage"] in stages
    )
    return {**data, "stages": lines}


def _line(process: Process, stage: Stage, data: Mapping[str, Any]) -> StagePass:
    wanted = process.targets.conversion.get(stage.id)
    return StagePass(
        **data,
        title=stage.title,
        norm=span(stage.norm) if stage.norm else "",
        wanted=None if wanted is None else float(wanted) / 100,
    )


@dataclass(frozen=True, slots=True)
class Pass:
    """How many go on from a stage, for the head of a column: over the newest deals of which there are enough."""

    rate: float | None
    low: float | None
    high: float | None
    n: int
    days: int
    version: int
    wanted: float | None

    @property
    def below(self) -> bool:
        """Does the whole interval lie below what was agreed?"""
        return self.wanted is not None and self.high is not None and self.high < self.wanted


def passes(known: Process) -> dict[str, Pass]:
    """How many go on, by stage of the version that holds; none while nothing has been counted. One statement.

    The last quarter under this version where there is enough of it, else a year of it, else a year of all versions.
    """
    choices = [(known.version, QUARTER), (known.version, YEAR), (EVERY, YEAR)]
    kept = figures.kept(known.key, NAME, [f"{version}/{days}" for version, days in choices])
    found: dict[str, Pass] = {}
    for version, days in choices:
        lines = kept[f"{version}/{days}"].data["stages"] if f"{version}/{days}" in kept else ()
        for one in lines:
            before = found.get(one["stage"])
            if before is None or (before.rate is None and one["rate"] is not None):
                wanted = known.targets.conversion.get(one["stage"])
                found[one["stage"]] = Pass(
                    one["rate"], one["low"], one["high"], one["n"], days, version,
                    None if wanted is None else float(wanted) / 100,
                )  # fmt: skip
    return found

"""How many go on from each stage, and from the first to the last: open deals weighted, every figure with its interval.

An open case tells nothing while it is young, and counts as lost when it is old: nobody has to close dead cards for
the figure to be true. The exact posterior of the pass rate stands on a grid of 250 points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from voronka.insight.cases import ADVANCED, LOST, OPEN, Cases, skipped
from voronka.insight.clock import Floats
from voronka.insight.durations import Incidence, Shape, incidence, quantile, shape, still_there

POINTS: Final = 250
GRID: Final[Floats] = (np.arange(POINTS) + 0.5) / POINTS
TOO_FEW: Final = 20
"""With fewer cases there is too little data: no figure is told."""
PRIOR: Final = (0.7, 0.3)
CARRIED: Final = 6.0
"""What earlier deals say of a stage weighs as much as so many cases of its own."""
DRAWS: Final = 4000
COVER: Final = (0.025, 0.975)
SEED: Final = 20_260_101
"""Draws are the same for the same data: a figure that trembles is not believed."""


Norm = tuple[float, bool] | None
"""Working days, and whether they are whole ones: those last to the end of the last day."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A pass rate: the estimate, the middle 95 %, and the posterior's weights on GRID."""

    rate: float
    low: float
    high: float
    weights: Floats


@dataclass(frozen=True, slots=True)
class StageFigure:
    """A stage of the funnel. `rate` None: too little data. Days are working days of those that go on.

    `within` of the `due` cases whose norm is over left the stage before it was.
    """

    stage: str
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
    due: int
    within: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """The stages in their order, and how many deals come through all of them. None: too little data."""

    stages: tuple[StageFigure, ...]
    deals: int
    won: int
    lost: int
    open: int
    rate: float | None
    low: float | None
    high: float | None


def pass_rate(
    advanced: int, lost: int, advancing: Floats, losing: Floats, prior: tuple[float, float] = PRIOR
) -> Rate:
    """The posterior of the pass rate; `advancing`, `losing` are S_A and S_L of each open case."""
    a, b = prior
    logs = (advanced + a - 1) * np.log(GRID) + (lost + b - 1) * np.log1p(-GRID)
    if len(advancing):
        pairs, count = np.unique(np.stack((advancing, losing), axis=1), axis=0, return_counts=True)
        seen = GRID[:, None] * pairs[None, :, 0] + (1 - GRID)[:, None] * pairs[None, :, 1]
        logs = logs + np.log(seen) @ count
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    low, high = (_quantile(weights, share) for share in COVER)
    return Rate(_point(advanced, lost, advancing, losing, prior), low, high, weights)


def _point(advanced: int, lost: int, advancing: Floats, losing: Floats, prior: tuple[float, float]) -> float:
    """By EM: an open case counts as advanced with the probability that it will be."""
    a, b = prior
    whole = advanced + lost + len(advancing) + a + b
    rate = (advanced + a) / (advanced + lost + a + b)
    for _ in range(200):
        chance = rate * advancing / (rate * advancing + (1 - rate) * losing)
        following = (advanced + float(chance.sum()) + a) / whole
        if abs(following - rate) < 1e-7:
            break
        rate = following
    return float(rate)


def _quantile(weights: Floats, share: float) -> float:
    """Between points of the grid as if the weight of a point lay evenly around it."""
    edges = np.arange(POINTS + 1) / POINTS
    return float(np.interp(share, np.r_[0.0, np.cumsum(weights)], edges))


@dataclass(frozen=True, slots=True)
class Times:
    """How long deals wait on each stage, learnt once from all cases and used for every cohort."""

    own: tuple[Incidence, ...]
    units: tuple[float, ...]
    gone_on: tuple[int, ...]
    pooled: Shape


def times(known: Cases) -> Times:
    """What all these cases say of waiting."""
    own, gone_on = [], []
    for stage in range(len(known.stages)):
        here = known.stage == stage
        own.append(incidence(known.age[here], known.state[here]))
        gone_on.append(int((known.state[here] == ADVANCED).sum()))
    units = tuple(max(quantile(one, 0.5) or 1.0, 0.05) for one in own)
    scale = np.array(units, dtype=np.float64)[known.stage] if len(known.stage) else np.zeros(0)
    return Times(tuple(own), units, tuple(gone_on), shape(known.age, known.state, scale))


def _stage_rate(cases: Cases, place: int, known: Times, prior: tuple[float, float]) -> Rate:
    here = cases.stage == place
    state, age = cases.state[here], cases.age[here]
    open_ages = age[state == OPEN]
    advancing, losing = still_there(
        known.own[place], known.pooled, known.units[place], open_ages, known.gone_on[place]
    )
    return pass_rate(int((state == ADVANCED).sum()), int((state == LOST).sum()), advancing, losing, prior)


def funnel(cohort: Cases, earlier: Cases, known: Times, norms: Sequence[Norm] = ()) -> Funnel:
    """The funnel of a cohort of deals. `earlier` are deals opened before them: what they say of a stage is
    where the cohort's own estimate begins, and six own cases weigh as much.
    """
    stages: list[StageFigure] = []
    chain: list[tuple[Rate, float]] = []
    passed_by = skipped(cohort)
    sure = cohort.deals >= TOO_FEW
    for place in range(len(cohort.stages)):
        before = int((earlier.stage == place).sum())
        prior = PRIOR
        if before >= TOO_FEW:
            mean = float(_stage_rate(earlier, place, known, PRIOR).weights @ GRID)
            prior = (CARRIED * mean, CARRIED * (1 - mean))
        rate = _stage_rate(cohort, place, known, prior)
        norm = norms[place] if norms else None
        figure = _figure(cohort, place, rate, int(passed_by[place]), norm)
        stages.append(figure)
        chain.append((rate, figure.skipped / max(figure.skipped + figure.n, 1)))
        # A stage that everybody passed by asks nothing of them, and hides nothing.
        sure = sure and (
            figure.n + before >= TOO_FEW or (not figure.n + before and figure.skipped >= TOO_FEW)
        )
    whole = _through(chain) if sure and chain else (None, None, None)
    return Funnel(tuple(stages), *_counted(cohort), *whole)


def _figure(cohort: Cases, place: int, rate: Rate, passed_by: int, norm: Norm) -> StageFigure:
    here = cohort.where(cohort.stage == place)
    state, age = here.state, here.age
    told = len(state) >= TOO_FEW
    found = incidence(age, state)
    due, within = _in_time(here, norm)
    return StageFigure(
        stage=cohort.stages[place],
        n=len(state),
        advanced=int((state == ADVANCED).sum()),
        lost=int((state == LOST).sum()),
        open=int((state == OPEN).sum()),
        skipped=passed_by,
        rate=rate.rate if told else None,
        low=rate.low if told else None,
        high=rate.high if told else None,
        median=quantile(found, 0.5) if told else None,
        p80=quantile(found, 0.8) if told else None,
        due=due,
        within=within,
    )


def _in_time(here: Cases, norm: Norm) -> tuple[int, int]:
    """Cases whose norm is over, and those of them that had left by then: young ones would count as good too soon."""
    if norm is None:
        return 0, 0
    days, whole = norm
    allowed = days + here.rest if whole else np.full(len(here.age), days)
    due = here.since > allowed
    return int(due.sum()), int((due & (here.state != OPEN) & (here.age <= allowed + 1e-9)).sum())


def _through(chain: Sequence[tuple[Rate, float]]) -> tuple[float, float, float]:
    """From the first stage to the end: the product of the estimates, and the middle of the drawn products.

    With each rate comes the share of deals that passed the stage by: they came through it.
    """
    dice = np.random.default_rng(SEED)
    edges = np.arange(POINTS + 1) / POINTS
    whole: Floats = np.ones(DRAWS)
    point = 1.0
    for rate, passed_by in chain:
        drawn = np.interp(dice.random(DRAWS), np.r_[0.0, np.cumsum(rate.weights)], edges)
        whole = whole * (drawn * (1 - passed_by) + passed_by)
        point *= rate.rate * (1 - passed_by) + passed_by
    low, high = np.quantile(whole, COVER)
    return point, float(low), float(high)


def _counted(cohort: Cases) -> tuple[int, int, int, int]:
    """Deals, and how many of them are won, lost, open."""
    _, first = np.unique(cohort.deal, return_index=True)
    end = cohort.end[first]
    won, lost, still = (int((end == state).sum()) for state in (ADVANCED, LOST, OPEN))
    return len(end), won, lost, still

"""Which deals the demo has: every plot with its stages, its times, its end and the oddities that are planted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from voronka.core.process import Process, Stage
from voronka.demo.days import DAY

LIVING, WON, LOST = 60, 16, 24
LATE, NO_STEP, STEP_TODAY, STEP_LATE = 14, 5, 7, 4
ON_LAST_STAGE = 3
SPAN = 60
"""Finished deals ended within so many working days."""

ODD_LIVING = (
    "early", "free", "free", "reopened", "returned", "returned", "hasty", "hasty", "hasty", "hasty", "hasty",
    "part", "void",
)  # fmt: skip
ODD_WON = ("refund", "handover_returned", "part", "part", "hasty", "hasty", "returned", "direct", "direct")
ODD_LOST = ("early", "hasty", "hasty", "hasty", "returned", "direct")
"""What is planted once for each mention; each deal gets at most one."""


@dataclass(slots=True)
class Plot:
    """One deal's life. `path` are (stage's place, minutes ago it was entered), the oldest first.

    `end` is open, won or lost, `ended` the minutes ago; `step` says where the next step of a living deal
    lies: ahead, today, late or none.
    """

    path: list[tuple[int, int]]
    end: str = "open"
    ended: int = 0
    step: str = "ahead"
    oddity: str = ""
    late: bool = False

    @property
    def place(self) -> int:
        """The place of the stage where the deal is, or ended."""
        return self.path[-1][0]

    @property
    def age(self) -> int:
        """Working days since the deal came to its stage, counted from the last one that is over."""
        return self.path[-1][1] // DAY


@dataclass(frozen=True, slots=True)
class Plotter:
    """Draws plots for the stages of a passport."""

    process: Process
    dice: Random
    stages: Sequence[Stage] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stages", self.process.cycle.stages)

    def all(self) -> list[Plot]:
        """Every deal of the story."""
        living = self._living()
        won = [self._finished("won", len(self.stages) - 1) for _ in range(WON)]
        lost = [self._finished("lost", self._lost_place()) for _ in range(LOST)]
        self._plant(living, ODD_LIVING)
        self._plant(won, ODD_WON)
        self._plant(lost, ODD_LOST)
        return living + won + lost

    # -- deals that are open ----------------------------------------------------------------------

    def _living(self) -> list[Plot]:
        last = len(self.stages) - 1
        places = [place for place in range(last) for _ in range(self._share(place))]
        normed = [number for number, place in enumerate(places) if self._norm(place)]
        late = set(self.dice.sample(normed, LATE))
        plots = [self._open(place, number in late) for number, place in enumerate(places)]
        self._plan_steps(plots)
        plots += [self._open(last, False) for _ in range(ON_LAST_STAGE)]
        for plot, oddity in zip(plots[-ON_LAST_STAGE:], ("offered", "handover_returned", ""), strict=True):
            plot.oddity = oddity
        return plots

    def _share(self, place: int) -> int:
        """How many living deals stand on a stage: a funnel, the first stages the fullest."""
        last = len(self.stages) - 1
        weights = [2 * last - at for at in range(last)]
        total, room = sum(weights), LIVING - ON_LAST_STAGE
        ends = [round(room * sum(weights[:at]) / total) for at in range(last + 1)]
        return ends[place + 1] - ends[place]

    def _open(self, place: int, late: bool) -> Plot:
        norm = self._norm(place)
        days = norm + self.dice.randrange(0, 6) if late else self.dice.randrange(0, norm or 5)
        entered = days * DAY + self.dice.randrange(40, DAY - 60)
        return Plot(self._way(place, entered), late=late)

    def _plan_steps(self, plots: list[Plot]) -> None:
        drawn = self.dice.sample(plots, len(plots))
        aged = [plot for plot in drawn if plot.age >= 2][:STEP_LATE]
        rest = [plot for plot in drawn if plot not in aged]
        words = ["late"] * STEP_LATE + ["none"] * NO_STEP + ["today"] * STEP_TODAY
        for plot, word in zip(aged + rest, words, strict=False):
            plot.step = word

    # -- deals that are over ----------------------------------------------------------------------

    def _lost_place(self) -> int:
        return min(int(self.dice.triangular(0, len(self.stages) - 2, 1)), len(self.stages) - 2)

    def _finished(self, end: str, place: int) -> Plot:
        ended = self.dice.randrange(0, SPAN) * DAY + self.dice.randrange(20, DAY - 20)
        stay = self._stay(place) if end == "won" else self.dice.randrange(2, 12) * DAY
        return Plot(self._way(place, ended + stay), end=end, ended=ended)

    # -- ways and oddities --------------------------------------------------------------------------

    def _way(self, place: int, entered: int) -> list[tuple[int, int]]:
        """The stages up to this one, with stays mostly within their norms."""
        path = [(place, entered)]
        for earlier in range(place - 1, -1, -1):
            entered += self._stay(earlier)
            path.append((earlier, entered))
        return path[::-1]

    def _stay(self, place: int) -> int:
        norm = (self._norm(place) or 4) * DAY
        return max(int(norm * self.dice.triangular(0.15, 1.3, 0.6)), 100)

    def _norm(self, place: int) -> int:
        norm = self.stages[place].norm
        return norm.amount if norm is not None and norm.unit == "d" else 0

    def _plant(self, plots: list[Plot], oddities: tuple[str, ...]) -> None:
        free = [plot for plot in self.dice.sample(plots, len(plots)) if not plot.oddity]
        for oddity in oddities:
            plot = next(one for one in free if _SUITS[oddity](one, self))
            free.remove(plot)
            plot.oddity = oddity
            if oddity == "returned":
                plot.path = _returned(plot.path)
            elif oddity == "reopened":
                plot.path = _reopened(plot.path)

    def asks(self, place: int, guard: str) -> bool:
        """Does leaving this stage ask for this guard?"""
        return any(one.name == guard for one in self.stages[place].leave_when)


def _returned(path: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same way with one step back from the third stage: there, back, and there again."""
    first, (place, left), (later, entered), *rest = path
    stay = max(left - entered, 60)
    earlier = [(first[0], first[1] + stay), (place, left + stay), (later, left + stay // 2)]
    return [*earlier, (place, left), (later, entered), *rest]


def _reopened(path: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same way, but the deal was lost on its stage and came back: the stage stands twice."""
    earlier = [(place, entered + 12 * DAY) for place, entered in path]
    return [*earlier, path[-1]]


_SUITS: dict[str, Callable[[Plot, Plotter], bool]] = {
    "early": lambda plot, way: plot.place >= (1 if plot.end == "lost" else 0) and way.asks(0, "brief_filled"),
    "free": lambda plot, way: plot.place == 0 and plot.step == "ahead" and not plot.late,
    "reopened": lambda plot, way: plot.place >= 1 and not plot.late,
    "returned": lambda plot, way: plot.place >= 2,
    "hasty": lambda plot, way: bool(way.stages[0].leave_when) and (plot.place >= 1),
    "part": lambda plot, way: plot.end == "won" or way.asks(plot.place, "paid"),
    "void": lambda plot, way: way.asks(plot.place, "paid"),
    "refund": lambda plot, way: plot.ended > 3 * DAY,
    "handover_returned": lambda plot, way: plot.end == "won",
    "direct": lambda plot, way: True,
}
"""Where an oddity can stand."""

"""Which deals the demo has: each with its stages, its times, its end and its oddity, so that the truth holds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from voronka.demo import truth
from voronka.demo.days import DAY, Days
from voronka.demo.quotas import Deck, Quota

STAGES: Mapping[int, Sequence[str]] = {
    number: (*stages, "handover") for number, stages in truth.CONVERSION.items()
}
NORMS: Mapping[str, int] = {
    "brief": 2, "call": 3, "strategy": 7, "contract": 4, "invoice": 2, "payment": 5, "handover": 1,
}  # fmt: skip
"""Working days, as both versions of the passport say; a test holds them together."""
SILENCE, OTHER = {1: (15, 27), 2: (14, 25)}, (1, 7)
"""So many working days after the last word a deal is called lost: for silence, which the
second version calls sooner by its name, and for what was said."""


@dataclass(slots=True)
class Stay:
    """A stay on a stage, in positions of the story; `how` it ends: on, back, lost (and reopened), or the end."""

    stage: str
    entered: int
    left: int
    how: str = "on"


@dataclass(slots=True)
class Plot:
    """One deal's life, as if the story went on for ever."""

    week: int
    version: int
    received: int
    opened: int
    channel: str
    manager: str
    stays: list[Stay] = field(default_factory=list)
    end: str = "won"
    reason: str = ""
    oddity: str = ""
    hasty_on: str = ""
    recorded: bool = True
    in_time: bool = True
    audit: bool = False
    excepted: bool = False
    step: str = "ahead"

    @property
    def ended(self) -> int:
        """When it is over."""
        return self.stays[-1].left

    def place_at(self, end: int) -> Stay:
        """The last stay that began before this position."""
        return [stay for stay in self.stays if stay.entered < end][-1]

    def lives_at(self, end: int) -> bool:
        """Is it open at this position? Between a loss and the day they come back it is not."""
        return self.opened < end and self.place_at(end).left >= end


class Plotter:
    """Draws the plots of the weeks that are told."""

    def __init__(self, days: Days, weeks: int, dice: Random) -> None:
        self.days, self.dice, self.first = days, dice, truth.WEEKS - weeks
        self.renewed = days.week_begins(max(truth.RENEWED - self.first, 0)) + 10
        """The position at which the second version holds."""
        self._pass: dict[tuple[int, str], Quota] = defaultdict(lambda: Quota(dice))
        self._share: dict[str, Quota] = defaultdict(lambda: Quota(dice))
        self._channels = Deck(truth.CHANNELS, dice)
        self._reasons = {stage: Deck(reasons, dice) for stage, reasons in truth.REASONS.items()}

    def counts(self, rate: int) -> list[int]:
        """How many of `rate` a week fall on each week: days off and the season take and give."""
        weeks = range(truth.WEEKS - self.first)
        weights = []
        for week in weeks:
            days = [self.days.worked[place] for place in self.days.week_days(week)]
            weights.append(sum(truth.SEASON[day.month - 1] for day in days))
        whole, done, told = sum(weights), 0.0, 0
        found = []
        for weight in weights:
            done += rate * len(weights) * weight / whole
            found.append(round(done) - told)
            told = round(done)
        return found

    def moments(self, week: int, count: int) -> list[int]:
        """So many moments within a week, in their order."""
        days = self.days.week_days(week)
        return sorted(self.dice.choice(days) * DAY + self.dice.randrange(45, DAY - 25) for _ in range(count))

    def all(self) -> list[Plot]:
        """Every deal of the story, in the order of their beginnings."""
        plots: list[Plot] = []
        for week, count in enumerate(self.counts(truth.LEADS_A_WEEK)):
            born = [self._born(week + self.first, opened) for opened in self.moments(week, count)]
            self._fates(born)
            plots += born
        for plot in plots:
            self._oddity(plot)
        Standing(self.days.end, self.dice).arrange(plots)
        return plots

    def watched(self, week: int) -> bool:
        """Was control held in this week of the whole story?"""
        return week not in truth.UNWATCHED

    def _born(self, week: int, opened: int) -> Plot:
        gap = self.dice.randrange(20, 240) if self.dice.random() < 0.75 else self.dice.randrange(400, 2 * DAY)
        version = 1 if opened < self.renewed and self.first < truth.RENEWED else 2
        word = "manager" if self._share["manager"].take(0.5) else "other_manager"
        return Plot(
            week=week,
            version=version,
            received=max(opened - gap, 5 if version == 1 else self.renewed + 2),
            opened=opened,
            channel=self._channels.draw(),
            manager=word,
            in_time=self._share[f"in_time {self.watched(week)}"].take(truth.IN_TIME[self.watched(week)]),
        )

    def _fates(self, born: list[Plot]) -> None:
        """Stage by stage, in a shuffled order, those who go on; who is left behind is lost there."""
        for version, stages in STAGES.items():
            alive = [plot for plot in born if plot.version == version]
            for plot in alive:
                plot.recorded = not self._share["unrecorded"].take(truth.unrecorded(plot.week))
            for stage in stages:
                self.dice.shuffle(alive)
                for plot in alive:
                    self._stay(plot, stage)
                on = [plot for plot in alive if self._goes_on(plot, stage)]
                for plot in alive:
                    if plot not in on:
                        self._lose(plot, stage)
                alive = on
            for plot in alive:
                plot.stays[-1].how = "end"

    def _goes_on(self, plot: Plot, stage: str) -> bool:
        return stage == "handover" or self._pass[plot.version, stage].take(truth.rate(stage, plot.week))

    def _stay(self, plot: Plot, stage: str) -> None:
        entered = plot.stays[-1].left if plot.stays else plot.opened
        usual = NORMS[stage] * DAY * self.dice.triangular(0.15, 1.3, 0.6)
        left = entered + max(int(usual * truth.slowness(stage, plot.week)), 100)
        plot.stays.append(Stay(stage, entered, left))
        if stage == "call" and plot.version == 2:
            plot.audit = self._share["audit"].take(truth.AUDIT)
        if stage == "contract" and plot.version == 2:
            plot.excepted = self._share["excepted"].take(truth.EXCEPTIONS)

    def _lose(self, plot: Plot, stage: str) -> None:
        plot.end, plot.reason = "lost", self._reasons[stage].draw()
        last = plot.stays[-1]
        last.how = "end"
        waits = SILENCE[plot.version] if plot.reason == "silence" else OTHER
        last.left = last.entered + (last.left - last.entered) // 2 + self.dice.randrange(*waits) * DAY
        last.left += self.dice.randrange(-200, 200)

    # -- oddities -----------------------------------------------------------------------------------

    def _oddity(self, plot: Plot) -> None:
        """At most one of each life."""
        for oddity, share in truth.ODDITIES.items():
            if self._share[oddity].take(share) and not plot.oddity:
                self.make_odd(plot, oddity)
        if plot.end == "won":
            for oddity, share in truth.OF_WINS.items():
                if self._share[oddity].take(share) and not plot.oddity:
                    plot.oddity = oddity
        elif self._share["reopened"].take(truth.REOPENED) and not plot.oddity and len(plot.stays) > 1:
            plot.oddity = "reopened"
            reopened(plot)

    def make_odd(self, plot: Plot, oddity: str) -> None:
        """Make this oddity of this life, where it can stand."""
        if oddity == "hasty":
            asking = [stay.stage for stay in plot.stays if (plot.version, stay.stage) != (1, truth.FAULT)]
            asking = [stage for stage in asking if stage != "handover"]
            plot.hasty_on = truth.FAULT if truth.FAULT in asking[1:] else self.dice.choice(asking)
        if oddity == "returned" and not returned(plot):
            return
        plot.oddity = oddity


def returned(plot: Plot) -> bool:
    """One step back from the third stage: there, back, and there again. False where there is no third one."""
    if len(plot.stays) < 3:
        return False
    before, stay = plot.stays[1], plot.stays[2]
    room = stay.left - stay.entered
    left, again = stay.entered + room // 3, stay.entered + room // 2
    plot.stays[2:3] = [
        Stay(stay.stage, stay.entered, left, "back"),
        Stay(before.stage, left, again),
        Stay(stay.stage, again, stay.left, stay.how),
    ]
    return True


def reopened(plot: Plot) -> None:
    """It was lost once before on its last stage, and came back after six days."""
    last = plot.stays[-1]
    lost = last.entered + NORMS[last.stage] * DAY
    again = lost + 6 * DAY
    last.left, last.how, how = lost, "lost", last.how
    plot.stays.append(Stay(last.stage, again, again + 12 * DAY, how))


class Standing:
    """What stands on the board on the day of the story: the dice give most of it, the rest is seen to here."""

    HELD = (
        ("handover", 130, "offered"), ("handover", 640, "given_back"), ("handover", 50, ""),
        ("payment", 9 * DAY, ""), ("payment", 3 * DAY, "part"), ("payment", 2 * DAY, "void"), ("payment", 300, ""),
        ("invoice", 420, ""), ("invoice", 120, ""), ("contract", 2 * DAY, ""), ("contract", 500, ""),
    )  # fmt: skip
    """Stages near the end with the minutes since a deal came there, and its oddity."""

    def __init__(self, end: int, dice: Random) -> None:
        self.end, self.dice = end, dice

    def arrange(self, plots: list[Plot]) -> None:
        """See to the last stages, to the oddities and to the next steps of the living."""
        for plot in plots:
            # What would be over in the last hours is over tomorrow: so that it is plain who is alive.
            if self.end - 120 <= plot.ended < self.end:
                plot.stays[-1].left = self.end + 100
        for stage, since, oddity in self.HELD:
            self._hold(plots, stage, since, oddity)
        living = [plot for plot in plots if plot.lives_at(self.end)]
        for oddity, least in (("reopened", 1), ("returned", 2), ("early", 1), ("asked", 1), ("hasty", 3)):
            self._odd(living, oddity, least)
        fresh = [plot for plot in living if plot.place_at(self.end).stage == "brief" and not plot.oddity]
        for plot in fresh[-truth.LIVING.free :]:
            plot.oddity = "free"
        self._steps(living)

    def _hold(self, plots: list[Plot], stage: str, since: int, oddity: str) -> None:
        """Of the deals that came there earlier the last one came now, and stays over the day."""
        entered = self.end - since
        fit = [plot for plot in plots if plot.end == "won" and plot.version == 2 and not plot.oddity]
        fit = [plot for plot in fit if self._came(plot, stage) <= entered]
        if not fit:
            return
        plot = max(fit, key=lambda one: self._came(one, stage))
        place = next(number for number, stay in enumerate(plot.stays) if stay.stage == stage)
        plot.oddity = oddity or "held"
        plot.stays[place - 1].left = entered
        for stay in plot.stays[place:]:
            stay.entered, stay.left = entered, self.end + 300
            entered = stay.left

    def _came(self, plot: Plot, stage: str) -> int:
        return next(stay.entered for stay in plot.stays if stay.stage == stage)

    def _odd(self, living: list[Plot], oddity: str, least: int) -> None:
        there = [plot for plot in living if plot.oddity == oddity and self._happened(plot)]
        free = [
            plot
            for plot in living
            if not plot.oddity and self._shows(plot, 3 if oddity in ("returned", "asked") else 2)
        ]
        self.dice.shuffle(free)
        for plot in free[: max(least - len(there), 0)]:
            if oddity == "hasty":
                plot.hasty_on = plot.place_at(self.end).stage
            elif oddity == "asked":
                plot.excepted = True
            elif oddity == "returned":
                returned(plot)
            elif oddity == "reopened":
                plot.stays = [stay for stay in plot.stays if stay.entered < self.end]
                came_back(plot, self.end)
            plot.oddity = oddity

    def _happened(self, plot: Plot) -> bool:
        """Can its oddity be seen already? Only where the deal came to was drawn, the day may lie before it."""
        if plot.oddity in ("returned", "reopened"):
            return any(stay.how in ("back", "lost") and stay.left + 6 * DAY < self.end for stay in plot.stays)
        return plot.oddity != "hasty" or plot.hasty_on in {
            stay.stage for stay in plot.stays if self._came_to(stay)
        }

    def _came_to(self, stay: Stay) -> bool:
        return stay.entered < self.end - 60

    def _shows(self, plot: Plot, least: int) -> bool:
        """Has it come to its third stage (or its second), long enough ago to have something to tell?"""
        reached = [stay for stay in plot.stays if stay.entered < self.end]
        return len(reached) in (least, 3) and plot.version == 2 and self.end - reached[-1].entered > DAY

    def _steps(self, living: list[Plot]) -> None:
        """Which next steps are late, which are for today and tomorrow, and who has none."""
        drawn = self.dice.sample(living, len(living))
        drawn.sort(key=lambda plot: self.end - plot.place_at(self.end).entered < 2 * DAY)
        asked = truth.LIVING
        words = ["late"] * asked.late_step + ["none"] * asked.no_step
        words += ["today"] * asked.today + ["tomorrow"] * asked.tomorrow
        for plot, word in zip(drawn, words, strict=False):
            plot.step = word


def came_back(plot: Plot, end: int) -> None:
    """A living deal that was lost on its stage and came back before the day of the story."""
    last = plot.stays[-1]
    room = end - last.entered
    lost, again = last.entered + room // 3, last.entered + 2 * room // 3
    how = "end"
    last.left, last.how = lost, "lost"
    plot.stays.append(Stay(last.stage, again, end + 5 * DAY, how))

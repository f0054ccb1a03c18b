"""One deal from the first word to its end, as a list of acts with their moments; each act is a real action."""

from collections.abc import Callable
from datetime import datetime

from voronka.core.process import Stage
from voronka.demo.days import DAY
from voronka.demo.deeds import Deeds
from voronka.demo.inquiries import Act, act
from voronka.demo.plots import Stay

Do = Callable[[datetime], object]
DEEDS_APART = {"paid", "steps_done", "next_step_set"}
"""Conditions that are met by acts of their own: the money, the steps, the plan."""


class Life(Deeds):
    """Tells a plot: which deed is done when. What lies behind the story's end is drawn too, and not told."""

    def script(self) -> list[Act]:
        """Every act of this life that lies before the story's end, in order."""
        self.acts: list[Act] = []
        self.now = 0
        end = self.company.days.end
        self._begin()
        for number, stay in enumerate(self.plot.stays):
            self._stay(number, stay)
        if self.plot.end == "won":
            self._hand_over()
        elif self.now < end:
            self._at(self.plot.ended, self.lose)
        told = [one for one in self.acts if one[0] < (end - 2) * 60]
        if told and self.plot.lives_at(end):
            if self.plot.oddity == "asked":
                when = max(end - 300, told[-1][0] // 60 + 1)
                told.append(act(when, self.ask_exception, self.dice))
            self._as_it_stands(told)
        return told

    def _at(self, position: int, do: Do) -> None:
        """Put an act on its moment, always after the one before."""
        self.now = max(self.now + 1, position)
        self.acts.append(act(self.now, do, self.dice))

    # -- how it begins ----------------------------------------------------------------------------

    def _begin(self) -> None:
        plot = self.plot
        if plot.oddity == "direct":
            self._at(plot.opened, self.open_directly)
            return
        self._at(plot.received, self.receive)
        after = self.dice.randrange(4, 26) if plot.in_time else self.dice.randrange(45, 400)
        self._at(min(plot.received + after, plot.opened - 12), self.answer)
        if self.dice.random() < 0.25:
            self._at(plot.opened - 9, self.ask_more)
        self._at(plot.opened, self.become_early if plot.oddity == "early" else self.become)
        self._at(self.now + 2, self.name)
        if plot.oddity != "free":
            self._at(self.now + self.dice.randrange(1, 25), self.assign)

    # -- a stay on a stage ------------------------------------------------------------------------

    def _stay(self, number: int, stay: Stay) -> None:
        stage = self.process.stage(stay.stage)
        before = {one.stage for one in self.plot.stays[:number]}
        todo = [] if stay.stage in before or self.plot.oddity == "free" else self._todo(stage)
        lost = stay.how == "lost" or (stay.how == "end" and self.plot.end == "lost")
        if lost:
            todo = todo[: self.dice.randrange(1, max(len(todo) - 1, 2))]
        if stay.stage == self.plot.hasty_on and todo:
            self._at(stay.entered + 2, self.hurry)
            self.plot.hasty_on = ""
        self._spread(todo, stay, lost)
        self._leave(stage, stay, number)

    def _todo(self, stage: Stage) -> list[Do]:
        """What is done on a stage: its steps and its conditions by turns, the money last of all."""
        unrecorded = stage.id == "strategy" and not (self.plot.recorded and not self.plot.excepted)
        steps: list[Do] = [lambda at, step=step.id: self.tick(step, at) for step in stage.steps]
        asked = [one for one in stage.leave_when if one.name not in DEEDS_APART]
        if unrecorded:
            steps, asked = steps[:1], [one for one in asked if one.name != "recording_sent"]
        facts: list[Do] = [lambda at, guard=guard: self.fulfil(guard, at) for guard in asked]
        names = {one.name for one in asked}
        if stage.id == "call":
            facts += [] if "expression" in names else [self.set_amount]
            facts.append(self.describe)
        if "contract_signed" in names:
            facts.insert(0, self.send_contract)
        todo: list[Do] = [lambda at: self.plan_next(stage, at)]
        for turn in range(max(len(steps), len(facts))):
            todo += steps[turn : turn + 1] + facts[turn : turn + 1]
        if stage.id == "call" and self.plot.audit:
            todo += [self.offer_audit, self.pay_audit]
        if unrecorded and not self.plot.excepted and self.dice.random() < 0.6:
            todo.append(lambda at: self.write("unrecorded", at))
        elif self.dice.random() < 0.1:
            todo.append(lambda at: self.write("note", at))
        return todo

    def _spread(self, todo: list[Do], stay: Stay, lost: bool) -> None:
        """Acts within a stay, in their order; before silence is called a loss, somebody asked once more."""
        room = stay.left - stay.entered
        if lost:
            room = min(room // 2, 5 * DAY)
        elif stay.entered < self.company.days.end <= stay.left:
            room = (self.company.days.end - stay.entered) // 2
        if stay.how == "end" and not lost:
            room = 20  # the project is paid for: nothing is waited for before production is asked
        moments = sorted(stay.entered + self.dice.randrange(2, max(room, 8)) for _ in todo)
        for moment, do in zip(moments, todo, strict=True):
            self._at(moment, do)
        if lost and self.plot.reason == "silence" and stay.how == "end" and self.dice.random() < 0.5:
            self._at(stay.left - self.dice.randrange(2, 9) * DAY, lambda at: self.write("silent", at))

    def _leave(self, stage: Stage, stay: Stay, number: int) -> None:
        match stay.how:
            case "lost":
                self._at(stay.left, self.lose_for_now)
                self._at(self.plot.stays[number + 1].entered, self.reopen)
            case "back":
                to = self.plot.stays[number + 1].stage
                self._at(stay.left, lambda at: self.give_back(to, at))
            case "on":
                if any(guard.name == "paid" for guard in stage.leave_when):
                    self._money(stay)
                if stage.id == "strategy" and self.plot.excepted:
                    self._at(stay.left - 40, self.ask_exception)
                    self._at(stay.left, self.pass_by_exception)
                else:
                    self._at(stay.left, lambda at: self.move(stage, at))

    def _money(self, stay: Stay) -> None:
        """The rest of the sum comes: at once, in two parts, or after money that was not ours."""
        middle = (stay.entered + stay.left) // 2
        if self.company.days.end <= stay.left:
            middle = min(middle, self.company.days.end - 120)
        if self.plot.oddity == "void":
            self._at(middle, lambda at: self.pay(at, self.rest // 4, "payment"))
            self._at(middle + 35, self.void)
        if self.plot.oddity == "part":
            self._at(middle, lambda at: self.pay(at, self.rest // 2, "prepayment"))
            self._at(stay.left - 2, lambda at: self.pay(at, self.rest - self.rest // 2, "remainder"))
        else:
            self._at(stay.left - 2, lambda at: self.pay(at, self.rest, "payment"))

    def _hand_over(self) -> None:
        last = self.plot.stays[-1]
        if self.plot.oddity == "offered":
            self._at(last.entered + 40, self.offer)
        if self.plot.oddity in ("handover_returned", "given_back"):
            self._at(last.entered + 25, self.offer)
            self._at(last.entered + 80, self.give_project_back)
        self._at(max(last.left - 45, self.now + 30), self.offer_once)
        self._at(last.left, self.accept)
        if self.plot.oddity == "refund":
            self._at(last.left + self.dice.randrange(3, 18) * DAY, self.refund)

    def offer_once(self, at: datetime) -> None:
        """Production is asked, unless it was asked already."""
        if self.plot.oddity != "offered":
            self.offer(at)

    def _as_it_stands(self, told: list[Act]) -> None:
        """The last act of a living deal: the next step that it stands with."""
        end, last = self.company.days.end, told[-1][0] // 60
        if self.plot.step == "late":
            when = min(last + 1 + self.dice.randrange(DAY), end - 320)
        else:
            when = end - self.dice.randrange(3, 2 * DAY)
        when = min(max(when, last + 1), end - 1)
        stage = self.process.stage(self.plot.place_at(end).stage)
        told.append((max(when * 60, told[-1][0] + 1), lambda at: self.plan_last(stage, at)))

"""One deal from the first word to its end, as a list of acts with their moments; each act is a real action."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from voronka.core.process import Stage
from voronka.demo.company import Caller, Company
from voronka.demo.deeds import Deeds
from voronka.demo.inquiries import Act
from voronka.demo.plots import Plot

Do = Callable[[datetime], object]
TICK = "steps_done"


class Life(Deeds):
    """Tells a plot: which deed is done when. The acts are drawn beforehand, and done in the order of all lives."""

    def __init__(self, company: Company, plot: Plot, caller: Caller, dice: Random) -> None:
        super().__init__(company, plot, caller, dice)
        self.acts: list[Act] = []
        self.now = 1 << 30

    def script(self) -> list[Act]:
        """Every act of this life, in order."""
        self._begin()
        path = self.plot.path
        for number, (place, entered) in enumerate(path):
            following = path[number + 1] if number + 1 < len(path) else None
            self._stay(number, place, entered, following)
        if self.plot.end == "won":
            self._hand_over()
        elif self.plot.end == "lost":
            self._at(self.plot.ended, self.lose)
        return self.acts

    def _at(self, minutes_ago: int, do: Do) -> None:
        """Put an act on its moment, always after the one before."""
        self.now = max(min(self.now - 1, minutes_ago), 1)
        self.acts.append((self.company.days.ago(self.now) + timedelta(seconds=self.dice.randrange(50)), do))

    # -- how it begins ----------------------------------------------------------------------------

    def _begin(self) -> None:
        opened = self.plot.path[0][1]
        if self.plot.oddity == "direct":
            self._at(opened, self.open_directly)
            return
        received = opened + self.dice.randrange(45, 300)
        slow = self.dice.random() < 0.06
        self._at(received, self.receive)
        self._at(
            received - (self.dice.randrange(60, 240) if slow else self.dice.randrange(4, 26)), self.answer
        )
        if self.dice.random() < 0.4:
            self._at(opened + 12, self.ask_more)
        self._at(opened, self.become_early if self.plot.oddity == "early" else self.become)
        if self.plot.oddity != "free":
            self._at(opened - self.dice.randrange(3, 30), self.assign)
        self._at(self.now - 2, self.name)

    # -- a stay on a stage ------------------------------------------------------------------------

    def _stay(self, number: int, place: int, entered: int, following: tuple[int, int] | None) -> None:
        stage, until = self.stages[place], following[1] if following else self._pause(entered)
        known_before = any(earlier == place for earlier, _ in self.plot.path[:number])
        todo = [] if known_before else self._todo(stage, place)
        living = following is None and self.plot.end == "open"
        if living or (following is None and self.plot.end == "lost"):
            todo = todo[: self.dice.randrange(0, max(len(todo) - 1, 1))]
        if following is None and place == len(self.stages) - 1 and not living:
            todo = [do for do in todo if self.dice.random() < 0.9]
        self._spread(todo, entered, until)
        if living:
            self._as_it_stands(place, stage)
        elif following is not None:
            self._leave(number, place, following)

    def _pause(self, entered: int) -> int:
        """Up to when something happened on the last stage: a living deal rests for a while before today."""
        if self.plot.end != "open":
            return self.plot.ended
        least = 600 if self.plot.step == "late" else 20
        return self.dice.randrange(least, max(entered * 2 // 3, least + 1))

    def _todo(self, stage: Stage, place: int) -> list[Do]:
        """What is done on a stage: its steps and its conditions by turns, the money last of all."""
        steps: list[Do] = [lambda at, step=step.id: self.tick(step, at) for step in stage.steps]
        asked = [one for one in stage.leave_when if one.name not in ("paid", TICK, "next_step_set")]
        facts: list[Do] = [lambda at, guard=guard: self.fulfil(guard, at) for guard in asked]
        if place == 1 and not any(one.name == "expression" for one in asked):
            facts.append(self.set_amount)
        if place == 1 and self.process.cycle.fields:
            facts.append(self.describe)
        if any(one.name == "contract_signed" for one in asked):
            facts.insert(0, self.send_contract)
        todo: list[Do] = [lambda at: self.plan_next(stage, at)]
        for turn in range(max(len(steps), len(facts))):
            todo += steps[turn : turn + 1] + facts[turn : turn + 1]
        if self.dice.random() < 0.15:
            todo.append(self.write_note)
        return todo

    def _spread(self, todo: list[Do], entered: int, until: int) -> None:
        """Acts between two moments, in their order; before them all, once, an attempt to go on at once."""
        if todo and self.plot.oddity == "hasty" and not any(do == self.hurry for _, do in self.acts):
            self._at(entered - 2, self.hurry)
        room = max(entered - until, len(todo) + 4)
        moments = sorted((entered - self.dice.randrange(2, room) for _ in todo), reverse=True)
        for moment, do in zip(moments, todo, strict=True):
            self._at(max(moment, until + 1), do)

    def _leave(self, number: int, place: int, following: tuple[int, int]) -> None:
        to, moment = following
        stage = self.stages[place]
        if to == place:
            self._at(moment + 6 * 540, self.lose)
            self._at(moment, self.reopen)
        elif to < place:
            self._at(moment, lambda at: self.give_back(self.stages[to].id, at))
        elif any(guard.name == "paid" for guard in stage.leave_when):
            if self.plot.oddity == "part":
                self._at((self.now + moment) // 2, lambda at: self.pay(at, self.amount // 2, "prepayment"))
                self._at(moment, lambda at: self.pay(at, self.amount - self.amount // 2, "remainder"))
            else:
                self._at(moment, lambda at: self.pay(at, self.amount, "payment"))
            self._at(self.now - 1, lambda at: self.move(stage, self.stages[to].id, at))
        else:
            self._at(moment, lambda at: self.move(stage, self.stages[to].id, at))

    def _as_it_stands(self, place: int, stage: Stage) -> None:
        """The last acts of a living deal: its oddity, and the next step that it stands with."""
        middle = max(self.now - 5, 2)
        if self.plot.oddity == "part":
            self._at(middle, lambda at: self.pay(at, self.amount // 2, "prepayment"))
        if self.plot.oddity == "void":
            self._at(middle, lambda at: self.pay(at, self.amount // 4, "payment"))
            self._at(middle - 30, self.void)
        if self.plot.oddity in ("offered", "handover_returned"):
            self._at(middle, self.offer)
        if self.plot.oddity == "handover_returned":
            self._at(middle - 60, self.give_project_back)
        self._at(max(self.now - 10, 1), lambda at: self.plan_last(stage, at))

    def _hand_over(self) -> None:
        end = self.plot.ended
        if self.plot.oddity == "handover_returned":
            self._at(end + 200, self.offer)
            self._at(end + 120, self.give_project_back)
        self._at(end + 45, self.offer)
        self._at(end, self.accept)
        if self.plot.oddity == "refund":
            self._at(end - 2 * 540, self.refund)

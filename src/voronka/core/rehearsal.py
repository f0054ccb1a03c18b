"""A draft tried on the past: which moves of one deal it would have refused, and where the deal would stand now."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from voronka.core import closing
from voronka.core import events as e
from voronka.core.deal import Deal, Stamp, apply
from voronka.core.decision import Unmet
from voronka.core.guards import Facts, unmet
from voronka.core.process import Field, Guard, Process, Stage
from voronka.core.workdays import Calendar

WON: Final = "=won"
LOST: Final = "=lost"
UNKNOWN_THEN: Final = frozenset({"instruction_acknowledged"})
"""What the past can't answer: nobody could have read a text that was written later."""

Told = Iterable[tuple[e.Event, Stamp]]
Check = Callable[[str, Deal, tuple[Field, ...]], bool]


@dataclass(frozen=True, slots=True)
class Stopped:
    """A condition of the draft's stage that a move did not meet; `refused` where it is kept strictly."""

    stage: str
    guard: str
    arg: object
    refused: bool


@dataclass(slots=True)
class Rehearsed:
    """One deal: how many moves, those that would have been refused or warned of, where it stands and would stand.

    `stands` and `would_stand` are stages of the draft, `=won` or `=lost`; empty where the draft has no such stage.
    """

    key: int
    process: str
    moves: int = 0
    refused: int = 0
    stopped: list[Stopped] = field(default_factory=list)
    stands: str = ""
    would_stand: str = ""

    @property
    def elsewhere(self) -> bool:
        """Would the deal stand elsewhere now?"""
        return bool(self.stands and self.would_stand) and self.stands != self.would_stand


class Rehearsal:
    """A draft, made ready to be tried on many deals; `stages` leads from the stages of the past to its own."""

    def __init__(
        self,
        draft: Process,
        stages: Mapping[str, str],
        check: Check | None = None,
        calendar: Calendar | None = None,
    ) -> None:
        self.draft, self.stages, self.check = draft, stages, check
        self.calendar = calendar or Calendar()
        self.places = {stage.id: place for place, stage in enumerate(draft.cycle.stages)}
        self.asked = {
            stage.id: tuple(one for one in stage.leave_when if one.name not in UNKNOWN_THEN)
            for stage in draft.cycle.stages
        }

    def try_on(self, told: Told, key: int) -> Rehearsed | None:
        """Try the draft on a deal's facts, in their order; None for a deal of another process, or one whose
        past another system tells: it has never gone by our rules.
        """
        deal: Deal | None = None
        found = Rehearsed(key, "")
        here, back_from, excused = "", "", False
        for event, stamp in told:
            if isinstance(event, e.DealOpened):
                if event.process != self.draft.key or event.imported is not None:
                    return None
                found.process = event.process
                here = self.stages.get(event.stage, self.draft.first_stage.id)
            if deal is not None:
                match event:
                    case e.DealExceptionGranted():
                        excused = True
                    case e.DealMoved():
                        here = self._moved(found, deal, event, stamp, here, excused)
                        back_from, excused = "", False
                    case e.DealReturned():
                        back_from, here = here, self._back(found, deal, event.frm, event.to, here)
                    case e.DealMoveUndone():
                        # A return that is undone leads where the rules had let the deal come before it.
                        here, back_from = back_from or self._nearer(here, event.to), ""
                    case e.DealWon():
                        here = self._won(found, deal, stamp, here)
                    case e.DealReopened() | e.DealWinRevoked():
                        here = self._nearer(here, event.stage)
            deal = apply(deal, event, stamp, key)
        if deal is None:
            return None
        return self._ended(found, deal, here)

    def _ended(self, found: Rehearsed, deal: Deal, here: str) -> Rehearsed:
        match deal.status:
            case "won":
                found.stands, found.would_stand = WON, here
            case "lost":
                found.stands = found.would_stand = LOST
            case _:
                found.stands, found.would_stand = self.stages.get(deal.stage, ""), here
        return found

    def _moved(
        self, found: Rehearsed, deal: Deal, event: e.DealMoved, stamp: Stamp, here: str, excused: bool
    ) -> str:
        """The move as it was, tried by itself; then the deal goes as far as the draft lets it, from where it is."""
        found.moves += 1
        frm, to = self.stages.get(event.frm, ""), self.stages.get(event.to, "")
        if excused:
            return to or here
        if not to:
            # The draft has no such stage: what leaving the one before asks is all that can be tried.
            if frm:
                self._count(found, list(self._lacking(self._at(deal, self.draft.stage(frm), stamp), frm)))
            return here
        ahead = self.places[here] < self.places[to] if here in self.places else False
        if not frm:
            reached, stopped = self._go(deal, stamp, here, to) if ahead else (here, [])
            self._count(found, stopped)
            return reached
        if self.places[frm] >= self.places[to]:
            return here
        reached, stopped = self._go(deal, stamp, frm, to)
        self._count(found, stopped)
        if here in ("", WON, frm):
            return reached
        return self._go(deal, stamp, here, to)[0] if ahead else here

    def _count(self, found: Rehearsed, stopped: list[Stopped]) -> None:
        found.stopped += stopped
        found.refused += any(one.refused for one in stopped)

    def _go(self, deal: Deal, stamp: Stamp, frm: str, to: str) -> tuple[str, list[Stopped]]:
        """How far the deal comes on the way, and what stood or stands in it."""
        stopped: list[Stopped] = []
        stages = self.draft.cycle.stages[self.places[frm] : self.places[to]]
        for stage in stages:
            facts = self._at(deal, stage, stamp)
            if stage.id != frm and self._skipped(facts, stage):
                continue
            lacks = list(self._lacking(facts, stage.id))
            stopped += lacks
            if any(one.refused for one in lacks):
                return stage.id, stopped
        return to, stopped

    def _lacking(self, facts: Facts, stage: str) -> Iterator[Stopped]:
        for asked in self.asked[stage]:
            if unmet(facts, (asked,)):
                yield Stopped(stage, asked.name, asked.arg, asked.mode == "enforce")

    def _skipped(self, facts: Facts, stage: Stage) -> bool:
        condition = self.draft.cycle.may_skip.get(stage.id)
        if condition is None or facts.check is None:
            return False
        return facts.check(condition, facts.deal, self.draft.cycle.fields)

    def _at(self, deal: Deal, stage: Stage, stamp: Stamp) -> Facts:
        """The facts of the moment, as the draft's guards see them on this stage."""
        if deal.stage != stage.id:
            before, after = deal.stage + "/", stage.id + "/"
            done = {after + one.removeprefix(before) for one in deal.steps if one.startswith(before)}
            deal = replace(deal, stage=stage.id, steps=deal.steps | done)
        return Facts(self.draft, deal, stamp.at, self.check, self.calendar)

    def _back(self, found: Rehearsed, deal: Deal, frm: str, to: str, here: str) -> str:
        found.moves += 1
        if not self.draft.cycle.may_return:
            found.refused += 1
            found.stopped.append(Stopped(self.stages.get(frm, ""), "return_allowed", None, True))
            return here
        return self._nearer(here, to)

    def _nearer(self, here: str, to: str) -> str:
        """Back with the deal, where it went back further than it would stand."""
        back = self.stages.get(to, "")
        if here == WON:
            return back or self.draft.last_stage.id
        if not back or here not in self.places:
            return here
        return back if self.places[back] < self.places[here] else here

    def _won(self, found: Rehearsed, deal: Deal, stamp: Stamp, here: str) -> str:
        """A win asks for the draft's share of the money, on its last stage."""
        found.moves += 1
        last = self.draft.last_stage
        lacks = closing.lacking_for_win(self._at(deal, last, stamp))
        if lacks:
            found.refused += 1
            found.stopped += [Stopped("", one.guard, _argument(one, self.draft), True) for one in lacks]
            return here
        if here not in self.places or self._go(deal, stamp, here, last.id)[0] == last.id:
            return WON
        return self._go(deal, stamp, here, last.id)[0]


def _argument(lack: Unmet, draft: Process) -> object:
    return draft.closing.paid if lack.guard == "paid" else None


def as_guard(stopped: Stopped) -> Guard:
    """The condition itself, to be said in words."""
    arg = stopped.arg
    return Guard(stopped.guard, arg if isinstance(arg, int | str | tuple) else None)

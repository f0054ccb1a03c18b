"""How control was held in the demo, and how it lapsed: the notes of daily meetings, and those of the owner."""

from datetime import datetime
from random import Random

from voronka.actions import cycle
from voronka.core.access import Actor
from voronka.demo import truth
from voronka.demo.company import Company
from voronka.demo.days import DAY
from voronka.demo.inquiries import Act, act
from voronka.demo.plots import Plotter

MEETING, OWNER = 70, 400
"""Minutes of the day at which the meeting's decisions are written down, and at which the owner looks at deals."""


class Control:
    """Writes on deals that are open at the moment, as long as control is held."""

    def __init__(self, company: Company, dice: Random) -> None:
        self.company, self.dice = company, dice

    def note(self, word: str, by: Actor, at: datetime) -> None:
        """What was said of some deal."""
        if going := list(self.company.going):
            key = going[self.dice.randrange(len(going))]
            text = self.dice.choice(self.company.speech.notes[word])
            cycle.add_note(key=key, text=text, by=by, at=at)


def meetings(company: Company, plotter: Plotter, dice: Random) -> list[Act]:
    """The head of sales writes down what meetings decide, twice a week; the owner looks once. Then nobody does."""
    control, told = Control(company, dice), []
    head, owner = company.actors["head"], company.actors["owner"]

    def say(day: int, minute: int, word: str, by: Actor) -> None:
        told.append(act(day * DAY + minute, lambda at: control.note(word, by, at), dice))

    for week in range(plotter.first, truth.WEEKS):
        days = company.days.week_days(week - plotter.first)
        if not days or (week == plotter.first and len(days) < 2):
            continue
        if week == truth.UNWATCHED.start:
            say(days[0], MEETING, "control_lost", head)
        if week == truth.UNWATCHED.stop:
            say(days[0], MEETING, "control_back", owner)
        if week == truth.RENEWED:
            say(days[0], MEETING + 30, "renewed", head)
        if plotter.watched(week):
            for day in days[1::2]:
                say(day, MEETING, "meeting", head)
            say(days[-1], OWNER, "owner_looks", owner)
    return told

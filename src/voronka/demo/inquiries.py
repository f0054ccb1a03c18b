"""How people turn to the company without becoming a deal: questions, offers, letters that nobody answered."""

from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random

from voronka.actions import entry
from voronka.demo import truth
from voronka.demo.company import Caller, Company, Crowd
from voronka.demo.days import DAY
from voronka.demo.door import MARKS
from voronka.demo.plots import Plotter
from voronka.demo.quotas import Deck, Quota

Act = tuple[int, Callable[[datetime], object]]
"""A position of the story in seconds, and what happens then."""


def act(position: int, do: Callable[[datetime], object], dice: Random) -> Act:
    """Something that happens within this minute."""
    return position * 60 + dice.randrange(50), do


class Talk:
    """One inquiry that is no lead, with its answer."""

    def __init__(self, company: Company, caller: Caller, channel: str, dice: Random) -> None:
        self.company, self.caller, self.channel, self.dice = company, caller, channel, dice
        self.support = company.actors["support"]
        self.number = dice.randrange(1000)
        self.key = 0
        self.origin: Mapping[str, str] = {}

    def acts(self, word: str, received: int, in_time: bool) -> list[Act]:
        """Received, answered where there is something to answer, closed as what it was."""
        told = [act(received, lambda at: self.receive(word, at), self.dice)]
        closed = received + self.dice.randrange(60, 200)
        if word == "consultation":
            after = self.dice.randrange(4, 27) if in_time else self.dice.randrange(60, 400)
            told.append(act(received + after, lambda at: self.answer("consultation_answer", at), self.dice))
            closed += after
        told.append(act(closed, lambda at: self.close(word, at), self.dice))
        return told

    def say(self, word: str) -> str:
        """Something that people say of this; an answer belongs to its question."""
        sayings = self.company.speech.notes.get(word) or ("",)
        return sayings[self.number % len(sayings)]

    def receive(self, word: str, at: datetime) -> None:
        """It came; whoever came here for the first time is written down."""
        contact = self.caller.keep(self.support, at)[1]
        told = entry.receive_inquiry(
            channel=self.channel,
            contact=contact,
            message=self.say(word),
            service_questions=1 if word == "message" else 0,
            origin=self.origin,
            by=self.support,
            at=at,
        )
        assert told.noun == "inquiry", "the demo's passport must not call a single question a lead"
        self.key = told.key

    def answer(self, word: str, at: datetime) -> None:
        """We wrote back."""
        entry.answer_inquiry(key=self.key, message=self.say(word), by=self.support, at=at)

    def close(self, as_what: str, at: datetime) -> None:
        """It was no lead."""
        note = self.say("consultation_close") if as_what == "consultation" else ""
        told = entry.close_inquiry(key=self.key, as_what=as_what, note=note, by=self.support, at=at)
        assert told.done, told.refused

    def ask_again(self, message: str, at: datetime) -> None:
        """They wrote once more, and nobody counted what they asked."""
        entry.add_message(key=self.key, message=message, by=self.support, at=at)


def talks(company: Company, plotter: Plotter, crowd: Crowd, dice: Random) -> list[Act]:
    """All inquiries that did not become deals, the last ones open."""
    kinds, channels = Deck(truth.NO_LEADS, dice), Deck(truth.CHANNELS, dice)
    in_time = {held: Quota(dice) for held in (True, False)}
    told: list[Act] = []
    for week, count in enumerate(plotter.counts(truth.INQUIRIES_A_WEEK - truth.LEADS_A_WEEK)):
        held = plotter.watched(week + plotter.first)
        for received in plotter.moments(week, count):
            talk = Talk(company, crowd.passer_by(), channels.draw(), dice)
            told += talk.acts(kinds.draw(), received, in_time[held].take(truth.IN_TIME[held]))
    return told + _open(company, crowd, channels, dice) + _missed(company, crowd, dice)


def _open(company: Company, crowd: Crowd, channels: Deck, dice: Random) -> list[Act]:
    """Those who wait for an answer or for their brief on the morning of the day."""
    told: list[Act] = []
    for number in range(truth.LIVING.waiting):
        received = company.days.end - 22 - number * 130
        talk = Talk(company, crowd.passer_by(), channels.draw(), dice)
        talk.number = dice.randrange(3) + 3 * number
        talk.origin = MARKS[number % len(MARKS)]
        told.append(act(received, lambda at, talk=talk: talk.receive("message", at), dice))
        if number >= 2:
            told.append(act(received + 17, lambda at, talk=talk: talk.answer("answer", at), dice))
    return told


def _missed(company: Company, crowd: Crowd, dice: Random) -> list[Act]:
    """One who asked three times, and whom nobody ever answered."""
    _first, *later = company.speech.notes["missed"]
    talk = Talk(company, crowd.passer_by(), "site_form", dice)
    begins = company.days.end - 6 * DAY + 75
    told = [act(begins, lambda at: talk.receive("missed", at), dice)]
    talk.number = 0
    for number, message in enumerate(later, start=1):
        when = begins + number * 2 * DAY + 31 * number
        told.append(act(when, lambda at, message=message: talk.ask_again(message, at), dice))
    return told

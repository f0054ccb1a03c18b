"""How people turn to the company: the inquiries that become deals, those that are none, those that wait."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from voronka.actions import entry
from voronka.demo.company import Caller, Company, Crowd
from voronka.demo.days import DAY

Act = tuple[datetime, Callable[[datetime], object]]
OPEN, CONSULTATIONS, OTHERS = 4, 3, 5
WEIGHTS = (9, 5, 3, 4, 4, 2)
"""How often the channels of the passport are used, in their order."""


def channel(company: Company, dice: Random) -> str:
    """Where this one came from."""
    known = [one.id for one in company.process.entry.channels]
    weights = [*WEIGHTS, *([1] * len(known))][: len(known)]
    return dice.choices(known, weights)[0]


class Talk:
    """One inquiry that is no lead (yet), with its answer."""

    def __init__(self, company: Company, caller: Caller, dice: Random, received: int, word: str) -> None:
        self.company, self.caller, self.dice = company, caller, dice
        self.received, self.word = received, word
        self.key = 0

    def acts(self, answered: bool = True, closed: str = "") -> list[Act]:
        """Received, answered, closed as what it was."""
        told: list[Act] = [(self.company.days.ago(self.received), self.receive)]
        if answered:
            told.append((self.company.days.ago(self.received - self.dice.randrange(6, 28)), self.answer))
        if closed:
            after = self.received - self.dice.randrange(60, 200)
            told.append((self.company.days.ago(after), lambda at: self.close(closed, at)))
        return told

    def say(self, word: str) -> str:
        """Something that people say of this; an answer belongs to its question."""
        sayings = self.company.speech.notes.get(word) or ("",)
        return sayings[self.received % len(sayings)]

    def receive(self, at: datetime) -> None:
        """It came; whoever came here for the first time is written down."""
        support = self.company.actors["support"]
        contact = self.caller.keep(support, at)[1]
        told = entry.receive_inquiry(
            channel=channel(self.company, self.dice),
            contact=contact,
            message=self.say(self.word),
            service_questions=1 if self.word == "message" else 0,
            by=support,
            at=at,
        )
        assert told.noun == "inquiry", "the demo's passport must not call a single question a lead"
        self.key = told.key

    def answer(self, at: datetime) -> None:
        """We wrote back."""
        word = "consultation_answer" if self.word == "consultation" else "answer"
        entry.answer_inquiry(key=self.key, message=self.say(word), by=self.company.actors["support"], at=at)

    def close(self, as_what: str, at: datetime) -> None:
        """It was no lead."""
        note = self.say("consultation_close") if as_what == "consultation" else ""
        by = self.company.actors["support"]
        told = entry.close_inquiry(key=self.key, as_what=as_what, note=note, by=by, at=at)
        assert told.done, told.refused


def talks(company: Company, crowd: Crowd, dice: Random) -> list[Act]:
    """All inquiries that did not become deals."""
    known = [one.id for one in company.process.entry.not_a_lead]
    told: list[Act] = []
    if "consultation" in known:
        for number in range(CONSULTATIONS):
            received = (4 + 9 * number) * DAY + dice.randrange(200, 480)
            told += Talk(company, crowd.next(), dice, received, "consultation").acts(closed="consultation")
    others = [word for word in known if word != "consultation"]
    for number in range(OTHERS if others else 0):
        word = others[number % len(others)]
        received = dice.randrange(2, 60) * DAY + dice.randrange(210, 480)
        told += Talk(company, crowd.next(), dice, received, word).acts(answered=False, closed=word)
    for number in range(OPEN):
        received = 25 + number * 130
        told += Talk(company, crowd.next(), dice, received, "message").acts(answered=number >= 2)
    return told

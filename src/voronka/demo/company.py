"""The demo company's people, the chance that the story is drawn with, and what both give to every life."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password

from voronka.actions import clients, files, people
from voronka.core.access import SYSTEM, Actor
from voronka.demo.days import Days
from voronka.demo.slip import slip
from voronka.demo.speech import Client, Speech
from voronka.store.models import Person

PASSWORD = "voronka-demo"
DOMAIN = "demo.voronka"
ROLES = {
    "owner": "owner",
    "head": "head",
    "manager": "manager",
    "other_manager": "manager",
    "support": "support",
    "curator": "curator",
    "accountant": "accountant",
}
"""Who works here: the word of their address, and the system role."""


def address(word: str) -> str:
    """With which address this person signs in."""
    return f"{word.replace('_', '-')}@{DOMAIN}"


@dataclass
class Company:
    """The people, the clock and the words; numbers of papers and the deals that are open are kept here."""

    days: Days
    speech: Speech
    actors: dict[str, Actor]
    papers: dict[str, int] = field(default_factory=dict)
    going: dict[int, Actor] = field(default_factory=dict)
    """Deals that are open at the moment that is told, with their managers."""

    def paper(self, kind: str) -> int:
        """The next number of a contract, an invoice or a slip."""
        self.papers[kind] = self.papers.get(kind, 100) + 1
        return self.papers[kind]

    def proof(self, amount: int, currency: str, by: Actor, at: datetime) -> int:
        """A payment slip, kept as a file; its id."""
        number = self.paper("slip")
        day = at.astimezone(self.days.calendar.zone).date()
        content = slip(number, day, amount, currency)
        name = self.speech.slip.format(number)
        return files.keep_file(name=name, content=io.BytesIO(content), by=by, at=at)


def take_on(speech: Speech, at: datetime) -> dict[str, Actor]:
    """Everybody who works in the company, as actors by their word."""
    taken = {}
    for word, role in ROLES.items():
        key = people.add_person(
            email=address(word),
            name=speech.staff[word],
            role=role,
            language=speech.language,
            by=SYSTEM,
            at=at,
        )
        taken[word] = Actor("person", key, role)
    # One password that everybody is told: hashed once, for seven times would be a second of the first start.
    keys = [actor.id for actor in taken.values()]
    Person.objects.filter(pk__in=keys).update(password=make_password(PASSWORD), tour=1)
    return taken


class Crowd:
    """Those who turn to the company: many companies, some of which come again, and people of their own."""

    LATEST = 50
    """The last leads are those of the board: their companies are drawn by hand."""

    def __init__(self, speech: Speech, dice: Random) -> None:
        self.speech, self.dice = speech, dice
        self._drawn = dice.sample(speech.clients, len(speech.clients))
        trades = [(trade, name) for trade in speech.trades for name in speech.names]
        self._trades = dice.sample(trades, len(trades))
        pairs = [(name, 1) for name in speech.women] + [(name, 0) for name in speech.men]
        names = [(*pair, last) for pair in pairs for last in speech.surnames]
        self._names = dice.sample(names, len(names))
        self._met: list[Caller] = []

    def leads(self, count: int) -> Iterator["Caller"]:
        """Those who become leads: now and then an old client, or somebody who buys for themselves."""
        for number in range(count):
            latest = number >= count - self.LATEST
            chance = self.dice.random()
            if chance < 0.07 and len(self._met) > 200 and not latest:
                # Those of the last weeks are left alone: their first deal may not have begun yet.
                yield self._again(self._met[self.dice.randrange(len(self._met) - 150)])
            elif chance < (0.12 if latest else 0.2):
                yield self.passer_by()
            else:
                caller = self._caller(self._drawn.pop() if latest and self._drawn else self._company())
                self._met.append(caller)
                yield caller

    def passer_by(self) -> "Caller":
        """A person without a company."""
        return self._caller(None)

    def _company(self) -> Client:
        trade, name = self._trades.pop()
        return self.speech.company(trade, name, self.dice.choice(trade.wishes))

    def _again(self, met: "Caller") -> "Caller":
        about = met.client.about if met.client else ""
        wishes = [one for trade in self.speech.trades if trade.about == about for one in trade.wishes]
        return replace(met, wish=self.dice.choice(wishes or self.speech.wishes), kept=met.kept)

    def _caller(self, client: Client | None) -> "Caller":
        name, woman, surname = self._names.pop()
        number = self.dice.randrange(10_000_000)
        parts = (number // 10_000, number // 100 % 100, number % 100, self.dice.choice(AREAS))
        return Caller(
            name=f"{name} {surname[woman]}",
            phone=self.speech.phone.format(*parts),
            post=self.dice.choice(self.speech.posts) if client else "",
            client=client,
            wish=client.wish if client else self.dice.choice(self.speech.wishes),
        )


AREAS = (202, 206, 212, 215, 303, 305, 312, 404, 415, 503, 512, 602, 612, 617, 702, 713, 801, 813, 901, 916)
"""Where numbers with 555-01 in the middle are kept free for stories."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A person with what they want, alone or for a company; written down once, when they come first."""

    name: str
    phone: str
    post: str
    client: Client | None
    wish: str
    kept: list[tuple[int | None, int]] = field(default_factory=list)

    def keep(self, by: Actor, at: datetime) -> tuple[int | None, int]:
        """Write them down as a client; the keys of the company and of the contact."""
        if not self.kept:
            self.kept.append(self._write(by, at))
        return self.kept[0]

    def _write(self, by: Actor, at: datetime) -> tuple[int | None, int]:
        company = None
        if self.client is not None:
            company = clients.save_company(
                name=self.client.name,
                about=self.client.about,
                site=f"https://{self.client.domain}",
                by=by,
                at=at,
            )
        mail = f"info@{self.client.domain}" if self.client else ""
        contact = clients.save_contact(
            name=self.name, phone=self.phone, email=mail, post=self.post, company=company, by=by, at=at
        )
        return company, contact

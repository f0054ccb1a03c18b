"""The demo company's people, the chance that the story is drawn with, and what both give to every life."""

import io
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password

from voronka.actions import clients, files, people
from voronka.core.access import SYSTEM, Actor
from voronka.core.process import Process
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
    """The people, the passport that holds, the clock and the words; numbers of papers are counted here."""

    process: Process
    days: Days
    speech: Speech
    actors: dict[str, Actor]
    papers: dict[str, int] = field(default_factory=dict)

    def paper(self, kind: str) -> int:
        """The next number of a contract, an invoice or a slip."""
        self.papers[kind] = self.papers.get(kind, 100) + 1
        return self.papers[kind]

    def proof(self, amount: int, by: Actor, at: datetime) -> int:
        """A payment slip, kept as a file; its id."""
        number = self.paper("slip")
        day = at.astimezone(self.days.calendar.zone).date()
        content = slip(number, day, amount, self.process.currency)
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
    Person.objects.filter(pk__in=keys).update(password=make_password(PASSWORD))
    return taken


class Crowd:
    """Those who turn to the company: every company once, then people of their own."""

    def __init__(self, speech: Speech, dice: Random) -> None:
        self.speech, self.dice = speech, dice
        self._companies = dice.sample(speech.clients, len(speech.clients))
        pairs = [(name, 1) for name in speech.women] + [(name, 0) for name in speech.men]
        self._names = dice.sample([(*pair, last) for pair in pairs for last in speech.surnames], 400)
        self._phones = dice.sample(range(10_000_000), 400)

    def next(self) -> "Caller":
        """The next caller."""
        name, woman, surname = self._names.pop()
        number = self._phones.pop()
        client = self._companies.pop() if self._companies and self.dice.random() < 0.8 else None
        parts = (number // 10_000, number // 100 % 100, number % 100)
        return Caller(
            name=f"{name} {surname[woman]}",
            phone=self.speech.phone.format(*parts),
            post=self.dice.choice(self.speech.posts) if client else "",
            client=client,
            wish=client.wish if client else self.dice.choice(self.speech.wishes),
        )


@dataclass(frozen=True, slots=True)
class Caller:
    """A person with what they want, alone or for a company."""

    name: str
    phone: str
    post: str
    client: Client | None
    wish: str

    def keep(self, by: Actor, at: datetime) -> tuple[int | None, int]:
        """Write them down as a client; the keys of the company and of the contact."""
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

"""Crowds of deals for benches and for tests of growth: built through the bulk door, so that verify agrees."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from voronka.actions import indexing, passport, people
from voronka.core import events as e
from voronka.core.access import SYSTEM, Actor
from voronka.core.clients import fold_name
from voronka.core.process import Process
from voronka.demo.speech import speech
from voronka.demo.versions import FOLDER
from voronka.store import bulk, names, values
from voronka.store.bulk import Fact, Told
from voronka.store.models import Company, Contact, Text

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""The bench's present: a Monday noon in Moscow."""
OPEN = 0.05
ON_LAST = 20
"""Open deals on the last two stages, in any crowd."""
MANAGERS = 10
PASSWORD = "a bench has no secrets"


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of the bench and the passport that holds."""

    head: Actor
    managers: tuple[Actor, ...]
    process: Process


def found(now: datetime = NOW, managers: int = MANAGERS) -> Crowd:
    """People and a passport in an empty installation."""
    born = now - timedelta(days=2000)
    text = (FOLDER / "services.ru.yaml").read_text(encoding="utf-8")
    passport.publish(text=text, by=SYSTEM, at=born, door="cli")
    head = _take_on("head", "head", "Андрей Ветров", born)
    sellers = tuple(_take_on(f"m{n}", "manager", f"Менеджер {n}", born) for n in range(managers))
    return Crowd(head, sellers, values.latest())


def _take_on(word: str, role: str, name: str, at: datetime) -> Actor:
    key = people.add_person(
        email=f"{word}@bench.example", name=name, role=role, password=PASSWORD, by=SYSTEM, at=at
    )
    return Actor("person", key, role)


def build(crowd: Crowd, count: int, *, open_share: float = OPEN, seed: int = 1, now: datetime = NOW) -> int:
    """So many deals, a share of them open; how many were built."""
    dice = Random(seed)
    clients = _clients(max(count // 3, 20), dice, now)
    steps = _texts(("Созвон по брифу", "Напомнить про договор", "Проверить оплату", "Отправить разбор"), now)
    still_open = round(count * open_share)
    notes = _notes(count, seed, now)
    told = (
        _deal(crowd, dice, clients, (steps, notes[number]), number, count, still_open, now)
        for number in range(count)
    )
    built = sum(1 for _ in bulk.build(told))
    indexing.catch_up()
    return built


_SAID = (
    "клиент просит смету", "обсудили сроки", "ждём договор", "нужны фотографии цеха", "директор в отпуске",
    "скидка не нужна", "просят похожий проект", "оплатят в понедельник", "сравнивают с подрядчиком",
    "прислали логотип", "звонок перенесли", "хотят кухню на заказ", "отправили письмо", "согласовали макет",
)  # fmt: skip


def _notes(count: int, seed: int, now: datetime) -> list[int]:
    """A note of a dozen words for every deal; one word in a hundred of them is rare."""
    dice = Random(seed + 1000)
    texts = []
    for number in range(count):
        said = dice.sample(_SAID, 4)
        if number % 100 == 0:
            said.append(f"артикул абв{number % 5000:05}")
        texts.append(Text(body=", ".join(said).capitalize() + ".", created_at=now))
    return [one.pk for one in Text.objects.bulk_create(texts, batch_size=500)]


def _clients(count: int, dice: Random, now: datetime) -> list[tuple[int, int]]:
    """Companies with a contact each; (company, contact) keys."""
    words = speech("ru")
    told = [(f"{one.name} {n}", one.about) for n in range(count) for one in (dice.choice(words.clients),)]
    companies = Company.objects.bulk_create(
        (Company(name=name, about=about, folded=fold_name(name), created_at=now) for name, about in told),
        batch_size=500,
    )
    people_told = [f"{dice.choice(words.men)} {dice.choice(words.surnames)[0]}" for _ in companies]
    contacts = Contact.objects.bulk_create(
        (
            Contact(name=name, company=company, phone=f"+7000{n:07}", folded=fold_name(name), created_at=now)
            for n, (name, company) in enumerate(zip(people_told, companies, strict=True))
        ),
        batch_size=500,
    )
    names.keep_all("company", [one.__dict__ for one in companies])
    names.keep_all("contact", [one.__dict__ for one in contacts])
    return [(one.pk, other.pk) for one, other in zip(companies, contacts, strict=True)]


def _texts(bodies: tuple[str, ...], now: datetime) -> list[int]:
    return [Text.objects.create(body=body, created_at=now).pk for body in bodies]


def _deal(
    crowd: Crowd,
    dice: Random,
    clients: list[tuple[int, int]],
    words: tuple[list[int], int],
    number: int,
    count: int,
    still_open: int,
    now: datetime,
) -> Told:
    """One deal: the last ones of the crowd are open, the others won or lost.

    Open ones fill all stages but the last two evenly, so that a page shows as many cards in any crowd.
    """
    living = number >= count - still_open
    stages = len(crowd.process.cycle.stages)
    if living:
        turn = number - (count - still_open)
        place = stages - 1 - turn % 2 if turn < ON_LAST else turn % (stages - 2)
        ended = now - timedelta(hours=dice.randrange(1, 200))
    else:
        won = dice.random() < 0.25
        place = stages - 1 if won else dice.randrange(0, stages - 2)
        ended = now - timedelta(hours=100 + (count - number) * 40_000 // count)
    company, contact = dice.choice(clients)
    owner = dice.choice(crowd.managers)
    way = _Way(crowd.process, owner, ended - timedelta(hours=30 * (place + 1)), dice)
    steps, note = words
    way.open(company, contact)
    way.add(e.NoteAdded(note))
    for passed in range(place):
        way.leave(passed)
    if living:
        due = now + timedelta(hours=dice.randrange(-100, 200))
        way.add(e.DealNextStepSet(due.isoformat(), dice.choice(steps)))
    elif won:
        way.add(e.HandoverOffered())
        way.add(e.HandoverAccepted())
        way.add(e.DealWon(way.amount, way.amount))
    else:
        way.add(e.DealLost(crowd.process.cycle.stages[place].id, "price"))
    return Told(way.facts, dice.choice(("Сайт под ключ", "Реклама", "Соцсети", "Лендинг")))


class _Way:
    """The facts of one deal, an hour or two apart."""

    def __init__(self, process: Process, by: Actor, at: datetime, dice: Random) -> None:
        self.process, self.by, self.at, self.dice = process, by, at, dice
        self.amount = dice.randrange(30, 400) * 100_000
        self.facts: list[Fact] = []

    def open(self, company: int, contact: int) -> None:
        """The first facts."""
        first = self.process.first_stage.id
        self.add(
            e.DealOpened(
                process=self.process.key,
                version_number=self.process.version,
                stage=first,
                currency=self.process.currency,
                amount=self.amount,
                owner=self.by.id,
                company=company,
                contact=contact,
                channel="site_form",
                brief_filled=True,
            )
        )

    def add(self, event: e.Event) -> None:
        """One more fact."""
        self.at += timedelta(minutes=self.dice.randrange(20, 200))
        self.facts.append((event, self.at, self.by))

    def leave(self, place: int) -> None:
        """What a stage asks for, and the move."""
        stage, following = self.process.cycle.stages[place : place + 2]
        for step in stage.steps:
            self.add(e.DealStepDone(stage.id, step.id))
        for guard in stage.leave_when:
            match guard.name:
                case "call_logged":
                    self.add(e.CallLogged())
                case "recording_sent":
                    self.add(e.RecordingSent())
                case "contract_signed":
                    self.add(e.ContractSigned(self.amount))
                case "invoice_sent":
                    self.add(e.InvoiceSent(self.amount))
                case "paid":
                    paid = f"b{self.dice.getrandbits(60):015x}"
                    day = self.at.date().isoformat()
                    self.add(e.PaymentReceived(paid, self.amount, self.process.currency, day))
        money = any(guard.name == "paid" for guard in stage.leave_when)
        self.add(e.DealMoved(stage.id, following.id, "money" if money else "person"))

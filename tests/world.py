"""The people of the story, their published passport, and deals led through real actions to where a test begins."""

import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from voronka.actions import closing, cycle, entry, files, passport, people
from voronka.core.access import SYSTEM, Actor
from voronka.core.process import (
    Channel,
    Closing,
    Cycle,
    Entry,
    Field,
    Guard,
    LostReason,
    Offer,
    Owner,
    Process,
    Product,
    Role,
    Span,
    Stage,
    Step,
)
from voronka.store import values
from voronka.store.models import Person

MONDAY: Final = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)
"""Ten in the morning in Moscow, the day on which the story begins."""
PASSWORD: Final = "пустой стакан 7"
PEOPLE: Final = {
    "owner": ("owner", "Вера Львова"),
    "head": ("head", "Илья Ремнёв"),
    "manager": ("manager", "Анна Ким"),
    "other_manager": ("manager", "Олег Бут"),
    "support": ("support", "Юлия Цой"),
    "curator": ("curator", "Пётр Гай"),
    "marketer": ("marketer", "Лев Ясин"),
    "accountant": ("accountant", "Нина Ор"),
}
STAGES: Final = ("brief", "call", "contract", "payment", "handover")
PASSPORT: Final = (Path(__file__).parent / "samples/services.yaml").read_text(encoding="utf-8")
PRICE: Final = 12_000_000
"""What a deal of the story costs: 120,000 roubles in kopecks."""

# The same passport as the rules read it, for tests that need no database.
SERVICES: Final = Process(
    key="services",
    title="Продажи услуг",
    version=1,
    language="ru",
    currency="RUB",
    owner=Owner(
        "head", (Role("head", "Руководитель продаж", "head"), Role("manager", "Менеджер", "manager"))
    ),
    cycle=Cycle(
        stages=(
            Stage(
                "brief",
                "Бриф",
                purpose="Понять задачу и бюджет",
                norm=Span(2, "d"),
                steps=(Step("brief_sent", "Бриф отправлен"), Step("brief_read", "Бриф разобран")),
                leave_when=(Guard("brief_filled"), Guard("next_step_set")),
            ),
            Stage("call", "Созвон", norm=Span(3, "d"), leave_when=(Guard("call_logged"),)),
            Stage("contract", "Договор", norm=Span(4, "d"), leave_when=(Guard("contract_signed"),)),
            Stage("payment", "Оплата", norm=Span(5, "d"), leave_when=(Guard("paid", 100),)),
            Stage("handover", "Передача", norm=Span(1, "d")),
        ),
        lost_reasons=(LostReason("price", "Дорого"), LostReason("silence", "Пропал", Span(21, "d"))),
        fields=(Field("site", "Адрес сайта"), Field("goal", "Чего хочет клиент")),
    ),
    entry=Entry(
        lead_when="inquiry.brief_filled",
        channels=(Channel("site_form", "Форма на сайте"), Channel("phone", "Телефон")),
        not_a_lead=(Channel("vacancy", "Вакансия"), Channel("spam", "Спам")),
        answer_within=Span(30, "m"),
        first_step="brief",
        fields=(Field("source", "Кто посоветовал"),),
    ),
    closing=Closing(paid=100),
    product=Product(
        result="Оплаченный проект, принятый производством",
        accept_when=(Guard("brief_filled"), Guard("contract_signed"), Guard("paid", 100)),
        offers=(Offer("audit", "Аудит", 900_000), Offer("site", "Сайт под ключ", PRICE)),
    ),
)


@dataclass
class World:
    """A company on a Monday morning. People are actors; `now` is the story's clock."""

    owner: Actor
    head: Actor
    manager: Actor
    other_manager: Actor
    support: Actor
    curator: Actor
    marketer: Actor
    accountant: Actor
    process: Process = SERVICES
    now: datetime = MONDAY
    stranger: Actor = field(default=Actor("client"))

    @classmethod
    def found(cls, text: str = PASSPORT) -> "World":
        """Take people on and publish the passport."""
        values.forget_processes()
        actors = {}
        for word, (role, name) in PEOPLE.items():
            key = people.add_person(
                email=address(word), name=name, role=role, password=PASSWORD, by=SYSTEM, at=MONDAY
            )
            actors[word] = Actor("person", key, role)
        passport.publish(text=text, by=SYSTEM, at=MONDAY, door="cli")
        return cls(**actors, process=values.latest())

    def person(self, word: str) -> Person:
        """The row of `manager`, `curator`, ..., for signing in."""
        return Person.objects.get(email=address(word))

    def later(self, **span: float) -> datetime:
        """Let time pass; a minute unless told otherwise."""
        self.now += timedelta(**span) if span else timedelta(minutes=1)
        return self.now

    def file(self, content: bytes = b"%PDF-1.4 bank slip", *, by: Actor | None = None) -> int:
        """A file to attach as a proof; only who sent it may name it, or who sees all."""
        who = by or self.manager
        return files.keep_file(name="slip.pdf", content=io.BytesIO(content), by=who, at=self.now)

    def deal(self, *, by: Actor | None = None, **told: Any) -> int:
        """A deal on the first stage, about which nothing is known but its title."""
        told = {"title": "Сайт пекарни", "channel": "site_form", **told}
        return entry.open_deal(by=by or self.manager, at=self.later(), **told).key

    def deal_at(self, stage: str, *, by: Actor | None = None, ready: bool = False, **told: Any) -> int:
        """A deal that went by the rules to this stage; `ready`: with all that leaving it asks for."""
        who = by or self.manager
        key = self.deal(by=who, **told)
        for place, passed in enumerate(STAGES[: STAGES.index(stage) + 1]):
            if passed != stage or ready:
                self.fulfil(key, passed, by=who)
            if passed not in (stage, "payment"):  # money moves a deal by itself
                done = cycle.move_deal(key=key, to=STAGES[place + 1], by=who, at=self.later())
                assert done.done, done.refused
        return key

    def fulfil(self, key: int, stage: str, *, by: Actor | None = None) -> None:
        """Do what leaving this stage asks for."""
        who = by or self.manager
        match stage:
            case "brief":
                cycle.log_evidence(key=key, what="brief", by=who, at=self.later())
                due = self.now + timedelta(days=1)
                cycle.set_next_step(key=key, due=due, text="Позвонить", by=who, at=self.later())
            case "call":
                cycle.log_evidence(key=key, what="call", note="Обсудили сроки", by=who, at=self.later())
            case "contract":
                cycle.log_sum(key=key, what="contract", amount=PRICE, number="17", by=who, at=self.later())
            case "payment":
                self.pay(key, PRICE, by=by)
            case "handover":
                closing.offer_handover(key=key, by=who, at=self.later())

    def pay(self, key: int, amount: int = PRICE, *, by: Actor | None = None) -> Any:
        """Money comes, by hand with a proof."""
        at = self.later()
        return closing.receive_payment(
            key=key,
            amount=amount,
            paid_on=date(2026, 11, 16),
            proof=self.file(by=by or self.head),
            by=by or self.head,
            at=at,
        )

    def won_deal(self, *, by: Actor | None = None, **told: Any) -> int:
        """A deal that was paid for and accepted."""
        key = self.deal_at("handover", by=by, ready=True, **told)
        closing.accept_handover(key=key, by=self.curator, at=self.later())
        return key

    def lost_deal(self, *, by: Actor | None = None, **told: Any) -> int:
        """A deal that was lost for its price."""
        key = self.deal(by=by, **told)
        cycle.lose_deal(key=key, reason="price", by=by or self.manager, at=self.later())
        return key


def address(word: str) -> str:
    """The e-mail address with which `manager`, `curator`, ... sign in."""
    return f"{word}@voronka.test"


@pytest.fixture
def world(db: None) -> World:
    """A company with its people and its passport, in a test's transaction."""
    return World.found()

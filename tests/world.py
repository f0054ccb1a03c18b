"""The people of the story and their published passport, made through actions; and the moment when it is now."""

import io
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from voronka.actions import closing, cycle, entry, files
from voronka.actions import people as verbs
from voronka.actions.change import Outcome
from voronka.core import events as e
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
from voronka.core.processdata import to_data
from voronka.store import values, work
from voronka.store.models import PassportVersion, Person

at = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
"""A Friday, one o'clock in the company's day."""

PASSWORD = "correct horse"
ROLES = {
    "owner": ("Мария Соколова", "owner"),
    "head": ("Олег Дроздов", "head"),
    "manager": ("Ирина Лебедева", "manager"),
    "other_manager": ("Павел Журавлёв", "manager"),
    "support": ("Света Чайкина", "support"),
    "marketer": ("Глеб Воронов", "marketer"),
    "curator": ("Нина Галкина", "curator"),
    "accountant": ("Анна Синицына", "accountant"),
}


@dataclass(frozen=True)
class People:
    """Who works in the company: everybody as the rules know them."""

    owner: Actor
    head: Actor
    manager: Actor
    other_manager: Actor
    support: Actor
    marketer: Actor
    curator: Actor
    accountant: Actor

    def email(self, word: str) -> str:
        """The address under which one of them signs in."""
        return f"{word}@example.ru"


def people() -> People:
    """Everybody, once: the same people when it is asked again."""
    actors = {}
    for word, (name, role) in ROLES.items():
        person = Person.objects.filter(email=f"{word}@example.ru").first()
        if person is None:
            key = verbs.add_person(
                email=f"{word}@example.ru", name=name, role=role, password=PASSWORD, by=SYSTEM, at=at
            )
            person = Person.objects.get(pk=key)
        actors[word] = person.actor
    return People(**actors)


def process(number: int = 1, **changes: Any) -> Process:
    """The services of a small agency: five stages, and a win by money and hand-over."""
    answers: dict[str, Any] = {
        "key": "services",
        "title": "Продажи услуг",
        "version": number,
        "language": "ru",
        "currency": "RUB",
        "owner": Owner("head_of_sales", (Role("head_of_sales", "Руководитель продаж", "head"),)),
        "cycle": Cycle(
            (
                Stage(
                    "brief",
                    "Бриф",
                    norm=Span(2, "d"),
                    steps=(Step("brief_sent", "Бриф отправлен"), Step("brief_read", "Бриф разобран")),
                    leave_when=(Guard("brief_filled"), Guard("next_step_set")),
                ),
                Stage("call", "Созвон", norm=Span(3, "d"), leave_when=(Guard("call_logged"),)),
                Stage("contract", "Договор", norm=Span(4, "d"), leave_when=(Guard("contract_signed"),)),
                Stage("payment", "Оплата", leave_when=(Guard("paid", 100),)),
                Stage("handover", "Передача", norm=Span(1, "d")),
            ),
            lost_reasons=(LostReason("price", "Дорого"), LostReason("silence", "Пропал", Span(21, "cd"))),
            fields=(Field("site", "Сайт клиента"),),
        ),
        "entry": Entry(
            "inquiry.brief_filled || inquiry.service_questions >= 3",
            channels=(Channel("site_form", "Форма на сайте"), Channel("phone", "Телефон")),
            not_a_lead=(Channel("vacancy", "Вакансия"), Channel("spam", "Спам")),
            answer_within=Span(30, "m"),
            first_step="brief",
        ),
        "closing": Closing(100),
        "product": Product(
            "Оплаченный проект, принятый производством",
            (Guard("brief_filled"), Guard("paid", 100)),
            (Offer("audit", "Аудит", 900_000), Offer("site", "Сайт под ключ", 12_000_000)),
        ),
    }
    return Process(**{**answers, **changes})


def passport(number: int = 1, **changes: Any) -> Process:
    """The passport, published; `changes` are answers of it that this test needs otherwise."""
    made = process(number, **changes)
    values.forget_processes()
    with work.unit(by=SYSTEM, at=at, door="cli") as unit:
        digest = f"{number:064x}"
        PassportVersion.objects.create(
            process=made.key,
            number=number,
            title=made.title,
            text="voronka: 1\n",
            compiled=json.dumps(to_data(made)),
            digest=digest,
            published_at=at,
            published_by=SYSTEM.label,
        )
        unit.record_passport(made.key, e.PassportPublished(number, digest))
    return made


def open_deal(by: Actor, title: str = "Сайт для пекарни", **known: Any) -> int:
    """A new deal of this person; its key."""
    return entry.open_deal(**{"title": title, "by": by, "at": at, **known}).key


def proof(by: Actor, content: bytes = b"%PDF-1.4 paid") -> int:
    """A file that proves a payment; its key."""
    return files.keep_file(name="платёжка.pdf", content=io.BytesIO(content), by=by, at=at)


def bring_to(stage: str, key: int, by: Actor) -> None:
    """Work on the deal with everything that its stages ask, until it stands on this stage."""
    if stage == "brief":
        return
    cycle.log_evidence(key=key, what="brief", by=by, at=at)
    cycle.set_next_step(key=key, due=at + timedelta(days=1), text="Позвонить", by=by, at=at)
    _moved(cycle.move_deal(key=key, to="call", by=by, at=at))
    if stage == "call":
        return
    cycle.log_evidence(key=key, what="call", by=by, at=at)
    _moved(cycle.move_deal(key=key, to="contract", by=by, at=at))
    if stage == "contract":
        return
    cycle.log_sum(key=key, what="contract", amount=12_000_000, number="17", by=by, at=at)
    _moved(cycle.move_deal(key=key, to="payment", by=by, at=at))
    if stage == "handover":
        pay(key, 12_000_000, by)


def pay(key: int, amount: int, by: Actor) -> Outcome:
    """Money by hand, with its proof."""
    return closing.receive_payment(
        key=key, amount=amount, paid_on=date(2026, 11, 20), proof=proof(by), by=by, at=at
    )


def win(key: int, by: Actor, curator: Actor) -> None:
    """The whole way to a win."""
    bring_to("handover", key, by)
    closing.offer_handover(key=key, by=by, at=at)
    accepted = closing.accept_handover(key=key, by=curator, at=at)
    assert accepted.status == "won", accepted


def _moved(outcome: Outcome) -> None:
    assert outcome.done, outcome.refused

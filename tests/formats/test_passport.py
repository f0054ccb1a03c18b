"""A passport read: what its keys come to, and that writing it gives the same process again."""

from dataclasses import replace
from datetime import date
from json import dumps, loads

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.passports import processes
from tests.formats.test_passport_bad import GOOD, changed
from tests.house.tree import ROOT
from voronka.core.process import (
    Assign,
    CallReviews,
    Channel,
    Control,
    Field,
    Guard,
    Lapse,
    Meeting,
    Offer,
    Option,
    Part,
    PaymentMethod,
    Price,
    Process,
    Report,
    Rhythm,
    Role,
    Service,
    Span,
    Targets,
)
from voronka.core.processdata import from_data, to_data
from voronka.formats import conditions
from voronka.formats.passport import read, write


def process(text: str) -> Process:
    made = read(text).process
    assert made is not None, read(text).findings
    return made


def test_the_keys_come_to_values_of_the_core() -> None:
    made = process(GOOD)
    assert (made.key, made.title, made.language, made.currency) == ("services", "Продажи услуг", "ru", "RUB")
    assert made.owner.responsible == "head_of_sales"
    assert made.owner.roles[0] == Role("head_of_sales", "Руководитель", "head", ({"profit_share": 30},))
    assert made.cycle.stages[0].norm == Span(2, "d")
    assert made.cycle.stages[1].leave_when == (Guard("paid", 100),)
    assert made.entry.channels == (Channel("site_form", "Форма на сайте"), Channel("phone", "Телефон"))
    assert made.product.offers == (Offer("audit", "Аудит", 900_000),)
    assert made.closing.paid == 100


LATER = """
resources:
  people: [{id: support, title: Доктор поддержки}]
  services:
    - {id: telephony, title: Запись звонков, purpose: brief_filled, stages: [brief], holder: manager,
       price: 1200/month, renews: 2027-01-15, instead: Отметить вручную}
    - {id: canva, title: Договоры, price: 990}
targets:
  revenue: {2026-11: 400000, 2026-12: "450 000,50"}
  teams: {Север: {2026-11: 200000}}
  people: {anna@example.org: {2026-11: 100000}}
  norms: {average_check: 60000, conversion: {brief: 80%, payment: 7.5%}}
control:
  guardian: manager
  meetings: [{id: daily, title: Планёрка, every: weekday 9:30, minutes: 20}]
  reports: [{id: week, title: Отчёт, every: last workday 17:00, by: manager, to: [head_of_sales]}]
  call_reviews: {per_week: 5, rubric: first-call}
  lapse: {after: 2 workdays, tell: [head_of_sales]}
neighbours: [{id: marketing, gives: Оценку, gets: Обращения, form: Таблица, within: 1 workday, owner: manager}]
documents:
  - {id: first-call, title: Скрипт, kind: script, for: {stage: brief, role: manager}, acknowledge: [manager],
     text: Здравствуйте, link: "https://example.org/script"}
"""


def test_the_later_answers_come_to_values_too() -> None:
    made = process(GOOD[: GOOD.index("resources:")] + LATER.lstrip())
    telephony, canva = made.resources.services
    assert telephony == Service(
        "telephony",
        "Запись звонков",
        "brief_filled",
        ("brief",),
        "manager",
        Price(120_000, "month"),
        date(2027, 1, 15),
        "Отметить вручную",
    )
    assert canva.price == Price(99_000)
    assert made.targets == Targets(
        revenue={"2026-11": 40_000_000, "2026-12": 45_000_050},
        teams={"Север": {"2026-11": 20_000_000}},
        people={"anna@example.org": {"2026-11": 10_000_000}},
        average_check=6_000_000,
        conversion={"brief": 80, "payment": 7.5},
    )
    assert made.control == Control(
        guardian="manager",
        meetings=(Meeting("daily", "Планёрка", Rhythm("weekday", "09:30"), 20),),
        reports=(Report("week", "Отчёт", Rhythm("last workday", "17:00"), "manager", ("head_of_sales",)),),
        call_reviews=CallReviews(5, "first-call"),
        lapse=Lapse(Span(2, "d"), ("head_of_sales",)),
    )
    (marketing,) = made.neighbours
    assert (marketing.title, marketing.within, marketing.owner) == ("Маркетинг", Span(1, "d"), "manager")
    (script,) = made.documents
    assert (script.kind, script.stage, script.role, script.link) == (
        "script",
        "brief",
        "manager",
        "https://example.org/script",
    )


def test_assignment_payment_methods_package_and_fields_are_part_of_the_language() -> None:
    text = changed("  first_step: brief", "  first_step: brief\n  assign: {role: manager, by: turn}")
    text = text.replace(
        "handover: accepted}\n",
        "handover: accepted}\n  payment_methods: [card, {id: barter, title: Зачёт}]\n"
        "  package: [{id: chat, title: Рабочий чат}]\n",
    )
    text = text.replace(
        "  lost_reasons:",
        "  fields: [{id: size, title: Размер, kind: choice, required: true,\n"
        "    options: [{id: s, title: Малый}]}]\n  lost_reasons:",
    )
    made = process(text)
    assert made.entry.assign == Assign("manager", "turn")
    assert made.closing.payment_methods == (
        PaymentMethod("card", "Банковская карта"),
        PaymentMethod("barter", "Зачёт"),
    )
    assert made.closing.package == (Part("chat", "Рабочий чат"),)
    assert made.cycle.fields == (
        Field("size", "Размер", kind="choice", required=True, options=(Option("s", "Малый"),)),
    )


@pytest.mark.parametrize(
    ("written", "guard"),
    [
        ("brief_filled", Guard("brief_filled")),
        ("{guard: brief_filled, mode: warn}", Guard("brief_filled", None, "warn")),
        ("{paid: 50%, mode: observe}", Guard("paid", 50, "observe")),
        ("{fields_filled: amount}", Guard("fields_filled", ("amount",))),
        ("{fields_filled: [amount, contact]}", Guard("fields_filled", ("amount", "contact"))),
        ("deal.amount > rub(0)", Guard("expression", "deal.amount > rub(0)")),
        ('{guard: "deal.calls > 1", mode: warn}', Guard("expression", "deal.calls > 1", "warn")),
    ],
)
def test_a_guard_is_a_name_an_argument_or_an_expression_with_a_mode(written: str, guard: Guard) -> None:
    assert process(changed("[brief_filled]", f"[{written}]")).cycle.stages[0].leave_when == (guard,)


def test_a_price_is_read_in_the_currency_of_the_passport() -> None:
    assert process(changed("price: 9000", "price: 99.50")).product.offers[0].price == 9950
    in_yen = changed("title: Продажи услуг", "title: Продажи услуг\ncurrency: JPY")
    assert process(in_yen).product.offers[0].price == 9000


def test_an_unanswered_question_does_not_hinder_publishing() -> None:
    text = GOOD[: GOOD.index("product:")]
    made = process(text)
    assert not made.answered("product") and not made.answered("documents")
    assert made.answered("closing")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_example_of_the_manual_can_be_published_and_names_every_fact(language: str) -> None:
    manual = (ROOT / f"docs/guide/{language}/00-passport.md").read_text(encoding="utf-8")
    reading = read(manual.partition("```yaml\n")[2].partition("```")[0])
    assert reading.errors == ()
    assert {one.code for one in reading.gaps} == {"not_answered"}
    for name in (*conditions.INQUIRY_FACTS, *conditions.DEAL_FACTS):
        assert f"`{name}`" in manual
    for line in manual.rpartition("```\ndeal")[2].partition("```")[0].splitlines():
        text = line if line.startswith("deal") else "deal" + line
        assert conditions.problems(text, "deal") == ()


@settings(deadline=None, max_examples=30)
@given(processes)
def test_a_written_process_is_read_back_exactly(made: Process) -> None:
    reading = read(write(made))
    assert reading.errors == ()
    assert reading.process == made


@settings(deadline=None, max_examples=30)
@given(processes, st.integers(1, 99))
def test_the_compiled_process_comes_back_from_json_exactly(made: Process, number: int) -> None:
    numbered = replace(made, version=number)
    assert from_data(loads(dumps(to_data(numbered)))) == numbered

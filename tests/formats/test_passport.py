"""A passport read: what its keys come to, and that writing it gives the same process again."""

from dataclasses import replace
from json import dumps, loads

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.test_passport_bad import GOOD, changed
from tests.house.tree import ROOT
from voronka.core.guards import GUARDS
from voronka.core.process import (
    SYSTEM_ROLES,
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


def test_what_is_not_modelled_yet_is_kept_as_written() -> None:
    assert process(GOOD).rest["targets"] == {"revenue": {"2026-11": 400000}}
    kept = process(changed("control: {meetings: []}", "control: {start: 10:00, on: no, since: 2026-11-01}"))
    assert kept.rest["control"] == {"start": "10:00", "on": "no", "since": "2026-11-01"}


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


ids = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)
words = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\ufeff\ufffe\uffff"),
    min_size=1,
    max_size=12,
) | st.sampled_from(
    ["да", "no", "10:00", "1e3", "0x1F", "~", "a: b", "- a", "# x", "'", "«ёлка»", "🙂", "null"]
)
spans = st.builds(Span, st.integers(1, 9999), st.sampled_from(["d", "h", "m", "cd"]))
modes = st.sampled_from(["observe", "warn", "enforce"])
plain = sorted(name for name, one in GUARDS.items() if one.argument == "none" and name != "handover_accepted")
guards = (
    st.builds(Guard, st.sampled_from(plain), st.none(), modes)
    | st.builds(Guard, st.just("paid"), st.integers(1, 100), modes)
    | st.builds(Guard, st.just("fields_filled"), st.just(("amount", "company")), modes)
    | st.builds(Guard, st.just("expression"), st.just("deal.amount > rub(1)"), modes)
)


def tuples(inner: st.SearchStrategy, least: int = 0) -> st.SearchStrategy:
    return st.lists(
        inner, min_size=least, max_size=3, unique_by=lambda one: repr(getattr(one, "id", one))
    ).map(tuple)


fields = tuples(st.builds(Field, ids.map("f_".__add__), words, words | st.just("")))
stages = st.builds(
    Stage,
    id=ids,
    title=words,
    purpose=words | st.just(""),
    role=st.just("manager"),
    norm=st.none() | spans,
    steps=tuples(st.builds(Step, ids, words)),
    leave_when=st.lists(guards, max_size=3).map(tuple),
    instruction=words | st.just("") | st.lists(words, min_size=2, max_size=3).map("\n".join),
    documents=tuples(ids),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
roles = tuples(
    st.builds(
        Role,
        ids,
        words,
        st.sampled_from(SYSTEM_ROLES),
        tuples(
            st.fixed_dictionaries({"payment_share": st.integers(0, 100) | st.just(7.5)})
            | st.fixed_dictionaries({"plan_bonus": st.integers(0, 10**7), "at": st.integers(0, 100)})
        ),
    ),
    least=1,
)
processes = st.builds(
    Process,
    key=ids,
    title=words,
    version=st.just(0),
    language=st.sampled_from(["ru", "en"]),
    currency=st.just("RUB"),
    owner=roles.map(lambda found: Owner(found[0].id, found)),
    cycle=st.builds(
        Cycle,
        stages=tuples(stages, least=1),
        may_return=st.booleans(),
        lost_reasons=tuples(st.builds(LostReason, ids, words, st.none() | spans)),
        fields=fields,
    ),
    entry=st.builds(
        Entry,
        lead_when=st.just("inquiry.messages > 1"),
        channels=tuples(st.builds(Channel, ids, words), least=1),
        not_a_lead=tuples(st.builds(Channel, ids.map("n_".__add__), words)),
        answer_within=st.none() | spans,
        questions=fields,
    ),
    closing=st.builds(Closing, st.integers(1, 100)),
    product=st.builds(
        Product,
        words,
        st.lists(guards, max_size=2).map(tuple),
        tuples(st.builds(Offer, ids, words, st.integers(0, 10**12))),
    ),
    rest=st.dictionaries(
        st.sampled_from(["resources", "targets", "control", "neighbours", "documents"]),
        anything.filter(lambda one: one is not None),
        max_size=3,
    ),
)


@settings(deadline=None)
@given(processes)
def test_a_written_process_is_read_back_exactly(made: Process) -> None:
    reading = read(write(made))
    assert reading.errors == ()
    assert reading.process == made


@settings(deadline=None)
@given(processes, st.integers(1, 99))
def test_the_compiled_process_comes_back_from_json_exactly(made: Process, number: int) -> None:
    numbered = replace(made, version=number)
    assert from_data(loads(dumps(to_data(numbered)))) == numbered

"""What a passport must not be: every mistake is found in its place, and nothing that harms is read."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka import demo
from voronka.formats.passport import Finding, read

GOOD = """\
voronka: 1
process: services
title: Продажи услуг
owner:
  responsible: head_of_sales
  roles:
    head_of_sales: {title: Руководитель, interest: [{profit_share: 30%}]}
    manager: {title: Менеджер}
entry:
  channels: [site_form, phone]
  lead_when: inquiry.brief_filled
  not_a_lead: [spam]
  first_step: brief
cycle:
  stages:
    - id: brief
      title: Бриф
      norm: 2d
      instruction: Прочитать бриф
      leave_when: [brief_filled]
    - id: payment
      title: Оплата
      instruction: Дождаться денег
      leave_when: [{paid: 100%}]
    - id: handover
      title: Передача
      instruction: Передать проект
  lost_reasons: [{id: price, title: Дорого}]
closing:
  won_when: {paid: 100%, handover: accepted}
product:
  result: Оплаченный проект
  accept_when: [{paid: 100%}]
  offers: [{id: audit, title: Аудит, price: 9000}]
resources: {services: [{id: bank, title: Банк}]}
targets: {revenue: {2026-11: 400000}}
control: {meetings: [{id: daily, title: Планёрка, every: weekday 10:00}]}
neighbours: [{id: marketing}]
documents: [{id: brief-instruction}]
"""


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def only(text: str) -> Finding:
    findings = [one for one in read(text).findings if one.grade == "error"]
    assert len(findings) == 1, findings
    assert read(text).process is None
    return findings[0]


def test_the_example_of_these_tests_is_good() -> None:
    assert read(GOOD).findings == ()
    assert read(GOOD).process is not None


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_demo_passports_read_without_a_finding(language: str) -> None:
    reading = read((Path(demo.__file__).parent / f"passports/services.{language}.yaml").read_text("utf-8"))
    assert reading.findings == ()
    assert reading.process is not None and len(reading.process.cycle.stages) == 7
    assert all(stage.instruction and stage.documents for stage in reading.process.cycle.stages)


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column", "nearest"),
    [
        ("cycle:", "cicle:", "unknown_key", 14, 1, "cycle"),
        ("      norm: 2d", "      nrom: 2d", "unknown_key", 18, 7, "norm"),
        ("leave_when: [brief_filled]", "leave_when: [brief_filed]", "unknown_guard", 20, 20, "brief_filled"),
        ("responsible: head_of_sales", "responsible: head_of_sale", "unknown_role", 5, 16, "head_of_sales"),
        ("title: Бриф", "title: Бриф\n      role: menager", "unknown_role", 18, 13, "manager"),
        ("first_step: brief", "first_step: breif", "unknown_stage", 13, 15, "brief"),
        (
            "paid: 100%}]\n    - id: handover",
            "payed: 100%}]\n    - id: handover",
            "unknown_guard",
            24,
            20,
            "paid",
        ),
        ("title: Менеджер}", "title: Менеджер, system: menager}", "unknown_system_role", 8, 40, "manager"),
        ("[brief_filled]", "[{fields_filled: [ammount]}]", "unknown_field", 20, 20, "amount"),
        ("[brief_filled]", "[{guard: brief_filled, mode: wran}]", "mode_unknown", 20, 20, "warn"),
        ("title: Продажи услуг", "title: Продажи услуг\nlanguage: rus", "unknown_choice", 4, 11, "ru"),
    ],
)
def test_an_unknown_name_is_found_in_its_place_with_the_nearest_known_one(
    old: str, new: str, code: str, line: int, column: int, nearest: str
) -> None:
    text = changed(old, new)
    found = [one for one in read(text).errors if one.code == code]
    assert [(one.line, one.column, one.data["nearest"]) for one in found] == [(line, column, nearest)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("norm: 2d", "norm: two days", "span_unreadable"),
        ("norm: 2d", "norm: 0d", "span_unreadable"),
        ("norm: 2d", "norm: 2", "span_unreadable"),
        ("norm: 2d", "norm: 99999d", "span_unreadable"),
        ("won_when: {paid: 100%", "won_when: {paid: 120%", "percent_out_of_range"),
        ("won_when: {paid: 100%", "won_when: {paid: -1%", "percent_out_of_range"),
        ("won_when: {paid: 100%", "won_when: {paid: 33.5%", "percent_not_whole"),
        ("won_when: {paid: 100%", "won_when: {paid: 1", "percent_unreadable"),
        ("won_when: {paid: 100%", "won_when: {paid: 0%", "won_without_money"),
        ("won_when: {paid: 100%, ", "won_when: {", "won_without_money"),
        (", handover: accepted", "", "won_without_handover"),
        ("handover: accepted", "handover: offered", "unknown_choice"),
        ("handover: accepted}", "handover: accepted, mode: warn}", "won_when_is_strict"),
        ("profit_share: 30%", "profit_share: 130%", "percent_out_of_range"),
        ("[{profit_share: 30%}]", "[{at: 30%}]", "interest_unreadable"),
        ("manager: {title: Менеджер}", "seller: {title: Продавец}", "role_nobody_can_hold"),
        ("id: payment", "id: brief", "duplicate_id"),
        ("id: payment", "id: Оплата", "id_unreadable"),
        ("[spam]", "[lead]", "reserved_id"),
        ("[brief_filled]", "[paid]", "guard_argument_missing"),
        ("[brief_filled]", "[{brief_filled: 3}]", "guard_argument_unwanted"),
        ("[brief_filled]", "[[brief_filled]]", "guard_unreadable"),
        ("[brief_filled]", "[handover_accepted]", "stage_never_left"),
        ("[brief_filled]", '["1 > 2"]', "expression_never"),
        ("accept_when: [{paid: 100%}]", "accept_when: [handover_accepted]", "accepts_itself"),
        ("[brief_filled]", '["deal.amount > 30000"]', "expression_money"),
        ("lead_when: inquiry.brief_filled", "lead_when: deal.amount > rub(1)", "expression_unknown_name"),
        ("[brief_filled]", "['deal.stage == \"breif\"']", "expression_unknown_value"),
        ("[brief_filled]", '[\'deal.status in ["won", "open", "list"]\']', "expression_unknown_value"),
        ("lead_when: inquiry.brief_filled", "lead_when: inquiry.channel == 'vk'", "expression_unknown_value"),
        ("price: 9000", "price: -9000", "amount_negative"),
        ("price: 9000", "price: 1,234", "unknown_key"),
        ("price: 9000", 'price: "1,234"', "amount_ambiguous"),
        ("price: 9000", "price: 1000000000000000", "amount_too_large"),
        ("title: Бриф", "title: [Бриф]", "wrong_kind"),
        ("title: Бриф", 'title: ""', "nothing_written"),
        ("title: Бриф", "title: " + "я" * 301, "too_long"),
        ("  channels: [site_form, phone]\n", "", "missing_key"),
        ("closing:\n  won_when: {paid: 100%, handover: accepted}\n", "", "missing_key"),
        ("voronka: 1", "voronka: 2", "format_newer"),
        ("voronka: 1\n", "", "format_missing"),
        ("voronka: 1", "voronka: one", "format_unreadable"),
    ],
)
def test_a_mistake_is_one_error(old: str, new: str, code: str) -> None:
    text = changed(old, new)
    codes = [one.code for one in read(text).errors]
    assert code in codes
    assert read(text).process is None


def test_money_beside_a_bare_number_is_shown_to_the_letter() -> None:
    found = only(changed("[brief_filled]", '["deal.amount > 30000"]'))
    assert (found.line, found.column) == (20, 35)
    assert GOOD.splitlines()[19].index("[") + 2 + len('"deal.amount > ') == found.column


def test_mistakes_in_different_places_are_all_found_at_once() -> None:
    text = changed("norm: 2d", "nrom: 2d").replace("[brief_filled]", "[brief_filed]")
    text = text.replace("first_step: brief", "first_step: breif")
    assert [one.code for one in read(text).errors] == ["unknown_stage", "unknown_key", "unknown_guard"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("      instruction: Прочитать бриф\n", "", "stage_without_instruction"),
        ("[brief_filled]", "[steps_done]", "no_steps"),
        (
            "instruction: Передать проект",
            "instruction: Передать\n      leave_when: [next_step_set]",
            "last_stage_conditions",
        ),
        (", interest: [{profit_share: 30%}]", "", "responsible_without_interest"),
        ("documents: [{id: brief-instruction}]\n", "", "not_answered"),
        ("  lost_reasons: [{id: price, title: Дорого}]\n", "", "no_lost_reasons"),
        ("  not_a_lead: [spam]\n", "", "nothing_is_no_lead"),
        ("instruction: Прочитать бриф", "documents: [brief-instrution]", "unknown_document"),
        ("first_step: brief", "first_step: payment", "first_step_later"),
        (
            "manager: {title: Менеджер}\nentry:\n",
            "manager: {title: Менеджер, system: curator}\nentry:\n  assign: {role: manager, by: turn}\n",
            "assign_to_nobody",
        ),
    ],
)
def test_what_is_left_open_is_a_gap_and_no_error(old: str, new: str, code: str) -> None:
    reading = read(changed(old, new))
    assert [one.code for one in reading.findings] == [code]
    assert reading.process is not None


def test_the_language_of_the_texts_is_that_of_the_passport() -> None:
    english = changed("title: Продажи услуг", "title: Продажи услуг\nlanguage: en")
    (whole,) = read(english).findings
    assert (whole.code, whole.line, whole.data["language"]) == ("wrong_language", 4, "en")
    sentence = changed("instruction: Прочитать бриф", "instruction: Read the whole brief and call the client")
    (one,) = read(sentence).findings
    assert (one.code, one.line, one.column) == ("text_in_other_language", 19, 20)
    assert read(changed("title: Аудит", "title: SEO")).findings == (), "a name is the same everywhere"


def test_a_payment_method_that_clients_ask_for_is_missed_where_deals_are_lost_for_it() -> None:
    text = changed("{id: price, title: Дорого}", "{id: cannot_pay, title: Не смог оплатить}")
    assert [one.code for one in read(text).findings] == ["no_payment_methods"]
    assert (
        read(text.replace("accepted}\nproduct", "accepted}\n  payment_methods: [card]\nproduct")).findings
        == ()
    )


@pytest.mark.parametrize(
    "condition",
    [
        "deal.amount > rub(1)" + " && deal.amount > rub(1)" * 60,
        "(" * 40 + "deal.early" + ")" * 40,
        "deal.channel in [" + ", ".join(f'"{n}"' for n in range(300)) + "]",
        "deal.early ? " * 30 + "true" + " : false" * 30,
        "!" * 995 + "deal.early",
    ],
)
def test_no_condition_can_grow_without_end(condition: str) -> None:
    """There are no loops in the language: what an expression costs is bounded by its length and its depth."""
    text = changed("[brief_filled]", f"[{condition!r}]")
    codes = {one.code for one in read(text).errors}
    assert codes & {"expression_too_long", "expression_too_deep"} or len(condition) <= 1000


def test_a_cycle_without_a_way_out_is_an_error_that_names_the_stage() -> None:
    text = changed("[brief_filled]", "[handover_accepted]")
    found = only(text)
    assert (found.code, found.data["stage"], found.line) == ("stage_never_left", "Бриф", 20)


def test_what_stands_in_the_later_answers_is_found_in_its_place() -> None:
    wrong = {
        "every: weekday 10:00": ("every: fridai 17:00", "rhythm_unreadable", "friday 17:00"),
        "{id: bank, title: Банк}": ("{id: bank, title: Банк, holder: managr}", "unknown_role", "manager"),
        "{id: marketing}": ("{id: marketing, owner: managr}", "unknown_role", "manager"),
        "{id: brief-instruction}": ("{id: brief-instruction, for: {stage: breif}}", "unknown_stage", "brief"),
        "{2026-11: 400000}": ("{2026-13: 400000}", "month_unreadable", ""),
        "targets: {revenue:": (
            "targets: {norms: {conversion: {breif: 80%}}, revenue:",
            "unknown_stage",
            "brief",
        ),
    }
    for old, (new, code, nearest) in wrong.items():
        found = only(changed(old, new))
        line = next(n for n, text in enumerate(GOOD.splitlines(), 1) if old in text)
        assert (found.code, found.line, found.data.get("nearest", "")) == (code, line, nearest)


def test_own_fields_that_can_not_be_are_found() -> None:
    fields = "  fields: [{id: size, title: Размер, kind: choice}]\n  lost_reasons:"
    assert only(changed("  lost_reasons:", fields)).code == "no_options"
    fields = "  fields: [{id: size, title: Размер, options: [{id: s, title: Малый}]}]\n  lost_reasons:"
    assert only(changed("  lost_reasons:", fields)).code == "options_unwanted"
    fields = "  fields: [{id: size, title: Размер, kind: choise}]\n  lost_reasons:"
    assert only(changed("  lost_reasons:", fields)).data["nearest"] in ("choice", "choices")


def test_a_fact_that_no_role_can_produce_is_a_gap() -> None:
    text = changed(
        "head_of_sales: {title: Руководитель,", "head_of_sales: {title: Руководитель, system: support,"
    )
    text = text.replace("manager: {title: Менеджер}", "manager: {title: Менеджер, system: support}")
    reading = read(text)
    assert {one.code for one in reading.findings} == {"fact_nobody_makes"}
    assert {one.data["guard"] for one in reading.findings} == {"paid"}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty", 1),
        ("   \n# ничего\n", "empty", 1),
        ("просто текст", "not_a_passport", 1),
        ("- voronka: 1", "not_a_passport", 1),
        ("voronka: 1\n\ttitle: x", "tab", 2),
        ("voronka: 1\ntitle: a: b", "yaml", 2),
        ("voronka: 1\ntitle: [a", "yaml", 2),
        ("voronka: 1\ntitle: x\ntitle: y", "duplicate_key", 3),
        ("voronka: 1\n---\nvoronka: 1", "several_documents", 2),
        ("voronka: &a 1\ntitle: *a", "anchor", 1),
        ("voronka: 1\ntitle: !!python/object:os.system x", "tag", 2),
        ("voronka: 1\ntitle: a\x00b", "character", 2),
        ("voronka: 1\n? [a]\n: b", "key_unreadable", 2),
        ("a: " + "[" * 40 + "]" * 40, "too_deep", 1),
    ],
)
def test_what_is_no_passport_is_refused_with_its_line(text: str, code: str, line: int) -> None:
    found = only(text)
    assert (found.code, found.line) == (code, line)


def test_a_bomb_of_anchors_is_refused_before_it_goes_off() -> None:
    layers = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10))
    assert only(f"voronka: 1\nl0: &l0 x\n{layers}").code == "anchor"


def test_ten_thousand_stages_and_a_large_text_are_refused_soon() -> None:
    begun = time.process_time()
    stages = "".join(f"    - {{id: s{n}, title: Стадия {n}}}\n" for n in range(10_000))
    text = GOOD.replace("  stages:\n", "  stages:\n" + stages)
    assert only(text).code == "too_much"
    hundred = "".join(f"    - {{id: s{n}, title: Стадия {n}}}\n" for n in range(100))
    assert {one.code for one in read(GOOD.replace("  stages:\n", "  stages:\n" + hundred)).errors} == {
        "too_long"
    }
    assert only("voronka: 1\n#" + "я" * 1_000_000).code == "too_large"
    assert time.process_time() - begun < 10


@given(st.text(max_size=200) | st.text("ab:-[]{}#&*!|>'\"% \n\t", max_size=200))
def test_no_text_whatever_raises(text: str) -> None:
    assert read(text).process is None


@given(st.data())
def test_a_good_passport_with_a_piece_torn_out_never_raises(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 60)))
    filling = data.draw(st.sampled_from(["", "x", ": ", "[", "- ", "{}", "null", "1e9", "\n"]))
    for one in read(GOOD[:start] + filling + GOOD[end:]).findings:
        assert one.line >= 1 and one.column >= 1


def test_texts_in_a_second_language_lead_to_texts_that_there_are() -> None:
    good = GOOD + "texts:\n  en: {cycle.stages.brief.title: Brief, product.result: A paid project}\n"
    reading = read(good)
    assert reading.process is not None and reading.process.texts["en"]["product.result"] == "A paid project"
    (left,) = reading.findings
    assert (left.code, left.grade, left.line) == ("texts_not_translated", "gap", 41)
    wrong = only(good.replace("brief.title", "breif.title"))
    assert (wrong.code, wrong.line, wrong.data["nearest"]) == ("unknown_text", 41, "cycle.stages.brief.title")
    assert only(good.replace("  en: {", "  ru: {")).code == "texts_of_own_language"

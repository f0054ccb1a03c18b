"""One answer of a passport's text is changed; all the rest stays as somebody wrote it."""

from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.passports import processes, unbound
from tests.formats.test_passport_bad import GOOD
from tests.world import PASSPORT
from voronka import demo
from voronka.core.process import Process
from voronka.core.questions import WORDS
from voronka.formats.passport import read, write
from voronka.formats.passport.editing import edit, plain

DEMO = (Path(demo.__file__).parent / "passports/services.ru.yaml").read_text(encoding="utf-8")


def part(text: str, start: str, end: str) -> str:
    return text[text.index(start) : text.index(end)]


@settings(deadline=None, max_examples=15)
@given(processes.map(unbound), processes.map(unbound), st.sampled_from(WORDS))
def test_a_changed_answer_is_read_as_it_was_meant_and_the_others_as_before(
    was: Process, other: Process, word: str
) -> None:
    answer = plain(write(other)).get(word)
    reading = read(edit(write(was), word, answer))
    assert reading.errors == ()
    assert reading.process == replace(was, **{word: getattr(other, word)})


@settings(deadline=None, max_examples=15)
@given(processes, st.sampled_from(WORDS))
def test_lines_of_other_answers_stay_to_the_letter(other: Process, word: str) -> None:
    answer = plain(write(other)).get(word)
    text = edit(DEMO, word, answer)
    starts = [f"# {number}. " for number in range(1, 11)] + ["\0"]
    for number, another in enumerate(WORDS):
        if another != word:
            own = DEMO[DEMO.index(starts[number]) :].partition(f"\n{starts[number + 1]}")[0]
            assert own.rstrip() in text, another
    assert plain(text).get(word) == answer


def changed(text: str, word: str, path: tuple[str | int, ...], value: Any) -> str:
    answer = deepcopy(plain(text)[word])
    node = answer
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return edit(text, word, answer)


def test_one_norm_is_one_line() -> None:
    text = changed(DEMO, "cycle", ("stages", 1, "norm"), "2d")
    before, after = DEMO.splitlines(), text.splitlines()
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ("      norm: 3d", "      norm: 2d")
    ]


def test_comments_within_the_answer_stay_with_what_they_are_about() -> None:
    text = PASSPORT.replace("    - {id: contract,", "    # только с юристом\n    - {id: contract,").replace(
        "  may_return", "  # просил партнёр\n  may_return"
    )
    stages = plain(text)["cycle"]["stages"]
    moved = edit(text, "cycle", {**plain(text)["cycle"], "stages": [stages[1], stages[0], *stages[2:]]})
    assert [stage["id"] for stage in plain(moved)["cycle"]["stages"]][:2] == ["call", "brief"]
    longer = changed(moved, "cycle", ("stages", 2, "norm"), "9d")
    assert "# только с юристом\n    - {id: contract, title: Договор, norm: 9d," in longer


def test_a_question_that_was_open_gets_its_place_in_the_order() -> None:
    text = edit(PASSPORT, "targets", {"revenue": {"2026-11": 400000}})
    assert text == PASSPORT + "\ntargets:\n  revenue:\n    2026-11: 400000\n"
    without = edit(DEMO, "entry", None)
    assert "entry:" not in without and "# 3. Точка входа" in without
    again = edit(without, "entry", plain(DEMO)["entry"])
    assert plain(again) == plain(DEMO)
    assert again.index("# 2.") < again.index("entry:") < again.index("# 4.")


def test_the_same_answer_leaves_every_byte() -> None:
    for word in WORDS:
        assert edit(DEMO, word, plain(DEMO).get(word)) == DEMO
    assert edit(DEMO, "title", "Продажи услуг") == DEMO


def test_the_head_of_the_passport_is_changed_alike() -> None:
    text = edit(DEMO, "title", "Ремонт: квартиры #1")
    assert plain(text)["title"] == "Ремонт: квартиры #1"
    assert text.splitlines()[4:] == DEMO.splitlines()[4:]
    assert plain(edit(GOOD, "currency", "EUR"))["currency"] == "EUR"


@pytest.mark.parametrize(
    "text",
    [
        "{voronka: 1, process: a, title: А, product: {result: Было}}",
        'voronka: 1\nproduct: {result: "два\n# слова", offers: []}\ntitle: А',
        "voronka: 1\nproduct:\n- не то\ntitle: А\n",
        "voronka: 1\n---\n"[:11] + "product: >-\n  сложено\n  в две строки\n# конец",
        "\ufeffvoronka: 1\r\nproduct:\r\n  result: Было\r\n# конец\r\n",
    ],
)
def test_whatever_the_manner_of_writing_the_change_says_what_was_meant(text: str) -> None:
    made = edit(text, "product", {"result": "Стало", "offers": [{"id": "a", "title": "А", "price": 5}]})
    assert plain(made) == {
        **plain(text),
        "product": {"result": "Стало", "offers": [{"id": "a", "title": "А", "price": 5}]},
    }
    if "конец" in text:
        assert "# конец" in made

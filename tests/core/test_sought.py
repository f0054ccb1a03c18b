"""Words as they are searched, and the place in a text where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.core import sought


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ёлка-Палка, О’Нил!", ["елка", "палка", "о", "нил"]),
        ("naïve CAFÉ ½", ["naive", "cafe", "1", "2"]),
        ("a_b\x00c", ["a", "b", "c"]),
        ("", []),
    ],
)
def test_words_have_no_capitals_signs_and_marks(text: str, words: list[str]) -> None:
    assert sought.words(text) == words


def test_digits_written_apart_are_one_number() -> None:
    assert sought.numbers("тел. 8 (921) 000-11-22, дом 5, 1 500") == ["89210001122"]


@pytest.mark.parametrize(
    ("typed", "other"), [("ghbdtn", "привет"), ("руддщ", "hello"), ("GHBDTN", "ПРИВЕТ"), ("[jhjij", "хорошо")]
)
def test_the_same_keys_on_the_other_keyboard(typed: str, other: str) -> None:
    assert sought.other_layout(typed) == other


def test_an_excerpt_stands_around_the_first_word_and_says_what_was_left_out() -> None:
    body = "начало " * 60 + "искомое слово " + "конец " * 60
    pieces = sought.excerpt(body, lambda word: word == "искомое")
    said = "".join(one.text for one in pieces)
    assert said.startswith("…") and said.endswith("…") and len(said) < 240
    assert [one.text for one in pieces if one.hit] == ["искомое"]


@given(st.text(max_size=400), st.text(max_size=3))
def test_an_excerpt_is_of_the_text_whatever_it_is(body: str, part: str) -> None:
    pieces = sought.excerpt(body, lambda word: part in word)
    said = "".join(one.text for one in pieces).strip("…").split()
    assert all(word in body for word in said)

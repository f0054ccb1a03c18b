"""Words of the frame that need no page."""

import pytest
from django.utils import translation

from voronka.frame.words import cut, share


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Спасибо, что написали", "Спасибо, что написали"),
        ("Здравствуйте! Спасибо, что вы нам написали", "Здравствуйте! Спасибо, что…"),
        ("Здравствуйте! Спасибо, — напишем вам", "Здравствуйте! Спасибо…"),
        ("Рентгеноэлектрокардиографический кабинет", "Рентгеноэлектрокардиографиче…"),
        ("а\nб", "а\nб"),
    ],
)
def test_a_long_text_is_cut_between_its_words(text: str, said: str) -> None:
    assert cut(text, 29) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.631501, "63%"), (0.755, "76%"), (0, "0%"), (1, "100%"), (0.003, "<1%"), (0.9968, ">99%")],
)
def test_a_share_is_whole_percents_and_all_of_it_only_where_it_is_all(value: float, said: str) -> None:
    with translation.override("en"):
        assert share(value) == said

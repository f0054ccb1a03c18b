"""Words of the frame that need no page."""

import pytest

from voronka.frame.words import cut


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

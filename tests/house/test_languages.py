"""Both languages are complete, and nothing on a page stays in one of them."""

import messages

from tests.house.tree import told


def test_every_sentence_is_said_in_russian_and_none_is_left_over() -> None:
    wrong = messages.faults()
    assert not wrong, told(wrong)


def test_a_translation_with_another_placeholder_is_refused() -> None:
    message = messages.Message("", "%(count)s deal", "%(count)s deals")
    assert list(
        messages.translation_faults(message, ["%(count)s сделка", "%(count)s сделки", "%(n)s сделок"])
    )
    assert list(messages.translation_faults(message, ["%(count)s сделка"]))
    assert not list(messages.translation_faults(message, ["%(count)s сделка"] * 3))

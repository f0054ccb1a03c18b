"""A card on the board is drawn the quick way and looks as Django would draw it."""

import pytest
from django.template.loader import get_template

from voronka.rooms.cycle import cards

WORDS = {
    "key": "41",
    "seen": "7",
    "url": "/cycle/deals/41",
    "move": "/cycle/deals/41/stage",
    "client": "Пекарня «Ржаной край» & сыновья",
    "about": "Сайт <script>alert('x')</script>",
    "tone": "bad",
    "tag": "3 дня сверх нормы",
    "next": 'Созвон "по брифу", сегодня, 15:30',
    "sum": "120 000 ₽",
    "days": "2 д",
    "owner": "Ольга Сомова",
    "nobody": "",
    "initials": "ОС",
}


@pytest.mark.parametrize("empty", [(), ("about",), ("tag", "next"), ("about", "tag", "next", "owner")])
def test_both_ways_draw_the_same_card(empty: tuple[str, ...]) -> None:
    said = {**WORDS, **dict.fromkeys(empty, "")}
    assert cards.draw(said) == get_template("cycle/_card.html").render(said).strip()
    assert "<script>" not in cards.draw(said)

"""Ids of what people name: made of the title once, and never changed by another title."""

import re
from collections.abc import Iterable
from typing import Final

_LETTERS: Final = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh sch _ y _ e yu ya".split(),
        strict=True,
    )
)
LONGEST: Final = 40


def id_of(title: str, taken: Iterable[str] = (), otherwise: str = "item") -> str:
    """`Первый созвон` is `pervyi_sozvon`; where that is taken, `pervyi_sozvon_2`."""
    latin = "".join(_LETTERS.get(letter, letter).replace("_", "") for letter in title.lower())
    plain = re.sub(r"[^a-z0-9]+", "_", latin).strip("_").lstrip("0123456789_")[:LONGEST].strip("_")
    name, known, number = plain or otherwise, set(taken), 2
    made = name
    while made in known:
        made, number = f"{name}_{number}", number + 1
    return made

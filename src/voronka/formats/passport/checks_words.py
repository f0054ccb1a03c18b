"""Is a passport written in the language that it says? Pages mix it with sentences of their own in that language."""

import re
from collections.abc import Iterator
from typing import Final

from voronka.formats.passport.answers import PassportAnswers
from voronka.formats.passport.finding import Path, Remark, gap

_CYRILLIC, _LATIN = re.compile("[А-Яа-яЁё]"), re.compile("[A-Za-z]")
LONG: Final = 30
"""Letters: so much is a sentence. A shorter text may be a name (Canva, SEO), which is the same everywhere."""


def remarks(passport: PassportAnswers) -> Iterator[Remark]:
    """One remark for the whole where most texts are foreign, else one for each sentence that is."""
    told = [(path, text) for path, text in _texts(passport) if _letters(text)]
    foreign = [(path, text) for path, text in told if _is_foreign(text, passport.language)]
    if len(told) >= 3 and len(foreign) * 2 > len(told):
        yield gap("wrong_language", ("language",), language=passport.language, n=len(foreign), all=len(told))
        return
    for path, text in foreign:
        if _letters(text) >= LONG:
            yield gap("text_in_other_language", path, language=passport.language, text=text[:60])


def _letters(text: str) -> int:
    return len(_CYRILLIC.findall(text)) + len(_LATIN.findall(text))


def _is_foreign(text: str, language: str) -> bool:
    """Has the text letters, and none (or next to none) of its language?"""
    own = _CYRILLIC if language == "ru" else _LATIN
    return len(own.findall(text)) * 10 < _letters(text)


def _texts(passport: PassportAnswers) -> Iterator[tuple[Path, str]]:
    yield ("title",), passport.title
    for name, role in (passport.owner.roles if passport.owner else {}).items():
        yield ("owner", "roles", name, "title"), role.title
    for place, stage in enumerate(passport.cycle.stages):
        path: Path = ("cycle", "stages", place)
        yield (*path, "title"), stage.title
        yield (*path, "purpose"), stage.purpose
        yield (*path, "instruction"), stage.instruction
    for place, reason in enumerate(passport.cycle.lost_reasons):
        yield ("cycle", "lost_reasons", place, "title"), reason.title
    if passport.product:
        yield ("product", "result"), passport.product.result
        for place, offer in enumerate(passport.product.offers):
            yield ("product", "offers", place, "title"), offer.title
    for place, neighbour in enumerate(passport.neighbours):
        yield ("neighbours", place, "gives"), neighbour.gives
        yield ("neighbours", place, "gets"), neighbour.gets
    for place, document in enumerate(passport.documents):
        yield ("documents", place, "title"), document.title
        yield ("documents", place, "text"), document.text

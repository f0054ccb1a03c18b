"""Words as they are searched: without capitals and signs, parts of numbers, another keyboard, the place in a text."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_FOREIGN: Final = re.compile(r"[^\x00-\x7f\u0400-\u04ff]+")
_NUMBER: Final = re.compile(r"\+?\d(?:[\s\u00a0()./-]{0,3}\d){6,14}")
LONGEST: Final = 64
_FLEETING: Final = "оеьй"
_BEHIND: Final = "кнцлргмс"
"""Before these a vowel comes and goes in Russian: сделка and сделок, письмо and писем, боец and бойца."""
_ENGLISH: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_RUSSIAN: Final = "ёйцукенгшщзхъфывапролджэячсмитьбю."
_KEYS: Final = str.maketrans(
    _ENGLISH + _ENGLISH.upper().replace("[]", "{}").replace(";'", ':"').replace(",./", "<>?") + _RUSSIAN,
    _RUSSIAN + _RUSSIAN.upper() + _ENGLISH,
)


def fold(text: str) -> str:
    """Lower case, ё as е, letters of other languages without their marks."""
    bare = text.lower().replace("ё", "е")
    if bare.isascii() or not _FOREIGN.search(bare):
        return bare
    return _FOREIGN.sub(lambda found: _plain(found[0]), bare)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if not unicodedata.combining(one)).lower()


def words(text: str) -> list[str]:
    """The words of a text as they are searched, in their order."""
    return [word[:LONGEST] for word in _WORD.findall(fold(text))]


def numbers(text: str) -> list[str]:
    """Digits that are written apart and belong together, as in a telephone number."""
    return [re.sub(r"\D", "", one) for one in _NUMBER.findall(text)]


def bare(text: str) -> str:
    """Letters and digits alone: by this a part of an e-mail or of a number is compared."""
    return "".join(_WORD.findall(fold(text)))


def grams(text: str) -> list[str]:
    """Every three signs that stand together, each once: what has them all may hold the whole."""
    return list(dict.fromkeys([text[place : place + 3] for place in range(len(text) - 2)]))


def skeleton(word: str) -> str:
    """The word without the vowel that comes and goes before its last consonant, the same for all its forms."""
    word = word.rstrip("ь") if len(word) > 3 else word
    if len(word) > 3 and word[-1] in _BEHIND and word[-2] in _FLEETING:
        return word[:-2] + word[-1]
    return word


def fuller(stem: str) -> tuple[str, ...]:
    """A stem with the vowel that may have gone from it, so that names as they stand are found by it."""
    if len(stem) < 4 or stem[-1] not in _BEHIND or stem[-2] in "аеиоуыэюя":
        return ()
    root = stem[:-2] if stem[-2] in "ьй" else stem[:-1]
    return tuple(root + vowel + stem[-1] for vowel in "ое")


def other_layout(text: str) -> str:
    """The same keys on the other keyboard: `ghbdtn` is привет."""
    return text.translate(_KEYS)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt; `hit`: it is what was sought."""

    text: str
    hit: bool = False


ROOM: Final = 180
"""So many signs of a text are shown around the first word that was found."""


def excerpt(body: str, fits: Callable[[str], bool], room: int = ROOM) -> tuple[Piece, ...]:
    """The text around the first word that fits, with all that fit marked; its beginning where none does."""
    found = [one for one in re.finditer(r"[^\W_]+", body[:20_000]) if fits(one[0])]
    start = _start(body, found[0].start(), room) if found else 0
    end = _end(body, start, room)
    pieces: list[Piece] = [Piece("…")] if start else []
    place = start
    for one in found:
        if one.end() > end:
            break
        pieces += [Piece(_flat(body[place : one.start()])), Piece(one[0], True)]
        place = one.end()
    pieces.append(Piece(_flat(body[place:end])))
    if end < len(body.rstrip()):
        pieces.append(Piece("…"))
    return tuple(one for one in pieces if one.text)


def _start(body: str, first: int, room: int) -> int:
    """A third of the room before the first hit, at the beginning of a word."""
    if first < room // 3:
        return 0
    space = body.find(" ", first - room // 3, first)
    return space + 1 if space >= 0 else first


def _end(body: str, start: int, room: int) -> int:
    if len(body) - start <= room + 20:
        return len(body.rstrip())
    space = body.rfind(" ", start + room // 2, start + room)
    return space if space > 0 else start + room


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)

"""Stems of words, Russian and English by their letters, and the forms by which a typed word is sought."""

import re
import sys
import threading
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from voronka.core import sought

RULES = 2
"""Grows when the same text would give other tokens: everything is then indexed anew by itself."""
_LOCK = threading.Lock()
_RUSSIAN, _ENGLISH = re.compile("[а-я]+"), re.compile("[a-z]+")
_made: dict[str, Any] = {}


def _stemmer(language: str) -> Any:
    """The one stemmer that is asked for: the package itself loads all 36, which costs each process 14 MB."""
    if language not in _made:
        if "snowballstemmer" not in sys.modules:
            found = find_spec("snowballstemmer")
            package = ModuleType("snowballstemmer")
            package.__path__ = list(found.submodule_search_locations or ()) if found else []
            sys.modules["snowballstemmer"] = package
        module = import_module(f"snowballstemmer.{language}_stemmer")
        _made[language] = getattr(module, f"{language.title()}Stemmer")()
    return _made[language]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word; the word itself where its letters are of no language that we know."""
    if len(word) < 3 or len(word) > 40:
        return word
    language = "russian" if _RUSSIAN.fullmatch(word) else "english" if _ENGLISH.fullmatch(word) else ""
    if not language:
        return word
    with _LOCK:  # a stemmer keeps the word that it works on
        return str(_stemmer(language).stemWord(word)) or word


@lru_cache(maxsize=50_000)
def forms(word: str) -> frozenset[str]:
    """What a folded word is indexed and sought as: its stem, and that without a vowel that comes and goes."""
    root = stem(word)
    return frozenset((root, sought.skeleton(root), sought.skeleton(word)))


def tokens(text: str) -> set[str]:
    """All by which a text is found: its words as they stand, their forms, numbers that were written apart."""
    found: set[str] = set()
    for word in sought.words(text):
        found.add(word)
        found |= forms(word)
    found.update(one[: sought.LONGEST] for one in sought.numbers(text))
    return found


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word, its forms, and beginnings by which a name that stands in another form is found."""

    typed: str
    forms: frozenset[str]
    beginnings: tuple[str, ...]

    def fits(self, word: str, *, last: bool = True) -> bool:
        """Is this word of a text what was sought?"""
        bare = sought.fold(word)
        if last and bare.startswith(self.typed):
            return True
        near = min(len(one) for one in self.forms) - 1
        if bare[: min(near, 3)] != self.typed[: min(near, 3)]:
            return False  # most words are told apart without a stemmer
        return not self.forms.isdisjoint(forms(bare))


MOST = 8
"""So many words are sought; nobody types the ninth."""


def typed_words(typed: str) -> tuple[Word, ...]:
    """The words that somebody typed, each once."""
    return tuple(_word(one) for one in list(dict.fromkeys(sought.words(typed)))[:MOST])


def _word(typed: str) -> Word:
    root = stem(typed)
    begun = {typed}
    if len(root) >= 4:
        common = next(
            (place for place, (a, b) in enumerate(zip(root, typed, strict=False)) if a != b), len(root)
        )
        begun.add(root[:common])
        begun.update(sought.fuller(root))
        begun.add(sought.skeleton(root))
    return Word(typed, forms(typed), tuple(sorted(begun - {typed})))

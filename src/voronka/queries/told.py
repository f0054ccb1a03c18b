"""Processes as their reader sees them: in the language of the page, where the passport says its texts in it."""

from functools import lru_cache

from django.utils import translation

from voronka.core.process import Process
from voronka.core.translated import translated
from voronka.store import values


def process(key: str, number: int) -> Process:
    """A published version in the reader's language."""
    return said(values.process(key, number))


def latest(key: str | Process | None = None) -> Process:
    """The version that holds now, in the reader's language; the very same where the caller has read it already."""
    return key if isinstance(key, Process) else said(values.latest(key))


def said(known: Process) -> Process:
    """The same process in the reader's language."""
    language = (translation.get_language() or known.language)[:2]
    if language == known.language or language not in known.texts:
        return known
    return _once(_Same(known), language)


class _Same:
    """A version that was read once is one object: known by itself, not by all that it says."""

    def __init__(self, process: Process) -> None:
        self.process = process

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.process is self.process

    def __hash__(self) -> int:
        return id(self.process)


@lru_cache(maxsize=32)
def _once(known: _Same, language: str) -> Process:
    return translated(known.process, language)

"""The draft beside the version that holds: which answers it changes, what is wrong with it, how both say them."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import NotFound
from voronka.core.questions import WORDS
from voronka.formats.passport import Finding, Unreadable, plain, read
from voronka.queries.passport import agreed, difference, findings
from voronka.queries.passport.lines import Line
from voronka.queries.passport.page import names_by_role
from voronka.queries.records import passports
from voronka.store import company

if TYPE_CHECKING:
    from voronka.formats.passport.reading import Reading


# A text is looked at many times while it is worked on, and reading it takes tens of milliseconds.
_read = lru_cache(maxsize=16)(read)


def reading(text: str) -> "Reading":
    """What the text says, in the company's money where it names none."""
    return _read(text, company.ours().currency)


@lru_cache(maxsize=16)
def _values(text: str) -> str:
    return json.dumps(plain(text), ensure_ascii=False)


def values(text: str) -> dict[str, Any]:
    """What stands in a text, the caller's own to change; Unreadable."""
    found: dict[str, Any] = json.loads(_values(text))
    return found


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft, or, with `seq` 0, the text that holds, from which one would begin (empty: nothing does).

    `changed` are the words of the questions that are answered otherwise than in the version that holds.
    """

    process: str
    text: str
    seq: int
    base: int
    current: int
    held: str
    reading: "Reading"
    changed: tuple[str, ...]
    saved_at: datetime | None = None
    saved_by: str = ""

    @property
    def outdated(self) -> bool:
        """Was another version published than the one from which the draft began?"""
        return self.seq > 0 and self.base != self.current

    @property
    def errors(self) -> int:
        """How many errors stand in the way of publishing."""
        return len(self.reading.errors)

    def findings(self, word: str) -> tuple[Finding, ...]:
        """What was found in the answer to this question."""
        return tuple(one for one in self.reading.findings if findings.word(one) == word)

    def plain(self) -> dict[str, Any]:
        """What stands in the text; Unreadable where that can't be told."""
        return values(self.text)


def drafted(*, by: Actor, process: str | None = None) -> Drafted:
    """The draft of this process, or what it would begin from."""
    access.require(by, "passport.draft")
    found = version = None
    with suppress(NotFound):
        found = passports.draft(by=by, process=process)
    with suppress(NotFound):
        version = passports.version(by=by, process=found.process if found else process)
    held, number = (version.text, version.version.number) if version else ("", 0)
    key = found.process if found else version.version.process if version else process or ""
    text = found.text if found else held
    return Drafted(
        process=key,
        text=text,
        seq=found.seq if found else 0,
        base=found.base if found else number,
        current=number,
        held=held,
        reading=reading(text),
        changed=changed(held, text) if found else (),
        saved_at=found.saved_at if found else None,
        saved_by=passports.people_named([found.saved_by]).get(found.saved_by, "") if found else "",
    )


def changed(before: str, after: str) -> tuple[str, ...]:
    """The questions that one text answers otherwise than the other; all, where one can't be read."""
    was, becomes = _plain(before), _plain(after)
    if was is None or becomes is None:
        return WORDS if before != after else ()
    return tuple(word for word in WORDS if repr(was.get(word)) != repr(becomes.get(word)))


def _plain(text: str) -> Mapping[str, Any] | None:
    try:
        return values(text) if text else {}
    except Unreadable:
        return None


def sides(draft: Drafted, word: str, today: date) -> tuple[tuple[Line, ...], tuple[Line, ...] | None]:
    """The answer as it is agreed now (nothing before the first version), and as the draft has it.

    None where the draft's errors hide it.
    """
    names = names_by_role()
    held = reading(draft.held).process if draft.held else None
    becomes = draft.reading.process
    return (
        agreed.answer(word, held, names, today) if held else (),
        agreed.answer(word, becomes, names, today) if becomes else None,
    )


def differences(draft: Drafted) -> Mapping[str, tuple[difference.Said, ...]]:
    """What the draft says otherwise than the version that holds, by question; nothing where errors hide it."""
    held = reading(draft.held).process if draft.held else None
    becomes = draft.reading.process
    if held is None or becomes is None:
        return {}
    return {group.word: group.changes for group in difference.between(held, becomes)}


def said(text: str, word: str, today: date) -> tuple[Line, ...]:
    """How a text answers this question; nothing where its errors hide that."""
    process = reading(text).process
    return agreed.answer(word, process, names_by_role(), today) if process else ()

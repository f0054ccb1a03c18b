"""A first passport drafted from a company's past: its own stages, reasons and channels, and the least there must be."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from voronka.core.questions import WORDS
from voronka.formats.passport.editing import HEAD, plain
from voronka.formats.passport.naming import id_of
from voronka.formats.passport.ready import LANGUAGES, ready
from voronka.formats.passport.writing import block

HEADS: Final = {
    "ru": "# Набросок по вашему прошлому: стадии, сроки и причины взяты из файла, остальное — самое необходимое.",
    "en": "# Drafted from your past: stages, norms and reasons are those of the file, the rest is the least.",
}
RESERVED: Final = frozenset({"won", "lost", "open"})
"""What a stage can't be called: a deal's own ends."""
LONGEST: Final = 120
"""Working days of a norm; a median beyond that says that deals lie, not how long the stage takes."""

MOST: Final = 100
"""Stages, reasons or channels; a passport has no more of them."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a file tells of how a company sells; stages in their order, with the median of calendar days on each."""

    stages: tuple[tuple[str, float | None], ...]
    reasons: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    title: str = ""
    currency: str = ""
    language: str = "en"
    process: str = ""
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What deals are asked for: a title, and what may be chosen."""


def draft(sketch: Sketch) -> str:
    """The text of a passport that can be published as it is; what the file can't tell stays as a gap."""
    language = sketch.language if sketch.language in LANGUAGES else "en"
    usual = plain(ready("blank", language))
    title = clean(sketch.title)
    answers: dict[str, Any] = {
        **usual,
        "process": sketch.process or id_of(title, otherwise=usual["process"]),
        "title": title or usual["title"],
        "currency": sketch.currency or usual["currency"],
        "owner": {**usual["owner"], "responsible": "head" if "head" in sketch.roles else "owner"},
        "cycle": _cycle(sketch, usual["cycle"]),
        "entry": {**usual["entry"], "channels": _titled(sketch.channels) or usual["entry"]["channels"]},
    }
    head = {key: answers[key] for key in HEAD}
    parts = [block(head), *(block({word: answers[word]}) for word in WORDS if word in answers)]
    return HEADS[language] + "\n" + "\n".join(parts)


def _cycle(sketch: Sketch, usual: dict[str, Any]) -> dict[str, Any]:
    """The stages as they were; how long a deal may stay is how long half of them stayed."""
    norms = {clean(title): days for title, days in reversed(sketch.stages)}
    stages = [
        {**one, **({} if (norm := norms[one["title"]]) is None else {"norm": f"{working(norm)}d"})}
        for one in _titled((title for title, _days in sketch.stages), RESERVED)
    ]
    if not stages:
        return usual
    options = {clean(title): _titled(told) for title, told in reversed(sketch.fields)}
    asked = [
        {**one, "kind": "choice", "options": options[one["title"]]}
        for one in _titled(title for title, _told in sketch.fields)
        if options[one["title"]]
    ]
    return {
        "stages": stages,
        **({"fields": asked} if asked else {}),
        "lost_reasons": _titled(sketch.reasons) or usual["lost_reasons"],
    }


def clean(title: str) -> str:
    """A title as it stands in the text: in one line, of what can be printed."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in title).split())[:200].strip()


def working(days: float) -> int:
    """Calendar days as whole working days, at least one."""
    return min(max(ceil(days * 5 / 7 - 1e-9), 1), LONGEST)


def _titled(titles: Iterable[str], reserved: Iterable[str] = ()) -> list[dict[str, str]]:
    """Each title once, with an id made of it."""
    taken, made = set(reserved), []
    for title in dict.fromkeys(map(clean, titles)):
        if title:
            name = id_of(title, taken)
            taken.add(name)
            made.append({"id": name, "title": title})
    return made[:MOST]

"""The first passport as a file tells it, as fields of a page: stages in their order, what they are called, norms."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core.imports import LEFT_OUT, LOST, WON
from voronka.core.outlines import OWN, NamedWord, Outline, PersonWord, StageWord
from voronka.core.problems import Problem
from voronka.queries import words
from voronka.queries.sums import whole

Choice = tuple[str, str]
NOBODY = "0"


@dataclass(frozen=True, slots=True)
class Line:
    """A word of the file with its fields; `mark` names them, `problem` says what is wrong with them."""

    mark: str
    word: str
    count: str
    value: Any
    choices: tuple[Choice, ...] = ()
    place: int = 0
    last: bool = False
    problem: str = ""


def mark(part: str, word: str) -> str:
    """By which the fields of a word are known again, wherever its line stands."""
    return part[:1] + hashlib.sha256(f"{part}\n{word}".encode()).hexdigest()[:10]


def fields(outline: Outline, here: Sequence[Choice], problems: Sequence[Problem] = ()) -> dict[str, Any]:
    """What the page shows; `here` are the people who work here."""
    wrong = {one.field: words.problem(one) for one in problems}
    own = [one.word for one in outline.cycle]
    people = ((NOBODY, _("nobody’s yet")), *here)
    return {
        "outline": outline,
        "stages": [
            Line(
                mark("stages", one.word),
                one.word,
                counted(one.count),
                one,
                _becomes(one, outline),
                own.index(one.word) + 1 if one.word in own else 0,
                bool(own) and one.word == own[-1],
                wrong.get(f"stages.{one.word}", ""),
            )
            for one in outline.stages
        ],
        "reasons": _names("reasons", outline.reasons, wrong),
        "channels": _names("channels", outline.channels, wrong),
        "fields": [
            {
                "line": Line(mark("fields", one.head), one.head, counted(sum(word.count for word in one.words)), one,
                             problem=wrong.get(f"fields.{one.head}", "")),
                "words": _names(f"fields.{one.head}", one.words, wrong),
            }
            for one in outline.fields
        ],
        "people": [
            Line(mark("people", one.word), one.word, counted(one.count), one, people,
                 problem=wrong.get(f"people.{one.word}", ""))
            for one in outline.people
        ],
        "pipelines": [(name, f"{name} · {counted(count)}") for name, count in outline.pipelines],
        "wrong": {name: told for name, told in wrong.items() if "." not in name},
        "half": days(outline.whole),
    }  # fmt: skip


def counted(count: int) -> str:
    """How many lines say it."""
    return ngettext("%(n)s line", "%(n)s lines", count) % {"n": whole(count)}


def days(number: float | None) -> str:
    """So many days, without a needless half."""
    if number is None:
        return ""
    rounded = round(number)
    return ngettext("%(n)s day", "%(n)s days", rounded) % {"n": whole(rounded)}


def _becomes(one: StageWord, outline: Outline) -> tuple[Choice, ...]:
    same = _("the same as “%(stage)s”")
    return (
        (OWN, _("a stage")),
        *((other.word, same % {"stage": other.title}) for other in outline.cycle if other.word != one.word),
        (WON, _("the deal is won")),
        (LOST, _("the deal is lost")),
        (LEFT_OUT, _("leave these lines out")),
    )


def _names(part: str, told: Sequence[NamedWord], wrong: Mapping[str, str]) -> list[Line]:
    return [
        Line(
            mark(part, one.word),
            one.word,
            counted(one.count),
            one,
            problem=wrong.get(f"{part}.{one.word}", ""),
        )
        for one in told
    ]


def sent(was: Outline, given: Mapping[str, str]) -> Outline:
    """The outline as the page that was sent says; what it did not show stays as it is."""
    return replace(
        was,
        title=given.get("title", was.title)[:1000],
        currency=given.get("currency", was.currency)[:8],
        pipeline=given.get("pipeline", was.pipeline),
        stages=tuple(_stage(one, mark("stages", one.word), given) for one in was.stages),
        reasons=tuple(_named("reasons", one, given) for one in was.reasons),
        channels=tuple(_named("channels", one, given) for one in was.channels),
        fields=tuple(
            replace(
                one,
                title=given.get(f"{mark('fields', one.head)}.title", one.title)[:1000],
                words=tuple(_named(f"fields.{one.head}", word, given) for word in one.words),
            )
            for one in was.fields
        ),
        people=tuple(_person(one, mark("people", one.word), given) for one in was.people),
    )


def _stage(one: StageWord, name: str, given: Mapping[str, str]) -> StageWord:
    norm = given.get(f"{name}.norm", "" if one.norm is None else str(one.norm)).strip()
    return replace(
        one,
        title=given.get(f"{name}.title", one.title)[:1000],
        to=given.get(f"{name}.to", one.to),
        norm=None if not norm else int(norm) if norm.isdecimal() and len(norm) < 6 else 0,
    )


def _named(part: str, one: NamedWord, given: Mapping[str, str]) -> NamedWord:
    return replace(one, title=given.get(f"{mark(part, one.word)}.title", one.title)[:1000])


def _person(one: PersonWord, name: str, given: Mapping[str, str]) -> PersonWord:
    key = given.get(f"{name}.key", str(one.key))
    return replace(
        one,
        email=given.get(f"{name}.email", one.email).strip()[:254],
        key=int(key) if key.isdecimal() and len(key) < 19 else 0,
    )

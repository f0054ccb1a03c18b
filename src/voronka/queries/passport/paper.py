"""The passport on paper: everything that its pages say, in one reading, as data for a page and for a PDF."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from voronka.core.access import Actor
from voronka.core.process import Process
from voronka.formats.pdf import pdf
from voronka.queries.days import day
from voronka.queries.passport import details
from voronka.queries.passport.lines import Answer, Line, StageRules
from voronka.queries.passport.page import passport, rules
from voronka.queries.questions import ANSWER_TITLES, ROWS


@dataclass(frozen=True, slots=True)
class PrintedAnswer:
    """One of the ten with all its details; `tag` and `actual` are empty in a version that holds no longer."""

    number: int
    word: str
    title: str
    agreed: tuple[Line, ...]
    actual: tuple[Line, ...]
    state: str
    tag: str
    sentence: str
    rows_title: str
    rows: tuple[tuple[str, str], ...]
    stages: tuple[StageRules, ...]


@dataclass(frozen=True, slots=True)
class PrintedGap:
    """What is left open, and the question it belongs to."""

    sentence: str
    title: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A passport as it stands on paper. `about` and `health` are its lines below the title."""

    process: str
    number: int
    language: str
    at: datetime
    title: str
    version: str
    about: str
    health: str
    printed: str
    answers: tuple[PrintedAnswer, ...]
    gaps: tuple[PrintedGap, ...]
    words: Mapping[str, str]

    @property
    def name(self) -> str:
        """What a file of it is called, without its ending."""
        return f"{self.process}-{self.number}"


def printed(
    actor: Actor, at: datetime, today: date, *, process: str | None = None, number: int | None = None
) -> Printed:
    """The passport that holds, or an earlier version as agreed alone, in the language of the page."""
    seen = passport(actor, at, today, process=process, number=number)
    known = seen.process
    version = _("version %(number)d") % {"number": known.version}
    since = _("holds since %(day)s") if seen.holds_now else _("published on %(day)s, holds no longer")
    published = since % {"day": day(timezone.localtime(seen.published_at).date())}
    about = [_("Passport of the process"), version, published, seen.published_by]
    health = _("answered %(answered)s of 10 · holds %(holding)s") % {
        "answered": seen.answered,
        "holding": seen.holding,
    }
    return Printed(
        process=known.key,
        number=known.version,
        language=(get_language() or "ru")[:2],
        at=at,
        title=known.title,
        version=version,
        about=" · ".join(one for one in about if one),
        health=health if seen.holds_now else "",
        printed=_("printed on %(day)s") % {"day": day(today)},
        answers=tuple(_answer(one, seen.process) for one in seen.answers),
        gaps=tuple(PrintedGap(one.sentence, str(ANSWER_TITLES.get(one.word, ""))) for one in seen.gaps),
        words=_words(),
    )


def as_pdf(sheet: Printed) -> bytes:
    """The same as a PDF; NotPrinted where the press does not deliver."""
    return pdf("passport", {**asdict(sheet), "at": sheet.at.replace(microsecond=0).isoformat()})


def _answer(one: Answer, process: Process) -> PrintedAnswer:
    rows = tuple(details.rows(one.word, process))
    stages = process.cycle.stages if one.word == "cycle" else ()
    return PrintedAnswer(
        number=one.number,
        word=one.word,
        title=str(ANSWER_TITLES[one.word]),
        agreed=one.agreed,
        actual=one.actual,
        state=one.seen.verdict.state,
        tag=one.seen.tag,
        sentence=one.seen.sentence,
        rows_title=str(ROWS.get(one.word, "")) if rows else "",
        rows=rows,
        stages=tuple(rules(stage, process) for stage in stages),
    )


def _words() -> dict[str, str]:
    """Words that stand on the paper beside what the company wrote."""
    return {
        "of": pgettext("page 3 of 9", "of"),
        "agreed": _("As agreed"),
        "actual": _("As it is, last 90 days"),
        "steps": _("Steps"),
        "leave": _("To leave"),
        "documents": _("Documents"),
        "instruction": _("Instruction"),
        "norm": _("norm: %(span)s"),
        "open": _("Left open"),
    }

"""The verdicts as records: what programs and the command line are told of the ten answers."""

from dataclasses import dataclass
from datetime import date, datetime

from voronka.core.access import Actor
from voronka.queries.passport.lines import Line
from voronka.queries.passport.page import passport
from voronka.queries.questions import ANSWER_TITLES


@dataclass(frozen=True, slots=True)
class WeekRecord:
    """A week, named by its Monday, and the state of the answer in it; empty where nobody judged it."""

    week: str
    state: str


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """One of the ten: whether it holds and why, what really happens, since when that is known, week by week.

    `figures` name the lists of deals behind the numbers of `actual`.
    """

    number: int
    word: str
    title: str
    state: str
    why: tuple[str, ...]
    sentence: str
    actual: str
    figures: tuple[str, ...]
    counted_at: datetime | None
    weeks: tuple[WeekRecord, ...]


def verdicts(
    *, by: Actor, at: datetime, today: date, process: str | None = None
) -> tuple[VerdictRecord, ...]:
    """The verdicts of all ten, in the language of the reader. NotFound before the first passport."""
    page = passport(by, at, today, process=process)
    return tuple(
        VerdictRecord(
            number=one.number,
            word=one.word,
            title=str(ANSWER_TITLES[one.word]),
            state=one.seen.verdict.state,
            why=one.seen.verdict.why,
            sentence=one.seen.sentence,
            actual=" ".join(map(_said, one.actual)),
            figures=tuple(piece.figure for line in one.actual for piece in line if piece.figure),
            counted_at=page.counted_at,
            weeks=tuple(WeekRecord(week, state) for week, state in one.weeks),
        )
        for one in page.answers
    )


def _said(line: Line) -> str:
    return "".join(piece.text for piece in line)

"""What a page of the passport is made of: pieces of a sentence, answers with their verdicts, tables."""

from dataclasses import dataclass
from datetime import datetime

from voronka.core.process import Process
from voronka.core.verdicts import Verdict
from voronka.queries.sums import whole


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence; `figure` names the list of deals behind a number (see queries/figures.py)."""

    text: str
    strong: bool = False
    figure: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer's verdict in words: `state` decides the colour, `tag` is two words, `sentence` says why."""

    verdict: Verdict
    tag: str
    sentence: str

    @property
    def holds(self) -> bool:
        """Does the answer hold, with a remark or without?"""
        return self.verdict.state in ("holds", "remark")


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the ten: as agreed, as it is, and the verdict. `open` where the question is not answered.

    `weeks`: Mondays with the state of each week, the oldest first; an empty state is one that nobody judged.
    """

    number: int
    word: str
    agreed: tuple[Line, ...]
    actual: tuple[Line, ...]
    seen: Seen
    weeks: tuple[tuple[str, str], ...] = ()

    @property
    def open(self) -> bool:
        """Is the question not answered?"""
        return self.seen.verdict.state == "not_answered"


@dataclass(frozen=True, slots=True)
class Gap:
    """What the passport leaves open, or what is seen of it: one sentence, and the question it belongs to."""

    word: str
    sentence: str
    line: int = 0
    figure: str = ""


@dataclass(frozen=True, slots=True)
class PassportPage:
    """The hall: ten answers, how many are answered and hold, what is left open, and who published when."""

    process: Process
    published_at: datetime
    published_by: str
    answers: tuple[Answer, ...]
    gaps: tuple[Gap, ...]
    may_publish: bool
    holds_now: bool = True
    counted_at: datetime | None = None

    @property
    def answered(self) -> int:
        """How many of the ten are answered."""
        return sum(not one.open for one in self.answers)

    @property
    def holding(self) -> int:
        """How many of the ten hold."""
        return sum(one.seen.holds for one in self.answers)


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long deals stay on a stage, beside the norm. `days` None: more than half are still there."""

    title: str
    norm: str
    days: int | None
    stays: int
    still_here: int
    within: int | None
    decided: int
    late: int
    figure: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """How often a guard refused, and over how many deals."""

    guard: str
    sentence: str
    count: int
    deals: int

    @property
    def figure(self) -> str:
        """The list of those deals."""
        return f"refused.{self.guard}"


@dataclass(frozen=True, slots=True)
class Passed:
    """How often deals went on without a guard: with a warning, only observed, by an exception; over how many deals."""

    guard: str
    sentence: str
    warned: int
    observed: int
    excepted: int
    deals: int

    @property
    def figure(self) -> str:
        """The list of those deals."""
        return f"passed.{self.guard}"


@dataclass(frozen=True, slots=True)
class Granter:
    """Who let deals go on by an exception, and how often."""

    name: str
    count: int
    figure: str


@dataclass(frozen=True, slots=True)
class Loss:
    """A reason of the passport, how many deals were lost for it, and after which silence it is thought of."""

    reason: str
    title: str
    after: str
    count: int

    @property
    def figure(self) -> str:
        """The list of those deals."""
        return f"lost.{self.reason}"


@dataclass(frozen=True, slots=True)
class StageRules:
    """A stage as agreed: what it is for, who works on it, its norm, what must be true, what to do."""

    title: str
    purpose: str
    role: str
    norm: str
    asks: tuple[str, ...]
    skip: str
    steps: tuple[str, ...]
    instruction: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question: its answer, and what lies behind the figures where they are counted."""

    process: Process
    answer: Answer
    stages: tuple[StageRules, ...] = ()
    times: tuple[StageTime, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    passed: tuple[Passed, ...] = ()
    granters: tuple[Granter, ...] = ()
    losses: tuple[Loss, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    gaps: tuple[Gap, ...] = ()
    counted_at: datetime | None = None


def plain(text: str) -> Line:
    """A line without links."""
    return (Piece(text),)


def number(value: int, figure: str) -> Piece:
    """A number that leads to the list behind it, where there is one."""
    return Piece(whole(value), strong=True, figure=figure if value else "")


def filled(pattern: str, **pieces: Piece) -> Line:
    """A sentence with numbers that lead somewhere: `%(name)s` stands where a piece comes."""
    line: list[Piece] = []
    rest = pattern
    while rest:
        text, mark, rest = rest.partition("%(")
        if text:
            line.append(Piece(text))
        if mark:
            name, _mark, rest = rest.partition(")s")
            line.append(pieces[name])
    return tuple(line)

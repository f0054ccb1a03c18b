"""What comes in from a file of another system: which columns say what, and one line of the file as values.

A file is read by formats/tables, its lines are understood by `formats/tables/lines`, and actions/imports makes
facts and rows of them. Nothing here knows a file, a database or the clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

from voronka.core.problems import Problem
from voronka.core.process import Field

Noun = Literal["deal", "company", "contact", "inquiry", "payment", "change"]
"""What a line of the file tells of; `change` is one change of stage of a deal that another line may have told."""

WON: Final = "=won"
LOST: Final = "=lost"
LEFT_OUT: Final = "="
"""Beside the ids of stages, what a stage of the file may mean: the end of a deal, or that its lines are left out."""

STILL_OPEN: Final = "=open"
PAST: Final = "past"
LEAD: Final = "lead"
"""What may have become of an inquiry beside what the passport calls no lead: nothing yet, nobody knows, a deal."""

CLIENT: Final = (
    "company.name", "company.inn", "company.site", "company.about",
    "contact.name", "contact.phone", "contact.email", "contact.post",
)  # fmt: skip
TARGETS: Final[Mapping[Noun, tuple[str, ...]]] = {
    "deal": (
        "deal.id", "deal.title", "deal.amount", "deal.currency", "deal.pipeline", "deal.stage", "deal.status",
        "deal.owner", "deal.opened_at", "deal.entered_at", "deal.closed_at", "deal.lost_reason", "deal.channel",
        "deal.note", "deal.paid", "deal.paid_on", *CLIENT,
    ),
    "company": ("company.id", *CLIENT),
    "contact": ("contact.id", *CLIENT),
    "inquiry": (
        "inquiry.id", "inquiry.received_at", "inquiry.answered_at", "inquiry.channel", "inquiry.message",
        "inquiry.owner", "inquiry.questions", "inquiry.outcome", "inquiry.deal", *CLIENT,
    ),
    "payment": ("payment.id", "payment.deal", "payment.amount", "payment.currency", "payment.paid_on", "payment.text",
                "company.name", "company.inn", "contact.name"),
    "change": (
        "change.deal", "change.from", "change.to", "change.at", "change.by", "change.amount", "change.closed_at",
    ),
}  # fmt: skip
"""What a column may say, by noun; beside these fields of the company's own (see own_targets)."""


def own_targets(noun: Noun, fields: Mapping[Noun, Sequence[Field]]) -> list[tuple[str, Field]]:
    """What a column may say beside: fields of the company's own, those of the line's noun first, then its client's."""
    found = [(f"own.{one.id}", one) for one in fields.get(noun, ())]
    whose: tuple[Noun, ...] = ()
    if noun in ("deal", "inquiry"):
        whose = ("company", "contact")
    elif noun in ("company", "contact"):
        whose = ("contact",) if noun == "company" else ("company",)
    return found + [(f"{client}.own.{one.id}", one) for client in whose for one in fields.get(client, ())]


def option_key(target: str) -> str:
    """Under which name a plan keeps what the words of a column mean among the options of its field."""
    return target.removeprefix("own.")


SILENT: Final = timedelta(minutes=2)
"""An import without a job of the worker that has not moved for so long is not being worked on any more."""


def standing(state: str, working: bool) -> str:
    """How an import stands whose work may have died: tried in vain it is planned, brought in by half it is cut."""
    if working:
        return state
    return {"trying": "planned", "running": "cut", "undoing": "done"}.get(state, state)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is to be understood: proposed by formats/tables, corrected by a person, remembered by `source`.

    `columns` has one target a column, empty where it is left out; several columns may name one target (the first
    that says something counts; for notes and phones all do). `stages`, `people`, `reasons`, `channels` and
    `options` map what the file says, as it says it, to ids of the passport, keys of people (0: nobody) and ids of
    options. `pipelines` maps to keys of processes; LEFT_OUT leaves those lines out. `dates` is the order of the
    parts in dates such as 03/04/2025. `undated` is the day that lines without a date are taken to have begun
    (ISO 8601), empty where such lines are refused. `process` is where deals go that name no pipeline, `closed_from`
    the stage on which closed deals are taken to have stood, empty: the first one. In a file of inquiries `reasons`
    say what became of them, and `closed_from` what became of those that do not say it (empty: they are open).
    """

    source: str
    noun: Noun
    columns: tuple[str, ...]
    process: str = ""
    currency: str = "RUB"
    dates: Literal["dmy", "mdy", "ymd"] = "dmy"
    zone: str = "UTC"
    stages: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    pipelines: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    undated: str = ""
    closed_from: str = ""


@dataclass(frozen=True, slots=True)
class Client:
    """Who the line speaks of; phones in E.164 where they could be read. `company_own` and `contact_own` hold fields of
    the company's own, as core/fields.py keeps them.
    """

    company: str = ""
    inn: str = ""
    site: str = ""
    about: str = ""
    contact: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    post: str = ""
    company_own: Mapping[str, str] = field(default_factory=dict)
    contact_own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file as values: moments in UTC, money in minor units, names mapped by the plan.

    `number` is that of the line in the file as a person counts (the first line is 1). `outside` is the id that the
    other system gave; lines without one get a digest of what they say, so that the same file twice is known.
    `stage` is an id of the passport, WON or LOST; `from_stage` where a closed deal stood, or what a change began
    from. `opened_at` is when it happened: a deal began, an inquiry or a payment came, a stage changed; `closed_at`
    when a deal was closed or an inquiry answered. `deal` is what the line calls the deal that a payment or a change
    belongs to: the other system's id, our number or its title. `own` holds fields as core/fields.py keeps them,
    `cells` the line as it stands, where it can still be refused when it meets what is here.
    """

    number: int
    noun: Noun
    outside: str
    title: str = ""
    amount: int = 0
    currency: str = ""
    process: str = ""
    stage: str = ""
    from_stage: str = ""
    owner: int | None = None
    opened_at: datetime | None = None
    entered_at: datetime | None = None
    closed_at: datetime | None = None
    reason: str = ""
    channel: str = ""
    note: str = ""
    paid: int = 0
    deal: str = ""
    questions: int = 0
    client: Client = Client()
    own: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[str, ...] = ()

    @property
    def last(self) -> int:
        """The last line of the file that it is made of."""
        return self.number


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that can't be taken, and why: the problem's `field` is the heading of the column in the file."""

    number: int
    problem: Problem
    cells: tuple[str, ...]

    @property
    def last(self) -> int:
        """The last line of the file that it is made of."""
        return self.number

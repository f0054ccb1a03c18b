"""One version of a passport as values: what the rules read when they decide."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Mode = Literal["observe", "warn", "enforce"]
Unit = Literal["d", "h", "m", "cd"]
FieldKind = Literal[
    "text", "long", "number", "money", "date", "yes_no", "choice", "choices", "phone", "email", "link"
]
Turn = Literal["hand", "turn", "load"]
Period = Literal["", "month", "quarter", "year"]
DocumentKind = Literal["instruction", "regulation", "script", "template", "other"]
SYSTEM_ROLES = ("owner", "head", "manager", "support", "marketer", "curator", "accountant")


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: `d` working days, `h` and `m` working time, `cd` calendar days."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    @staticmethod
    def of(text: str) -> "Span":
        """Back from its text: `3d`."""
        amount = text.rstrip("cdhm")
        return Span(int(amount), text.removeprefix(amount))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition that must be true: a named guard, with its argument and how strictly it is kept.

    `arg` is a percent for `paid`, a tuple of field ids for `fields_filled`, the text for `expression`, a role's
    id or a written length of time (`2d`) for the guards that take one.
    """

    name: str
    arg: int | str | tuple[str, ...] | None = None
    mode: Mode = "enforce"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do on a stage."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that a field offers."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field that the company asks for: of a deal, an inquiry, a client, or a question of the brief."""

    id: str
    title: str
    hint: str = ""
    kind: FieldKind = "text"
    required: bool = False
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the cycle; `norm` is how long a deal may stay on it."""

    id: str
    title: str
    purpose: str = ""
    role: str = "manager"
    norm: Span | None = None
    steps: tuple[Step, ...] = ()
    leave_when: tuple[Guard, ...] = ()
    instruction: str = ""
    documents: tuple[str, ...] = ()
    first_said: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of the instruction's text: who has read another text has not read this one.

        `first_said` is the text before it was translated for a reader.
        """
        return hashlib.sha256((self.first_said or self.instruction).encode()).hexdigest()

    def asks(self, guard: str) -> bool:
        """Does leaving the stage ask for this guard?"""
        return any(one.name == guard for one in self.leave_when)


@dataclass(frozen=True, slots=True)
class LostReason:
    """Why deals are lost; `after` is the silence that suggests it."""

    id: str
    title: str
    after: Span | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the company, which names a system role that holds its permissions."""

    id: str
    title: str
    system: str
    interest: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """Answer 1: who is responsible, and each role's own interest."""

    responsible: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """Where inquiries come from."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Assign:
    """Who gets what comes in: a role, and by whose `hand`, by `turn`, or by the smallest `load`."""

    role: str
    by: Turn = "hand"


@dataclass(frozen=True, slots=True)
class Entry:
    """Answer 3: what a lead is (`lead_when`, an expression), what is not, and the first step.

    `questions` are the brief's, `fields` an inquiry's; those of companies and contacts stand here too, for
    clients come in by this door.
    """

    lead_when: str
    channels: tuple[Channel, ...] = ()
    not_a_lead: tuple[Channel, ...] = ()
    answer_within: Span | None = None
    first_step: str = ""
    questions: tuple[Field, ...] = ()
    assign: Assign | None = None
    fields: tuple[Field, ...] = ()
    company_fields: tuple[Field, ...] = ()
    contact_fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Cycle:
    """Answer 2: the stages in their order."""

    stages: tuple[Stage, ...]
    may_skip: Mapping[str, str] = field(default_factory=dict)
    may_return: bool = True
    lost_reasons: tuple[LostReason, ...] = ()
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Tripwire:
    """The small offer before the main one, and the stage that its payment moves a deal from."""

    offer: str
    stage: str


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way in which clients can pay."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the hand-over package: what production must be given."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Closing:
    """Answer 4: won = this many percent paid (always above zero) and the hand-over accepted."""

    paid: int = 100
    tripwire: Tripwire | None = None
    payment_methods: tuple[PaymentMethod, ...] = ()
    package: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A thing that is sold; `price` in minor units of the process's currency."""

    id: str
    title: str
    price: int


@dataclass(frozen=True, slots=True)
class Product:
    """Answer 5: the result of sales in one sentence, and when production must accept it."""

    result: str
    accept_when: tuple[Guard, ...] = ()
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Helper:
    """A person, or a kind of person, that sales count on."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Price:
    """What a service costs, in minor units, and how often; once, where no period is said."""

    amount: int
    every: Period = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A service or a tool: `purpose` is a sentence, or the guard whose fact it makes; `holder` a role.

    `stages` are those that can't be worked without it; `instead` says what to do while it is down.
    """

    id: str
    title: str
    purpose: str = ""
    stages: tuple[str, ...] = ()
    holder: str = ""
    price: Price | None = None
    renews: date | None = None
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Resources:
    """Answer 6: people, services and tools that sales can't do without."""

    people: tuple[Helper, ...] = ()
    services: tuple[Service, ...] = ()


@dataclass(frozen=True, slots=True)
class Targets:
    """Answer 7: the plan by month (`2026-11`) in minor units, of the company, of teams and of people; the norms.

    `conversion` is what part of the deals on a stage must go on, in percent, by the stage's id.
    """

    revenue: Mapping[str, int] = field(default_factory=dict)
    teams: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    people: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    average_check: int | None = None
    conversion: Mapping[str, int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When something is held: `weekday 10:00`, `friday 17:00`, `last workday 17:00`, `day 5 12:00`."""

    on: str
    at: str

    def __str__(self) -> str:
        return f"{self.on} {self.at}"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the rhythm."""

    id: str
    title: str
    every: Rhythm
    minutes: int = 30


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the rhythm: who signs it, and for whom; both are roles."""

    id: str
    title: str
    every: Rhythm
    by: str
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallReviews:
    """How many calls are listened to every week, and by which rubric: a document's id."""

    per_week: int
    rubric: str = ""


@dataclass(frozen=True, slots=True)
class Lapse:
    """Nothing of the rhythm for this long is a lapse, and these roles are told."""

    after: Span
    tell: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """Answer 8: the rhythm of control. `guardian` is the role that watches whether it is kept."""

    guardian: str = ""
    meetings: tuple[Meeting, ...] = ()
    reports: tuple[Report, ...] = ()
    call_reviews: CallReviews | None = None
    lapse: Lapse | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another process: what sales give it and get from it, in what form, how soon; `owner` is our role."""

    id: str
    title: str
    gives: str = ""
    gets: str = ""
    form: str = ""
    within: Span | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An instruction or a regulation: for a stage or a role, to be acknowledged by these roles."""

    id: str
    title: str
    kind: DocumentKind = "instruction"
    stage: str = ""
    role: str = ""
    acknowledge: tuple[str, ...] = ()
    text: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """A passport version as the rules see it: the ten answers.

    `texts` says some of their texts in other languages, by language and path (see core/translated.py).
    """

    key: str
    title: str
    version: int
    language: str
    currency: str
    owner: Owner
    cycle: Cycle
    entry: Entry
    closing: Closing
    product: Product
    resources: Resources = Resources()
    targets: Targets = Targets()
    control: Control = Control()
    neighbours: tuple[Neighbour, ...] = ()
    documents: tuple[Document, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def stage(self, stage_id: str) -> Stage:
        """The stage with this id; KeyError where the version has none."""
        for stage in self.cycle.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)

    def place(self, stage_id: str) -> int:
        """Where the stage stands in the cycle, from 0; KeyError where the version has none."""
        for place, stage in enumerate(self.cycle.stages):
            if stage.id == stage_id:
                return place
        raise KeyError(stage_id)

    def following(self, stage_id: str) -> Stage | None:
        """The stage after this one, None after the last."""
        place = self.place(stage_id) + 1
        return self.cycle.stages[place] if place < len(self.cycle.stages) else None

    @property
    def first_stage(self) -> Stage:
        """Where a deal begins."""
        return self.cycle.stages[0]

    @property
    def last_stage(self) -> Stage:
        """Where a deal is handed over."""
        return self.cycle.stages[-1]

    def role(self, role_id: str) -> Role | None:
        """The role with this id, None where the version has none."""
        return next((known for known in self.owner.roles if known.id == role_id), None)

    def answers_ask(self, what: str) -> str:
        """Who can answer what a deal asks (`approval/head_of_sales`, `exception/call`): a system role, or
        `exception` for all who have that right; empty for nobody.
        """
        kind, _slash, of = what.partition("/")
        if kind == "exception":
            return kind
        role = self.role(of) if kind == "approval" else None
        return role.system if role else ""

    def lost_reason(self, reason: str) -> LostReason | None:
        """The lost reason with this id, None where the version has none."""
        return next((known for known in self.cycle.lost_reasons if known.id == reason), None)

    def answered(self, word: str) -> bool:
        """Is the question with this word answered at all?"""
        match word:
            case "owner":
                return bool(self.owner.responsible)
            case "cycle":
                return bool(self.cycle.stages)
            case "entry":
                return bool(self.entry.lead_when)
            case "closing":
                return self.closing.paid > 0
            case "product":
                return bool(self.product.result)
            case _:
                # An answer that says nothing is none, however it is written.
                return bool(getattr(self, word) != _SILENT[word])


_SILENT = {
    "resources": Resources(),
    "targets": Targets(),
    "control": Control(),
    "neighbours": (),
    "documents": (),
}

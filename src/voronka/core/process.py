"""One version of a passport as values: what the rules read when they decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Mode = Literal["observe", "warn", "enforce"]
Unit = Literal["d", "h", "m", "cd"]
SYSTEM_ROLES = ("owner", "head", "manager", "support", "marketer", "curator", "accountant")


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: `d` working days, `h` and `m` working time, `cd` calendar days."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition that must be true: a named guard, with its argument and how strictly it is kept.

    `arg` is a percent for `paid`, a tuple of field ids for `fields_filled`, the text for `expression`.
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
class Field:
    """A field of the deal that the company asks for: its answer is text."""

    id: str
    title: str
    hint: str = ""


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
class Entry:
    """Answer 3: what a lead is (`lead_when`, an expression), what is not, and the first step."""

    lead_when: str
    channels: tuple[Channel, ...] = ()
    not_a_lead: tuple[Channel, ...] = ()
    answer_within: Span | None = None
    first_step: str = ""
    questions: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Cycle:
    """Answer 2: the stages in their order."""

    stages: tuple[Stage, ...]
    may_skip: Mapping[str, str] = field(default_factory=dict)
    may_return: bool = True
    lost_reasons: tuple[LostReason, ...] = ()
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """Answer 4: won = this many percent paid (always above zero) and the hand-over accepted."""

    paid: int = 100
    tripwire: Mapping[str, str] = field(default_factory=dict)


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
class Process:
    """A passport version as the rules see it. `rest` holds the answers that are read and kept as written."""

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
    rest: Mapping[str, Any] = field(default_factory=dict)

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
                return bool(self.rest.get(word))

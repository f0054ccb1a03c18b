"""The answers of a passport as they are written: keys, kinds and bounds. What fits together is checks.py's."""

from datetime import date
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from voronka.core.money import CURRENCIES
from voronka.core.process import (
    DocumentKind,
    FieldKind,
    Guard,
    Period,
    Rhythm,
    Span,
    Turn,
)
from voronka.formats.passport import shapes
from voronka.formats.passport.guard import guard
from voronka.formats.passport.written import (
    as_written,
    day,
    link,
    month,
    percent,
    price,
    rhythm,
    span,
    whole_percent,
    wrong,
)

LANGUAGES: Final = ("ru", "en")


def _named(value: Any) -> Any:
    """A bare id stands for an id whose title is known, or is the id itself."""
    return {"id": value} if isinstance(value, str) else value


def _shown(name: str) -> WithJsonSchema:
    """A kind that the schema says once, for many keys."""
    return WithJsonSchema({"x-kind": name})


Id = Annotated[str, StringConstraints(pattern=shapes.NAME)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Words = Annotated[str, StringConstraints(max_length=5_000)]
Long = Annotated[str, StringConstraints(max_length=50_000)]
Length = Annotated[Span, PlainValidator(span), WithJsonSchema(shapes.text(shapes.SPAN))]
Percent = Annotated[Any, PlainValidator(percent), WithJsonSchema(shapes.text(shapes.PERCENT))]
WholePercent = Annotated[int, PlainValidator(whole_percent), WithJsonSchema(shapes.text(shapes.PERCENT))]
Condition = Annotated[Guard, PlainValidator(guard), _shown("Condition")]
Written = Annotated[str, PlainValidator(as_written), WithJsonSchema(shapes.NUMBER)]
PriceWritten = Annotated[tuple[str, Period], PlainValidator(price), WithJsonSchema(shapes.A_PRICE)]
Every = Annotated[Rhythm, PlainValidator(rhythm), WithJsonSchema(shapes.text(shapes.EVERY))]
Day = Annotated[date, PlainValidator(day), WithJsonSchema(shapes.text(shapes.DAY))]
Link = Annotated[str, PlainValidator(link), WithJsonSchema(shapes.text(shapes.LINK))]
Month = Annotated[str, PlainValidator(month), WithJsonSchema(shapes.text(shapes.MONTH))]


class Answer(BaseModel):
    """Only the keys that are written here; numbers may stand for text (`title: 2026`)."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, coerce_numbers_to_str=True, str_strip_whitespace=True
    )


class RoleAnswer(Answer):
    """A role of the company; `system` names the one that holds its permissions."""

    title: Title
    system: str = ""
    interest: list["InterestAnswer"] = Field(default=[], max_length=20)


class InterestAnswer(Answer):
    """One line of a role's own interest."""

    profit_share: Percent | None = None
    payment_share: Percent | None = None
    plan_bonus: Written | None = None
    at: Percent | None = None


class OwnerAnswer(Answer):
    """Answer 1."""

    responsible: Id
    roles: dict[Id, RoleAnswer] = Field(min_length=1, max_length=50)


class StepAnswer(Answer):
    """A line of a stage's check list."""

    id: Id
    title: Title


class StageAnswer(Answer):
    """A stage of the cycle."""

    id: Id
    title: Title
    purpose: Words = ""
    role: Id | None = None
    norm: Length | None = None
    steps: list[StepAnswer] = Field(default=[], max_length=100)
    leave_when: list[Condition] = Field(default=[], max_length=50)
    instruction: Long = ""
    documents: list[Id] = Field(default=[], max_length=50)


class ReasonAnswer(Answer):
    """Why deals are lost."""

    id: Id
    title: Title
    after: Length | None = None


class NamedAnswer(Answer):
    """An id with its title; a bare id is enough where the title is known."""

    id: Id
    title: Annotated[str, StringConstraints(max_length=300)] = ""


Named = Annotated[NamedAnswer, BeforeValidator(_named), _shown("Named")]


class FieldAnswer(Answer):
    """A field of a deal, an inquiry or a client, or a question of the brief."""

    id: Id
    title: Title
    hint: Words = ""
    kind: Literal[get_args(FieldKind)] = "text"  # type: ignore[valid-type]
    required: bool = False
    options: list[Named] = Field(default=[], max_length=200)


class CycleAnswer(Answer):
    """Answer 2."""

    stages: list[StageAnswer] = Field(min_length=1, max_length=100)
    may_skip: dict[Id, Words] = {}
    may_return: bool = True
    lost_reasons: list[ReasonAnswer] = Field(default=[], max_length=100)
    fields: list[FieldAnswer] = Field(default=[], max_length=200)


class AssignAnswer(Answer):
    """Who gets what comes in."""

    role: Id
    by: Literal[get_args(Turn)] = "hand"  # type: ignore[valid-type]


class EntryAnswer(Answer):
    """Answer 3."""

    lead_when: Words = Field(min_length=1)
    channels: list[Named] = Field(min_length=1, max_length=100)
    not_a_lead: list[Named] = Field(default=[], max_length=100)
    answer_within: Length | None = None
    first_step: Id | None = None
    questions: list[FieldAnswer] = Field(default=[], max_length=200)
    assign: AssignAnswer | None = None
    fields: list[FieldAnswer] = Field(default=[], max_length=200)
    company_fields: list[FieldAnswer] = Field(default=[], max_length=200)
    contact_fields: list[FieldAnswer] = Field(default=[], max_length=200)


def _strict(value: Any) -> Any:
    """A mode beside the rule of the win, or inside it, is told as what it is."""
    parts = [value, *value.values()] if isinstance(value, dict) else []
    if any(isinstance(one, dict) and "mode" in one for one in parts):
        raise wrong("won_when_is_strict")
    return value


class WonWhen(Answer):
    """The two conditions of a win; there is no process without either."""

    paid: WholePercent
    handover: Literal["accepted"]


class TripwireAnswer(Answer):
    """The small offer before the main one, and the stage that its payment moves a deal from."""

    offer: Id
    stage: Id


class ClosingAnswer(Answer):
    """Answer 4."""

    won_when: Annotated[WonWhen, BeforeValidator(_strict)]
    tripwire: TripwireAnswer | None = None
    payment_methods: list[Named] = Field(default=[], max_length=50)
    package: list[Named] = Field(default=[], max_length=50)


class OfferAnswer(Answer):
    """A thing that is sold; the price in whole units of the currency."""

    id: Id
    title: Title
    price: Written


class ProductAnswer(Answer):
    """Answer 5."""

    result: Words = Field(min_length=1)
    accept_when: list[Condition] = Field(default=[], max_length=50)
    offers: list[OfferAnswer] = Field(default=[], max_length=1000)


class ServiceAnswer(Answer):
    """A service or a tool; the price in whole units of the currency, with its period."""

    id: Id
    title: Title
    purpose: Words = ""
    stages: list[Id] = Field(default=[], max_length=100)
    holder: Id | None = None
    price: PriceWritten | None = None
    renews: Day | None = None
    instead: Words = ""


class ResourcesAnswer(Answer):
    """Answer 6."""

    people: list[Named] = Field(default=[], max_length=200)
    services: list[ServiceAnswer] = Field(default=[], max_length=200)


class NormsAnswer(Answer):
    """What a sale and a stage should bring; the check in whole units of the currency."""

    average_check: Written | None = None
    conversion: dict[Id, Percent] = Field(default={}, max_length=100)


Months = Annotated[dict[Month, Written], Field(max_length=240)]
Whom = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class TargetsAnswer(Answer):
    """Answer 7: sums by month in whole units of the currency."""

    revenue: Months = {}
    teams: dict[Whom, Months] = Field(default={}, max_length=100)
    people: dict[Whom, Months] = Field(default={}, max_length=1000)
    norms: NormsAnswer = NormsAnswer()


class MeetingAnswer(Answer):
    """A meeting of the rhythm."""

    id: Id
    title: Title
    every: Every
    minutes: int = Field(default=30, ge=1, le=1440)


class ReportAnswer(Answer):
    """A report of the rhythm."""

    id: Id
    title: Title
    every: Every
    by: Id
    to: list[Id] = Field(default=[], max_length=50)


class CallReviewsAnswer(Answer):
    """How many calls are listened to every week."""

    per_week: int = Field(ge=1, le=1000)
    rubric: Id | None = None


class LapseAnswer(Answer):
    """What counts as a lapse of control."""

    after: Length
    tell: list[Id] = Field(default=[], max_length=50)


class ControlAnswer(Answer):
    """Answer 8."""

    guardian: Id | None = None
    meetings: list[MeetingAnswer] = Field(default=[], max_length=50)
    reports: list[ReportAnswer] = Field(default=[], max_length=50)
    call_reviews: CallReviewsAnswer | None = None
    lapse: LapseAnswer | None = None


class NeighbourAnswer(NamedAnswer):
    """Another process that sales give to and get from."""

    gives: Words = ""
    gets: Words = ""
    form: Words = ""
    within: Length | None = None
    owner: Id | None = None


class ForAnswer(Answer):
    """What a document is for."""

    stage: Id | None = None
    role: Id | None = None


class DocumentAnswer(NamedAnswer):
    """An instruction or a regulation."""

    kind: Literal[get_args(DocumentKind)] = "instruction"  # type: ignore[valid-type]
    for_: ForAnswer = Field(default=ForAnswer(), alias="for")
    acknowledge: list[Id] = Field(default=[], max_length=50)
    text: Long = ""
    link: Link = ""


class PassportAnswers(Answer):
    """The whole passport."""

    voronka: Literal[1]
    process: Id
    title: Title
    language: Literal["ru", "en"] = "ru"
    currency: Literal[CURRENCIES] = "RUB"  # type: ignore[valid-type]
    owner: OwnerAnswer | None = None
    cycle: CycleAnswer
    entry: EntryAnswer
    closing: ClosingAnswer
    product: ProductAnswer | None = None
    resources: ResourcesAnswer | None = None
    targets: TargetsAnswer | None = None
    control: ControlAnswer | None = None
    neighbours: list[NeighbourAnswer] = Field(default=[], max_length=100)
    documents: list[DocumentAnswer] = Field(default=[], max_length=500)
    texts: dict[Literal["ru", "en"], Annotated[dict[str, Long], Field(max_length=5000)]] = {}

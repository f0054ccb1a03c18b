"""The answers of a passport as they are written: keys, kinds and bounds. What fits together is checks.py's."""

import re
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, StringConstraints
from pydantic_core import PydanticCustomError

from voronka.core.guards import GUARDS
from voronka.core.money import CURRENCIES
from voronka.core.process import Guard, Mode, Span
from voronka.formats.passport.finding import near

LANGUAGES: Final = ("ru", "en")
MODES: Final = ("observe", "warn", "enforce")
_SPAN = re.compile(r"([0-9]{1,4})\s*(cd|d|h|m)")
_PERCENT = re.compile(r"(-?[0-9]{1,6}(?:[.,][0-9]{1,4})?)\s*%")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def _wrong(code: str, **data: Any) -> PydanticCustomError:
    return PydanticCustomError(code, "{code}", {"code": code, **data})


def span(value: Any) -> Span:
    """`3d` working days, `2h`, `30m` working time, `21cd` calendar days."""
    found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or int(found[1]) == 0:
        raise _wrong("span_unreadable", have=str(value)[:40])
    return Span(int(found[1]), found[2])  # type: ignore[arg-type]


def percent(value: Any) -> int | float:
    """`30%`, `7.5%`: from 0 to 100. A bare number is refused, for it might be a share of one."""
    found = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise _wrong("percent_unreadable", have=str(value)[:40])
    number = float(found[1].replace(",", "."))
    if not 0 <= number <= 100:
        raise _wrong("percent_out_of_range", have=str(value)[:40])
    return int(number) if number == int(number) else number


def whole_percent(value: Any) -> int:
    """A percent without a fraction."""
    number = percent(value)
    if not isinstance(number, int):
        raise _wrong("percent_not_whole", have=str(value)[:40])
    return number


def guard(value: Any) -> Guard:
    """A named guard, one with its argument, or an expression; each alone or with a `mode` beside it."""
    if isinstance(value, str):
        return _bare_guard(value.strip(), "enforce")
    if not isinstance(value, dict):
        raise _wrong("guard_unreadable", have=str(value)[:40])
    mode = value.get("mode", "enforce")
    if mode not in MODES:
        raise _wrong("mode_unknown", **near(mode, MODES))
    rest = [(key, inner) for key, inner in value.items() if key != "mode"]
    if len(rest) != 1:
        raise _wrong("guard_unreadable", have=", ".join(str(key) for key in value)[:80])
    name, argument = rest[0]
    if name == "guard" and isinstance(argument, str):
        return _bare_guard(argument.strip(), mode)
    return _guard_with(name, argument, mode)


def _known() -> list[str]:
    return [name for name in GUARDS if name != "expression"]


def _bare_guard(text: str, mode: Mode) -> Guard:
    if not text:
        raise _wrong("guard_unreadable", have="")
    if not _NAME.fullmatch(text):
        return Guard("expression", text, mode)
    if text not in _known():
        raise _wrong("unknown_guard", **near(text, _known()))
    if GUARDS[text].argument != "none":
        raise _wrong("guard_argument_missing", guard=text, need=GUARDS[text].argument)
    return Guard(text, None, mode)


def _guard_with(name: str, argument: Any, mode: Mode) -> Guard:
    if name not in _known():
        raise _wrong("unknown_guard", **near(name, _known()))
    match GUARDS[name].argument:
        case "percent":
            return Guard(name, whole_percent(argument), mode)
        case "fields":
            fields = [argument] if isinstance(argument, str) else argument
            if not isinstance(fields, list) or not fields or not all(isinstance(one, str) for one in fields):
                raise _wrong("guard_argument_missing", guard=name, need="fields")
            return Guard(name, tuple(fields), mode)
        case _:
            raise _wrong("guard_argument_unwanted", guard=name)


def _named(value: Any) -> Any:
    """A bare id stands for an id whose title is known, or is the id itself."""
    return {"id": value} if isinstance(value, str) else value


def _written(value: Any) -> str:
    """A number or a text, as it was written; a price is read later, when the currency is known."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _wrong("wrong_kind", need="number", have=type(value).__name__)
    return str(value)


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,62}$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Words = Annotated[str, StringConstraints(max_length=5_000)]
Long = Annotated[str, StringConstraints(max_length=50_000)]
Length = Annotated[Span, PlainValidator(span)]
Percent = Annotated[Any, PlainValidator(percent)]
WholePercent = Annotated[int, PlainValidator(whole_percent)]
Condition = Annotated[Guard, PlainValidator(guard)]
Written = Annotated[str, PlainValidator(_written)]


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


class FieldAnswer(Answer):
    """A field of the deal, or a question of the brief."""

    id: Id
    title: Title
    hint: Words = ""


class CycleAnswer(Answer):
    """Answer 2."""

    stages: list[StageAnswer] = Field(min_length=1, max_length=100)
    may_skip: dict[Id, Words] = {}
    may_return: bool = True
    lost_reasons: list[ReasonAnswer] = Field(default=[], max_length=100)
    fields: list[FieldAnswer] = Field(default=[], max_length=200)


class NamedAnswer(Answer):
    """An id with its title; a bare id is enough where the title is known."""

    id: Id
    title: Annotated[str, StringConstraints(max_length=300)] = ""


Named = Annotated[NamedAnswer, BeforeValidator(_named)]


class EntryAnswer(Answer):
    """Answer 3."""

    lead_when: Words = Field(min_length=1)
    channels: list[Named] = Field(min_length=1, max_length=100)
    not_a_lead: list[Named] = Field(default=[], max_length=100)
    answer_within: Length | None = None
    first_step: Id | None = None
    questions: list[FieldAnswer] = Field(default=[], max_length=200)


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

    won_when: WonWhen
    tripwire: TripwireAnswer | None = None


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


class PassportAnswers(Answer):
    """The whole passport. The last five answers are read and kept as they are written."""

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
    resources: Any = None
    targets: Any = None
    control: Any = None
    neighbours: Any = None
    documents: Any = None


KEPT: Final = ("resources", "targets", "control", "neighbours", "documents")

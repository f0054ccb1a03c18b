"""The shapes of what programs send and get, beside the records of queries, which are answered as they are."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

from voronka.queries.records.deals import DealRecord, PaymentRecord

LARGEST = 2**63 - 1


def _in_time(value: datetime) -> datetime:
    if not 1970 < value.year < 2200:
        raise ValueError("a moment between 1971 and 2199")
    return value.astimezone(UTC)


def _in_days(value: date) -> date:
    if not 1970 < value.year < 2200:
        raise ValueError("a day between 1971 and 2199")
    return value


Key = Annotated[int, Field(ge=1, le=LARGEST)]
GivenKey = Annotated[int, Field(strict=True, ge=1, le=LARGEST)]
Minor = Annotated[int, Field(strict=True, description="In minor units: kopecks, cents.")]
Count = Annotated[int, Field(strict=True, ge=0, le=10_000)]
Word = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]
Search = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Cursor = Annotated[str | None, Field(max_length=1000)]
Limit = Annotated[int, Field(ge=1, le=200)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_time)]
Day = Annotated[date, AfterValidator(_in_days)]
Seen = Annotated[
    int | None,
    Field(strict=True, ge=0, le=LARGEST, description="The `state_seq` that was seen; older than now: 409."),
]


class Given(Schema):
    """A body; a field that isn't known is an error, for it is a slip of the pen."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Lacking:
    """A guard that is not met: its data, and the sentence and the mend in the reader's language."""

    guard: str
    door: str
    mode: str
    data: dict[str, Any]
    sentence: str
    mend: str


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a verb: the facts that happened, and what is still lacking to leave the stage;
    `passed`: what was not met and let pass, and is counted.

    `noun` and `key` name the object; `repeated` tells that this request was already answered.
    """

    noun: str
    key: int
    seq: int
    state_seq: int
    kinds: list[str]
    stage: str
    status: str
    remaining: list[Lacking]
    passed: list[Lacking]
    repeated: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The key of a job that was asked for: `/jobs/{key}` tells how far it is."""

    key: UUID


@dataclass(frozen=True, slots=True)
class Made:
    """The key of what was made or changed."""

    noun: str
    key: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class WholeDealOut(DealRecord):
    """One deal with all that is known of it, and what it lacks to leave its stage and to be won."""

    contract_amount: int | None
    offer_amount: int | None
    fields: dict[str, str]
    steps: tuple[str, ...]
    evidence: dict[str, int]
    payments: tuple[PaymentRecord, ...]
    lacking_to_leave: list[Lacking]
    lacking_to_win: list[Lacking]
    may_go_to: tuple[str, ...]
    silence: str

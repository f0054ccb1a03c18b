"""The public form as a record: what it says, its texts of consent, the ready answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from voronka.core.access import Actor
from voronka.queries.public_form import setup


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """A text of consent; the one with the largest number holds."""

    number: int
    body: str
    digest: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class FormRecord:
    """The form of a process; `path` is its address on this site."""

    process: str
    path: str
    is_on: bool
    title: str
    lead: str
    thanks: str
    channel: str
    hosts: tuple[str, ...]
    consents: tuple[ConsentRecord, ...]
    answers: Mapping[str, str]
    held: int


def form(*, by: Actor, process: str | None = None) -> FormRecord:
    """What the company has set; NotAllowed for those who may not set it."""
    seen = setup(by, process)
    typed = seen.typed
    return FormRecord(
        process=seen.page.process.key,
        path=f"/form/{seen.page.process.key}",
        is_on=typed["is_on"],
        title=typed["title"],
        lead=typed["lead"],
        thanks=typed["thanks"],
        channel=typed["channel"],
        hosts=seen.page.hosts,
        consents=tuple(ConsentRecord(one.number, one.body, one.digest, one.written_at) for one in seen.texts),
        answers={as_what: body for as_what, _title, body in seen.answers if body},
        held=seen.held,
    )

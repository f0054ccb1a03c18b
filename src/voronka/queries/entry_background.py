"""What is known of an inquiry beside what was said: whence they came, to what they agreed, what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from voronka.core.entry import Inquiry
from voronka.core.process import Process
from voronka.queries.public_form import ready_answers
from voronka.store.models import Consent, Origin


@dataclass(frozen=True, slots=True)
class Whence:
    """Whence they came: name and value of each mark, and the page before."""

    marks: tuple[tuple[str, str], ...]
    referrer: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """To which text of consent they agreed, and when."""

    number: int
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Background:
    """What is known of an inquiry beside what was said: whence, to what they agreed, which offers they asked about."""

    whence: tuple[Whence, ...] = ()
    agreed: tuple[Agreed, ...] = ()
    interest: tuple[tuple[str, int], ...] = ()
    ready: Mapping[str, str] = field(default_factory=dict)


def background(known: Inquiry, name: str, process: Process) -> Background:
    """All of it; three statements. `name` is whoever turned to us."""
    marks = ("source", "medium", "campaign", "content", "term")
    agreed = Consent.objects.filter(inquiry=known.key).order_by("given_at")
    titles = {one.id: one.title for one in process.product.offers}
    return Background(
        tuple(
            Whence(
                tuple((f"utm_{name}", said) for name in marks if (said := getattr(one, name))), one.referrer
            )
            for one in Origin.objects.filter(inquiry=known.key).order_by("pk")
        ),
        tuple(Agreed(*one) for one in agreed.values_list("text__number", "given_at")),
        tuple((titles.get(name, name), count) for name, count in sorted(known.interest.items())),
        ready_answers(process.key, name),
    )

"""The last five answers as a passport writes them, from resources to documents, and what writing shares."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from voronka.core.money import digits
from voronka.core.process import Control, Document, Neighbour, Process, Service, Targets


class Titled(Protocol):
    """Anything with an id and a title."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...


def said(**keys: Any) -> dict[str, Any]:
    """Only what says something."""
    return {key: value for key, value in keys.items() if value is not None and value not in ("", [], {}, ())}


def titled(items: Iterable[Titled]) -> list[dict[str, Any]]:
    """Ids with their titles."""
    return [{"id": one.id, "title": one.title} for one in items]


def major(minor: int, currency: str) -> int | float:
    """A sum in whole units, as a passport writes it."""
    unit: int = 10 ** digits(currency)
    return minor // unit if minor % unit == 0 else minor / unit


def answers(process: Process) -> dict[str, Any]:
    """The last five answers by their words; nothing for those that say nothing."""
    resources = said(
        people=titled(process.resources.people),
        services=[_service(one, process.currency) for one in process.resources.services],
    )
    return said(
        resources=resources,
        targets=_targets(process.targets, process.currency),
        control=_control(process.control),
        neighbours=[_neighbour(one) for one in process.neighbours],
        documents=[_document(one) for one in process.documents],
    )


def _service(service: Service, currency: str) -> dict[str, Any]:
    price: Any = None
    if service.price is not None:
        price = major(service.price.amount, currency)
        price = f"{price}/{service.price.every}" if service.price.every else price
    return said(
        id=service.id,
        title=service.title,
        purpose=service.purpose,
        stages=list(service.stages),
        holder=service.holder,
        price=price,
        renews=service.renews.isoformat() if service.renews else None,
        instead=service.instead,
    )


def _targets(targets: Targets, currency: str) -> dict[str, Any]:
    def months(plan: Mapping[str, int]) -> dict[str, Any]:
        return {month: major(amount, currency) for month, amount in plan.items()}

    check = targets.average_check
    norms = said(
        average_check=None if check is None else major(check, currency),
        conversion={stage: f"{share}%" for stage, share in targets.conversion.items()},
    )
    return said(
        revenue=months(targets.revenue),
        teams={name: months(plan) for name, plan in targets.teams.items()},
        people={name: months(plan) for name, plan in targets.people.items()},
        norms=norms,
    )


def _control(control: Control) -> dict[str, Any]:
    reviews, lapse = control.call_reviews, control.lapse
    return said(
        guardian=control.guardian,
        meetings=[
            {"id": one.id, "title": one.title, "every": str(one.every), "minutes": one.minutes}
            for one in control.meetings
        ],
        reports=[
            said(id=one.id, title=one.title, every=str(one.every), by=one.by, to=list(one.to))
            for one in control.reports
        ],
        call_reviews=said(per_week=reviews.per_week, rubric=reviews.rubric) if reviews else None,
        lapse=said(after=str(lapse.after), tell=list(lapse.tell)) if lapse else None,
    )


def _neighbour(one: Neighbour) -> dict[str, Any]:
    return said(
        id=one.id,
        title=one.title,
        gives=one.gives,
        gets=one.gets,
        form=one.form,
        within=str(one.within) if one.within else None,
        owner=one.owner,
    )


def _document(one: Document) -> dict[str, Any]:
    return said(
        id=one.id,
        title=one.title,
        kind=one.kind,
        **{"for": said(stage=one.stage, role=one.role)},
        acknowledge=list(one.acknowledge),
        text=one.text,
        link=one.link,
    )

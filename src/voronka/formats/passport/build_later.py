"""Checked answers to the values of the core: the last five, from resources to documents."""

from collections.abc import Iterator, Mapping

from voronka.core.money import parse_amount
from voronka.core.process import (
    CallReviews,
    Control,
    Document,
    Helper,
    Lapse,
    Meeting,
    Neighbour,
    Price,
    Report,
    Resources,
    Service,
    Targets,
)
from voronka.formats.passport.answers import PassportAnswers, ServiceAnswer
from voronka.formats.passport.finding import Path
from voronka.formats.passport.titles import titled


def sums(passport: PassportAnswers) -> Iterator[tuple[str, Path]]:
    """Every sum of these answers as it is written, with its place."""
    for place, service in enumerate(passport.resources.services if passport.resources else []):
        if service.price is not None:
            yield service.price[0], ("resources", "services", place, "price")
    if passport.targets is None:
        return
    yield from _monthly(passport.targets.revenue, ("targets", "revenue"))
    for name, months in passport.targets.teams.items():
        yield from _monthly(months, ("targets", "teams", name))
    for name, months in passport.targets.people.items():
        yield from _monthly(months, ("targets", "people", name))
    if passport.targets.norms.average_check is not None:
        yield passport.targets.norms.average_check, ("targets", "norms", "average_check")


def _monthly(months: Mapping[str, str], path: Path) -> Iterator[tuple[str, Path]]:
    for month, text in months.items():
        yield text, (*path, month)


def resources(passport: PassportAnswers) -> Resources:
    """Answer 6."""
    answer = passport.resources
    if answer is None:
        return Resources()
    return Resources(
        people=tuple(Helper(one.id, titled(one, passport.language)) for one in answer.people),
        services=tuple(_service(one, passport.currency) for one in answer.services),
    )


def _service(answer: ServiceAnswer, currency: str) -> Service:
    price = None
    if answer.price is not None:
        price = Price(parse_amount(answer.price[0], currency), answer.price[1])
    return Service(
        id=answer.id,
        title=answer.title,
        purpose=answer.purpose,
        stages=tuple(answer.stages),
        holder=answer.holder or "",
        price=price,
        renews=answer.renews,
        instead=answer.instead,
    )


def targets(passport: PassportAnswers) -> Targets:
    """Answer 7, in minor units."""
    answer = passport.targets
    if answer is None:
        return Targets()

    def minor(months: Mapping[str, str]) -> dict[str, int]:
        return {month: parse_amount(text, passport.currency) for month, text in months.items()}

    check = answer.norms.average_check
    return Targets(
        revenue=minor(answer.revenue),
        teams={name: minor(months) for name, months in answer.teams.items()},
        people={name: minor(months) for name, months in answer.people.items()},
        average_check=None if check is None else parse_amount(check, passport.currency),
        conversion=dict(answer.norms.conversion),
    )


def control(passport: PassportAnswers) -> Control:
    """Answer 8."""
    answer = passport.control
    if answer is None:
        return Control()
    reviews, lapse = answer.call_reviews, answer.lapse
    return Control(
        guardian=answer.guardian or "",
        meetings=tuple(Meeting(one.id, one.title, one.every, one.minutes) for one in answer.meetings),
        reports=tuple(Report(one.id, one.title, one.every, one.by, tuple(one.to)) for one in answer.reports),
        call_reviews=CallReviews(reviews.per_week, reviews.rubric or "") if reviews else None,
        lapse=Lapse(lapse.after, tuple(lapse.tell)) if lapse else None,
    )


def neighbours(passport: PassportAnswers) -> tuple[Neighbour, ...]:
    """Answer 9."""
    return tuple(
        Neighbour(
            id=one.id,
            title=titled(one, passport.language),
            gives=one.gives,
            gets=one.gets,
            form=one.form,
            within=one.within,
            owner=one.owner or "",
        )
        for one in passport.neighbours
    )


def documents(passport: PassportAnswers) -> tuple[Document, ...]:
    """Answer 10."""
    return tuple(
        Document(
            id=one.id,
            title=titled(one, passport.language),
            kind=one.kind,
            stage=one.for_.stage or "",
            role=one.for_.role or "",
            acknowledge=tuple(one.acknowledge),
            text=one.text,
            link=one.link,
        )
        for one in passport.documents
    )

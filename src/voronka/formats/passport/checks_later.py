"""What of the last five answers does not fit together: roles, stages, documents and conditions that are none."""

import re
from collections.abc import Iterable, Iterator, Sequence

from voronka.core.guards import GUARDS
from voronka.formats.passport.answers import PassportAnswers
from voronka.formats.passport.finding import Path, Remark, error, gap, near, twice

_LIKE_A_GUARD = re.compile(r"[a-z]+(_[a-z]+)+")


def remarks(passport: PassportAnswers) -> Iterator[Remark]:
    """Every remark, in the order of the questions."""
    for check in (_resources, _targets, _control, _neighbours, _documents):
        yield from check(passport)


def _roles(passport: PassportAnswers, said: Iterable[str | None], path: Path) -> Iterator[Remark]:
    known = passport.owner.roles if passport.owner else {}
    yield from _unknown("unknown_role", said, known, path)


def _stages(passport: PassportAnswers, said: Iterable[str | None], path: Path) -> Iterator[Remark]:
    yield from _unknown("unknown_stage", said, [stage.id for stage in passport.cycle.stages], path)


def _unknown(code: str, said: Iterable[str | None], known: Iterable[str], path: Path) -> Iterator[Remark]:
    """Names that lead nowhere: a list's each in its place, a single one at the path itself."""
    names = list(known)
    for place, name in enumerate(said):
        if name is not None and name not in names:
            yield error(code, (*path, place) if isinstance(said, Sequence) else path, **near(name, names))


def _one(name: str | None) -> Iterator[str | None]:
    yield name


def _resources(passport: PassportAnswers) -> Iterator[Remark]:
    if passport.resources is None:
        return
    yield from twice(passport.resources.people, ("resources", "people"))
    yield from twice(passport.resources.services, ("resources", "services"))
    for place, service in enumerate(passport.resources.services):
        path: Path = ("resources", "services", place)
        yield from _stages(passport, service.stages, (*path, "stages"))
        yield from _roles(passport, _one(service.holder), (*path, "holder"))
        # A sentence says anything; what looks like a condition must be one.
        if _LIKE_A_GUARD.fullmatch(service.purpose) and service.purpose not in GUARDS:
            yield error("unknown_guard", (*path, "purpose"), **near(service.purpose, GUARDS))


def _targets(passport: PassportAnswers) -> Iterator[Remark]:
    stages = [stage.id for stage in passport.cycle.stages]
    for name in passport.targets.norms.conversion if passport.targets else ():
        if name not in stages:
            path = ("targets", "norms", "conversion", name)
            yield Remark("error", "unknown_stage", path, near(name, stages), True)


def _control(passport: PassportAnswers) -> Iterator[Remark]:
    control = passport.control
    if control is None:
        return
    yield from _roles(passport, _one(control.guardian), ("control", "guardian"))
    yield from twice(control.meetings, ("control", "meetings"))
    yield from twice(control.reports, ("control", "reports"))
    for place, report in enumerate(control.reports):
        path: Path = ("control", "reports", place)
        yield from _roles(passport, _one(report.by), (*path, "by"))
        yield from _roles(passport, report.to, (*path, "to"))
    if control.lapse is not None:
        yield from _roles(passport, control.lapse.tell, ("control", "lapse", "tell"))
    rubric = control.call_reviews.rubric if control.call_reviews else None
    documents = [one.id for one in passport.documents]
    if rubric is not None and rubric not in documents:
        yield gap("unknown_document", ("control", "call_reviews", "rubric"), **near(rubric, documents))


def _neighbours(passport: PassportAnswers) -> Iterator[Remark]:
    yield from twice(passport.neighbours, ("neighbours",))
    for place, one in enumerate(passport.neighbours):
        yield from _roles(passport, _one(one.owner), ("neighbours", place, "owner"))


def _documents(passport: PassportAnswers) -> Iterator[Remark]:
    yield from twice(passport.documents, ("documents",))
    for place, one in enumerate(passport.documents):
        path: Path = ("documents", place)
        yield from _stages(passport, _one(one.for_.stage), (*path, "for", "stage"))
        yield from _roles(passport, _one(one.for_.role), (*path, "for", "role"))
        yield from _roles(passport, one.acknowledge, (*path, "acknowledge"))

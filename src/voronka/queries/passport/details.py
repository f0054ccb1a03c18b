"""The details of an answer, as names with values: everything that its sentences only count."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core.process import Process, Rhythm, Service, Span
from voronka.queries import said
from voronka.queries.days import day, month
from voronka.queries.spans import span
from voronka.queries.sums import money, percent

Rows = Iterator[tuple[str, str]]


def rows(word: str, process: Process) -> Rows:
    """Names with values; nothing for the answers that have a table of their own."""
    tell = _TELL.get(word)
    if tell is not None:
        yield from tell(process)


def _owner(process: Process) -> Rows:
    for role in process.owner.roles:
        yield role.title, _stakes(role.interest, process)


def _stakes(interest: tuple[Mapping[str, Any], ...], process: Process) -> str:
    if not interest:
        return _("no interest of their own")
    return ", ".join(said.interest(line, process.currency) for line in interest)


def _entry(process: Process) -> Rows:
    yield _("Channels"), ", ".join(one.title for one in process.entry.channels)
    if process.entry.assign is not None:
        yield _("Who gets it"), _assigned(process)
    for question in process.entry.questions:
        yield _("Question of the brief"), question.title
    for field in process.entry.fields:
        yield _("Field of an inquiry"), field.title
    for field in process.entry.company_fields:
        yield _("Field of a company"), field.title
    for field in process.entry.contact_fields:
        yield _("Field of a contact"), field.title


def _assigned(process: Process) -> str:
    assign = process.entry.assign
    assert assign is not None
    role = _role(process, assign.role)
    return {
        "hand": _("%(role)s, by hand"),
        "turn": _("%(role)s, in turn"),
        "load": _("%(role)s, whoever has the fewest open deals"),
    }[assign.by] % {"role": role}


def _closing(process: Process) -> Rows:
    if process.closing.payment_methods:
        yield _("Ways to pay"), ", ".join(one.title for one in process.closing.payment_methods)
    for part in process.closing.package:
        yield _("Part of the hand-over"), part.title


def _product(process: Process) -> Rows:
    for offer in process.product.offers:
        yield offer.title, money(offer.price, process.currency)


def _resources(process: Process) -> Rows:
    for helper in process.resources.people:
        yield _("Person"), helper.title
    for service in process.resources.services:
        yield service.title, "; ".join(_service(service, process))


def _service(service: Service, process: Process) -> Iterable[str]:
    if service.purpose:
        yield said.named(service.purpose, process)
    if service.stages:
        titles = ", ".join(process.stage(one).title for one in service.stages)
        several = ngettext("for the stage: %(stages)s", "for the stages: %(stages)s", len(service.stages))
        yield several % {"stages": titles}
    if service.holder:
        yield _("access: %(role)s") % {"role": _role(process, service.holder)}
    if service.price is not None:
        yield {
            "": _("%(sum)s once"),
            "month": _("%(sum)s a month"),
            "quarter": _("%(sum)s a quarter"),
            "year": _("%(sum)s a year"),
        }[service.price.every] % {"sum": money(service.price.amount, process.currency)}
    if service.renews is not None:
        yield _("renewed by %(day)s") % {"day": day(service.renews)}
    if service.instead:
        yield _("instead of it: %(what)s") % {"what": service.instead}


def _targets(process: Process) -> Rows:
    targets = process.targets
    for name, plan in (("", targets.revenue), *targets.teams.items(), *targets.people.items()):
        for when, amount in plan.items():
            label = f"{month(when)}, {name}" if name else month(when)
            yield label, money(amount, process.currency)
    for stage, share in targets.conversion.items():
        yield _("Go on from “%(stage)s”") % {"stage": process.stage(stage).title}, percent(share)


def _control(process: Process) -> Rows:
    control = process.control
    for meeting in control.meetings:
        when, minutes = rhythm(meeting.every), span(Span(meeting.minutes, "m"))
        yield meeting.title, _("%(when)s, %(minutes)s") % {"when": when, "minutes": minutes}
    for report in control.reports:
        told = ", ".join(_role(process, one) for one in report.to)
        signed = _role(process, report.by)
        way = f"{signed} → {told}" if told else signed
        yield report.title, f"{rhythm(report.every)}; {way}"


def rhythm(every: Rhythm) -> str:
    """When something is held, as people say it: on weekdays at 10:00."""
    days = {
        "weekday": _("on weekdays"),
        "monday": _("on Mondays"),
        "tuesday": _("on Tuesdays"),
        "wednesday": _("on Wednesdays"),
        "thursday": _("on Thursdays"),
        "friday": _("on Fridays"),
        "saturday": _("on Saturdays"),
        "sunday": _("on Sundays"),
        "first workday": _("on the first working day of the month"),
        "last workday": _("on the last working day of the month"),
    }
    number = every.on.removeprefix("day ")
    on = days.get(every.on) or _("on day %(n)s of the month") % {"n": number}
    return _("%(on)s at %(time)s") % {"on": on, "time": every.at}


def _neighbours(process: Process) -> Rows:
    for one in process.neighbours:
        parts = []
        if one.gives:
            parts.append(_("sales give: %(what)s") % {"what": one.gives})
        if one.gets:
            parts.append(_("sales get: %(what)s") % {"what": one.gets})
        if one.form:
            parts.append(_("how: %(what)s") % {"what": one.form})
        if one.within:
            parts.append(_("within %(span)s") % {"span": span(one.within)})
        if one.owner:
            parts.append(_("answers for it: %(role)s") % {"role": _role(process, one.owner)})
        yield one.title, "; ".join(parts)


def _documents(process: Process) -> Rows:
    kinds = {
        "instruction": _("instruction"),
        "regulation": _("regulation"),
        "script": _("script"),
        "template": _("template"),
        "other": _("document"),
    }
    for one in process.documents:
        parts = [kinds[one.kind]]
        if one.stage:
            parts.append(_("stage “%(stage)s”") % {"stage": process.stage(one.stage).title})
        if one.role:
            parts.append(_role(process, one.role))
        if one.acknowledge:
            names = ", ".join(_role(process, name) for name in one.acknowledge)
            parts.append(_("to be acknowledged by: %(roles)s") % {"roles": names})
        yield one.title, "; ".join(parts)


def _role(process: Process, role: str) -> str:
    return next((one.title for one in process.owner.roles if one.id == role), role)


_TELL = {
    "owner": _owner,
    "entry": _entry,
    "closing": _closing,
    "product": _product,
    "resources": _resources,
    "targets": _targets,
    "control": _control,
    "neighbours": _neighbours,
    "documents": _documents,
}

"""The ten answers as agreed: sentences made of a published version, in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core.process import Process, Role
from voronka.queries import said
from voronka.queries.expressions import expression
from voronka.queries.passport.lines import Line, Piece, plain
from voronka.queries.spans import span
from voronka.queries.sums import money, percent

Names = Mapping[str, tuple[str, ...]]
"""Who works here, by system role."""


def answer(word: str, process: Process, names: Names, today: date) -> tuple[Line, ...]:
    """The answer to this question, a line a sentence; one line that says so where there is none."""
    if not process.answered(word):
        return (plain(_("Not answered yet.")),)
    return tuple(_ANSWERS[word](process, names, today)) or (plain(_("Written down.")),)


def owner(process: Process, names: Names, today: date) -> Iterable[Line]:
    """Who is responsible, and what each role has of it."""
    roles = {role.id: role for role in process.owner.roles}
    responsible = roles.get(process.owner.responsible)
    if responsible is not None:
        people = names.get(responsible.system, ())
        who = ", ".join(people) if people else _("nobody yet")
        stake = _stake(responsible, process.currency) or _("no interest of their own")
        yield (
            Piece(who[:1].upper() + who[1:], strong=True),
            Piece(_(", %(role)s: %(stake)s.") % {"role": _small(responsible.title), "stake": stake}),
        )
    others = [
        f"{role.title}: {stake}"
        for role in process.owner.roles
        if role is not responsible and (stake := _stake(role, process.currency))
    ]
    if others:
        yield plain(". ".join(others) + ".")


def _stake(role: Role, currency: str) -> str:
    return _(" and ").join(said.interest(line, currency) for line in role.interest)


def _small(title: str) -> str:
    """A title inside a sentence; an abbreviation stays as it is."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title


def cycle(process: Process, names: Names, today: date) -> Iterable[Line]:
    """The stages in their order."""
    stages = process.cycle.stages
    count = ngettext("%(n)s stage", "%(n)s stages", len(stages)) % {"n": len(stages)}
    way = " → ".join(_small(stage.title) for stage in stages)
    yield plain(f"{count}: {way}.")


def entry(process: Process, names: Names, today: date) -> Iterable[Line]:
    """When selling begins, what is no reason for it, how soon we answer."""
    rule = expression(process.entry.lead_when, process)
    yield plain(_("Selling begins when %(rule)s.") % {"rule": rule})
    if process.entry.not_a_lead:
        titles = ", ".join(_small(one.title) for one in process.entry.not_a_lead)
        yield plain(_("No reason to sell: %(what)s.") % {"what": titles})
    if process.entry.answer_within:
        yield plain(_("The answer comes within %(span)s.") % {"span": span(process.entry.answer_within)})


def closing(process: Process, names: Names, today: date) -> Iterable[Line]:
    """Money received and hand-over accepted; what is a stage, not a win."""
    share = percent(process.closing.paid)
    yield plain(
        _("Won when %(share)s of the agreed sum is received and production has accepted the project.")
        % {"share": share}
    )
    guards = {guard.name: stage.title for stage in process.cycle.stages for guard in stage.leave_when}
    if "contract_signed" in guards and "invoice_sent" in guards:
        yield plain(_("Contract and invoice are stages, not the end."))
    offers = {offer.id: offer.title for offer in process.product.offers}
    if tripwire := process.closing.tripwire:
        title = offers.get(tripwire.offer, tripwire.offer)
        yield plain(_("“%(offer)s” paid for is a step on the way, not a win.") % {"offer": title})


def product(process: Process, names: Names, today: date) -> Iterable[Line]:
    """The result of selling, and by what production accepts it."""
    yield plain(process.product.result.rstrip(".") + ".")
    if process.product.accept_when:
        asks = ", ".join(said.condition(guard, process) for guard in process.product.accept_when)
        yield plain(_("Production accepts it when %(conditions)s.") % {"conditions": asks})


def resources(process: Process, names: Names, today: date) -> Iterable[Line]:
    """People and services by their titles."""
    people, services = process.resources.people, process.resources.services
    parts = []
    if people:
        parts.append(ngettext("%(n)s person", "%(n)s people", len(people)) % {"n": len(people)})
    if services:
        parts.append(ngettext("%(n)s service", "%(n)s services", len(services)) % {"n": len(services)})
    shown = ", ".join(_small(one.title) for one in services[:4]) + ("…" if len(services) > 4 else "")
    yield plain(", ".join(parts) + (f": {shown}" if shown else "") + ("." if shown[-1:] != "…" else ""))


def targets(process: Process, names: Names, today: date) -> Iterable[Line]:
    """What this month must bring."""
    plan = process.targets.revenue.get(f"{today:%Y-%m}")
    if plan is not None:
        yield plain(_("This month: %(sum)s.") % {"sum": money(plan, process.currency)})
    elif process.targets.revenue:
        yield plain(_("This month has no plan."))
    if (check := process.targets.average_check) is not None:
        yield plain(_("Average sale: %(sum)s or more.") % {"sum": money(check, process.currency)})


def control(process: Process, names: Names, today: date) -> Iterable[Line]:
    """Who watches, meetings, reports, calls that are listened to, what is a lapse."""
    answer = process.control
    titles = {role.id: role.title for role in process.owner.roles}
    if answer.guardian:
        yield plain(_("Watches the rhythm: %(role)s.") % {"role": _small(titles[answer.guardian])})
    held = [one.title for one in answer.meetings] + [one.title for one in answer.reports]
    if held:
        yield plain(", ".join([held[0], *map(_small, held[1:])]) + ".")
    if answer.call_reviews is not None:
        weekly = answer.call_reviews.per_week
        yield plain(
            ngettext(
                "%(n)s call is listened to every week.", "%(n)s calls are listened to every week.", weekly
            )
            % {"n": weekly}
        )
    if answer.lapse is not None:
        silence = span(answer.lapse.after)
        if answer.lapse.tell:
            told = ", ".join(_small(titles[one]) for one in answer.lapse.tell)
            yield plain(
                _("After %(span)s of silence this is told: %(who)s.") % {"span": silence, "who": told}
            )
        else:
            yield plain(_("Silence of %(span)s is a lapse.") % {"span": silence})


def neighbours(process: Process, names: Names, today: date) -> Iterable[Line]:
    """Whom sales give to and get from."""
    for one in process.neighbours:
        said_of = _small(one.gives or one.gets)
        yield plain(f"{one.title}: {said_of}." if said_of else f"{one.title}.")


def documents(process: Process, names: Names, today: date) -> Iterable[Line]:
    """How many documents there must be."""
    count = len(process.documents)
    yield plain(ngettext("%(n)s document.", "%(n)s documents.", count) % {"n": count})
    with_own = sum(bool(stage.instruction or stage.documents) for stage in process.cycle.stages)
    stages = len(process.cycle.stages)
    if with_own == stages:
        yield plain(_("Every stage has its instruction."))
    else:
        yield plain(_("%(n)s of %(all)s stages have an instruction.") % {"n": with_own, "all": stages})


_ANSWERS: dict[str, Callable[[Process, Names, date], Iterable[Line]]] = {
    "owner": owner,
    "cycle": cycle,
    "entry": entry,
    "closing": closing,
    "product": product,
    "resources": resources,
    "targets": targets,
    "control": control,
    "neighbours": neighbours,
    "documents": documents,
}

"""The side “as it is” of the answers beyond cycle and exit point: sentences of what the worker counted."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core.process import Process
from voronka.core.verdicts import LEAST_ACCEPTED, LEAST_INQUIRIES, Verdict
from voronka.queries.answering import first_answer
from voronka.queries.passport.lines import Line, Piece, Seen, filled, number, plain
from voronka.queries.passport.measured import Measured, document_facts, plan_of
from voronka.queries.sums import money
from voronka.queries.words import listed

Say = Callable[[Process, Measured, date], tuple[Line, ...]]


def actual(word: str, process: Process, seen: Measured, today: date) -> tuple[Line, ...]:
    """What really happens with this answer; nothing while it is not measured."""
    if seen.counted_at is None or word not in _ACTUAL:
        return ()
    return _ACTUAL[word](process, seen, today)


def _owner(process: Process, seen: Measured, today: date) -> tuple[Line, ...]:
    if not seen["open"]:
        return (plain(_("No deal is open.")),)
    if not seen["ownerless"]:
        return (plain(_("Every open deal has somebody who leads it.")),)
    pattern = _("%(n)s of %(all)s open deals are led by nobody who works here.")
    return (filled(pattern, n=number(seen["ownerless"], "ownerless"), all=number(seen["open"], "")),)


def _entry(process: Process, seen: Measured, today: date) -> tuple[Line, ...]:
    pattern = _("Deals opened within 30 days: %(all)s, too early %(early)s.")
    lines = [filled(pattern, all=number(seen["opened"], "opened"), early=number(seen["early"], "early"))]
    if seen["due"]:
        pattern = _("Inquiries answered in time: %(n)s of %(all)s, missed %(missed)s.")
        pieces = {
            name: number(seen[figure], f"inquiries.{figure}")
            for name, figure in (("n", "in_time"), ("all", "due"), ("missed", "missed"))
        }
        lines.append(filled(pattern, **pieces))
    if seen.answering and seen.answering.middle is not None:
        pattern = _("Half have the first answer after %(time)s of working time.")
        after = Piece(first_answer(seen.answering), strong=True, figure="inquiries.inquiries")
        lines.append(filled(pattern, time=after))
    return tuple(lines)


def _product(process: Process, seen: Measured, today: date) -> tuple[Line, ...]:
    if not seen["accepted"]:
        return (plain(_("Production has accepted no project within 90 days.")),)
    pattern = _("Accepted by production within 90 days: %(all)s, the first time %(n)s.")
    first, accepted = number(seen["first_time"], "first_time"), number(seen["accepted"], "accepted")
    lines = [filled(pattern, n=first, all=accepted)]
    if seen["refunded"]:
        pattern = _("Refunded within 30 days of the win: %(n)s.")
        lines.append(filled(pattern, n=number(seen["refunded"], "refunded")))
    return tuple(lines)


def _resources(process: Process, seen: Measured, today: date) -> tuple[Line, ...]:
    lines = []
    if seen.without_holder:
        names = listed(seen.without_holder, 4)
        lines.append(plain(_("Nobody who works here holds: %(names)s.") % {"names": names}))
    if seen.overdue:
        names = listed(seen.overdue, 4)
        lines.append(plain(_("The renewal date has passed: %(names)s.") % {"names": names}))
    count = len(process.resources.services)
    if not lines and count:
        said = ngettext("%(n)d service, with its holder.", "%(n)d services, each with its holder.", count)
        lines.append(plain(said % {"n": count}))
    return tuple(lines)


def _targets(process: Process, seen: Measured, today: date) -> tuple[Line, ...]:
    received = next((one.amount for one in seen.received if one.currency == process.currency), 0)
    plan = plan_of(process, today)
    got = Piece(money(received, process.currency), strong=True)
    if plan is None:
        return (filled(_("Received this month: %(sum)s."), sum=got),)
    whole = Piece(money(plan, process.currency))
    return (filled(_("Received this month: %(sum)s of %(plan)s."), sum=got, plan=whole),)


def _documents(process: Process, seen: Measured, today: date) -> tuple[Line, ...]:
    facts = document_facts(process, seen)
    pattern = _("Documents with a text: %(n)s of %(all)s.")
    lines = [filled(pattern, n=number(facts.published, ""), all=number(facts.required, ""))]
    if facts.to_read:
        pattern = _("Instructions read: %(n)s of %(all)s.")
        lines.append(filled(pattern, n=number(facts.read, ""), all=number(facts.to_read, "")))
    return tuple(lines)


_ACTUAL: dict[str, Say] = {
    "owner": _owner,
    "entry": _entry,
    "product": _product,
    "resources": _resources,
    "targets": _targets,
    "documents": _documents,
}


def verdict_seen(word: str, verdict: Verdict, process: Process, seen: Measured) -> Seen:
    """The verdict in words."""
    if verdict.state == "not_answered":
        return Seen(verdict, _("not answered"), _("Nobody has answered this question yet."))
    if verdict.why == ("counting",):
        return Seen(
            verdict, _("answered"), _("Figures are being counted, they will be here within a minute.")
        )
    if verdict.why == ("later",):
        return Seen(verdict, _("answered"), _LATER[word]())
    if verdict.why == ("few",):
        return Seen(verdict, _("answered"), _few(word, seen))
    if verdict.state == "holds":
        return Seen(verdict, _("holds"), _HOLDS[word]())
    tags, reasons = _tags(), _reasons()
    text = _(", and ").join(reasons[one] for one in verdict.why)
    return Seen(verdict, tags[verdict.why[0]], text[:1].upper() + text[1:] + ".")


def _few(word: str, seen: Measured) -> str:
    if word == "documents":
        return _("The passport names no documents yet.")
    have, need = (
        (seen["inquiries"], LEAST_INQUIRIES) if word == "entry" else (seen["accepted"], LEAST_ACCEPTED)
    )
    return _("Too little data yet: %(have)d of the %(need)d cases that a verdict needs.") % {
        "have": have,
        "need": need,
    }


_LATER: dict[str, Callable[[], str]] = {
    "owner": lambda: _("Open deals are in good hands; control and pay are not kept here yet."),
    "resources": lambda: _("Whether a service is silent shows once services are connected."),
    "targets": lambda: _("The month has a plan; how likely it is to be met is not counted yet."),
    "control": lambda: _("Meetings, reports and reviews are not held here yet."),
    "neighbours": lambda: _("Exchanges with other processes are not kept here yet."),
}
_HOLDS: dict[str, Callable[[], str]] = {
    "entry": lambda: _("Deals begin when the entry rule says so, and inquiries are answered in time."),
    "product": lambda: _("Production accepts projects the first time, and money stays."),
    "documents": lambda: _("Every document has its text, and those who must have read the instructions."),
}


def _tags() -> dict[str, str]:
    return {
        "early": _("too early"),
        "missed": _("missed"),
        "slow": _("slow answers"),
        "again": _("returned projects"),
        "refunded": _("refunds"),
        "ownerless": _("nobody leads"),
        "holder": _("without a holder"),
        "overdue": _("renewal overdue"),
        "no_plan": _("no plan"),
        "unpublished": _("texts lacking"),
        "unread": _("not read"),
    }


def _reasons() -> dict[str, str]:
    return {
        "early": _("more than one deal of twenty began before the entry rule called it a lead"),
        "missed": _("more than one inquiry of twenty was missed"),
        "slow": _("fewer than nine inquiries of ten were answered in time"),
        "again": _("production accepted fewer than nine projects of ten the first time"),
        "refunded": _("more than one win of twenty was refunded within 30 days"),
        "ownerless": _("open deals are led by nobody who works here"),
        "holder": _("there is a service that nobody who works here holds"),
        "overdue": _("there is a service whose renewal date has passed"),
        "no_plan": _("this month has no plan"),
        "unpublished": _("there are documents without a text"),
        "unread": _("instructions have not been read by all who must"),
    }

"""Conditions and shares of a passport as people say them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from voronka.core.guards import GUARDS
from voronka.core.process import Guard, Process, Span
from voronka.queries.expressions import expression
from voronka.queries.spans import span
from voronka.queries.sums import money, percent
from voronka.queries.words import listed


def condition(guard: Guard, process: Process) -> str:
    """What must be true, beginning with a small letter; how strictly, where it is not kept strictly."""
    text = _condition(guard, process)
    if guard.mode == "warn":
        return _("%(condition)s (only a warning)") % {"condition": text}
    if guard.mode == "observe":
        return _("%(condition)s (only observed)") % {"condition": text}
    return text


def _condition(guard: Guard, process: Process) -> str:
    match guard.name:
        case "paid":
            return _("%(percent)s of the agreed sum is paid") % {"percent": percent(_number(guard.arg))}
        case "fields_filled":
            fixed = {"amount": _("Amount"), "company": _("Company"), "contact": _("Contact")}
            titles = {**fixed, **{one.id: one.title for one in process.cycle.fields}}
            ids = guard.arg if isinstance(guard.arg, tuple) else (str(guard.arg),)
            return _("filled in: %(names)s") % {"names": listed([titles.get(one, one) for one in ids], 10)}
        case "approved":
            role = process.role(str(guard.arg))
            return _("approved by: %(role)s") % {"role": role.title if role else guard.arg}
        case "waited":
            return _("%(span)s on the stage have passed") % {"span": span(Span.of(str(guard.arg)))}
        case "expression":
            return expression(str(guard.arg), process)
    return bare(guard.name)


def bare(name: str) -> str:
    """A condition that needs nothing behind it."""
    return {
        "steps_done": _("all steps are done"),
        "brief_filled": _("the brief is filled"),
        "next_step_set": _("the next step is set"),
        "call_logged": _("a call took place"),
        "recording_sent": _("the recording was sent"),
        "offer_sent": _("an offer was sent"),
        "contract_sent": _("the contract was sent"),
        "contract_signed": _("the contract is signed"),
        "invoice_sent": _("the invoice was sent"),
        "handover_accepted": _("production accepted the project"),
        "tripwire_paid": _("the small offer is paid for"),
        "instruction_acknowledged": _("the instruction of the stage has been read"),
    }.get(name, name)


def named(purpose: str, process: Process) -> str:
    """What a service is for: the condition whose fact it makes, else the sentence that is written."""
    return condition(Guard(purpose), process) if purpose in GUARDS else purpose


def _number(value: Any) -> int | float:
    return value if isinstance(value, int | float) else 100


def interest(line: Mapping[str, Any], currency: str) -> str:
    """One line of a role's own interest: 8% of each payment."""
    if "profit_share" in line:
        return _("%(share)s of the profit") % {"share": percent(line["profit_share"])}
    if "payment_share" in line:
        return _("%(share)s of each payment") % {"share": percent(line["payment_share"])}
    bonus = money(int(line.get("plan_bonus", 0)), currency)
    at = line.get("at")
    if at is None or at == 100:
        return _("%(sum)s for the plan") % {"sum": bonus}
    return _("%(sum)s at %(share)s of the plan") % {"sum": bonus, "share": percent(at)}

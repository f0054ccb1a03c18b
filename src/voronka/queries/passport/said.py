"""Conditions, shares and expressions of a passport as people say them."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from voronka.core.money import digits
from voronka.core.process import Guard, Process
from voronka.queries.words import listed, money, russian

_TOKEN = re.compile(
    r"(?P<money>\b[a-z]{3}\((?P<sum>[0-9.]+)\))|(?P<name>\b(?:inquiry|deal)\.[a-z_]+)"
    r"|(?P<text>'[^']*'|\"[^\"]*\")|(?P<sign>\|\||&&|==|!=|<=|>=|<|>|!)|(?P<word>\bin\b|\btrue\b|\bfalse\b)"
)


def percent(value: int | float) -> str:
    """30 %, 7,5 %."""
    text = f"{value:g}"
    return (text.replace(".", ",") if russian() else text) + "%"


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
        case "expression":
            return expression(str(guard.arg), process)
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
    }.get(guard.name, guard.name)


def _number(value: Any) -> int | float:
    return value if isinstance(value, int | float) else 100


def expression(text: str, process: Process | None = None) -> str:
    """The company's own condition in words: “amount more than 30,000 ₽ and channel = “VK””."""
    titles: dict[str, str] = {}
    if process is not None:
        titles |= {one.id: one.title for one in process.entry.channels}
        titles |= {one.id: one.title for one in process.cycle.stages}
    words = {**_names(), **_signs()}

    def say(found: re.Match[str]) -> str:
        if found["sum"]:
            code = found["money"][:3].upper()
            return money(round(float(found["sum"]) * 10 ** digits(code)), code)
        if found["text"]:
            inner = found["text"][1:-1]
            return _("“%(name)s”") % {"name": titles.get(inner, inner)}
        return words.get(found[0], found[0])

    return re.sub(r"\s+", " ", _TOKEN.sub(say, text)).strip()


def _names() -> Mapping[str, str]:
    return {
        "inquiry.brief_filled": _("the brief is filled"),
        "inquiry.service_questions": _("number of questions about the services"),
        "inquiry.messages": _("number of messages"),
        "inquiry.channel": _("channel"),
        "deal.amount": _("amount"),
        "deal.agreed": _("agreed sum"),
        "deal.paid": _("sum received"),
        "deal.channel": _("channel"),
        "deal.stage": _("stage"),
        "deal.status": _("state of the deal"),
        "deal.handover": _("state of the hand-over"),
        "deal.early": _("opened too early"),
        "deal.calls": _("number of calls"),
        "deal.offers": _("number of offers"),
    }


def _signs() -> Mapping[str, str]:
    return {
        "||": _("or"),
        "&&": _("and"),
        "!": _("not") + " ",
        "==": "=",
        "!=": "≠",
        "<": _("less than"),
        ">": _("more than"),
        "<=": _("at most"),
        ">=": _("at least"),
        "in": _("among"),
        "true": _("yes"),
        "false": _("no"),
    }


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

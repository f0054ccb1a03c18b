"""The company's own conditions, with names and signs as words."""

import re
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from voronka.core.money import digits
from voronka.core.process import Process
from voronka.queries.days import day
from voronka.queries.sums import money

_TOKEN = re.compile(
    r"(?P<money>\b[a-z]{3}\((?P<sum>[0-9.]+)\))|(?P<day>\bdate\(.(?P<iso>[0-9-]{10}).\))"
    r"|(?P<name>\b(?:inquiry|deal)\.(?:fields\.)?[a-z0-9_]+)"
    r"|(?P<text>'[^']*'|\"[^\"]*\")|(?P<sign>\|\||&&|==|!=|<=|>=|<|>|!)|(?P<word>\bin\b|\btrue\b|\bfalse\b)"
)


def expression(
    text: str,
    process: Process | None = None,
    known: Mapping[str, str] | None = None,
    own: Mapping[str, str] | None = None,
) -> str:
    """The company's own condition in words: “amount more than 30,000 ₽ and channel = “VK””.

    `known` are titles of ids, `own` those of own fields, where there is no process yet to know them.
    """
    titles: dict[str, str] = dict(known or {})
    if process is not None:
        titles |= {one.id: one.title for one in process.entry.channels}
        titles |= {one.id: one.title for one in process.cycle.stages}
    words = {**names(), **signs()}
    words |= {name: _("“%(name)s”") % {"name": title} for name, title in (own or {}).items()}
    if process is not None:
        words |= {
            f"deal.fields.{one.id}": _("“%(name)s”") % {"name": one.title} for one in process.cycle.fields
        }
        titles |= {option.id: option.title for one in process.cycle.fields for option in one.options}

    def say(found: re.Match[str]) -> str:
        if found["sum"]:
            code = found["money"][:3].upper()
            return money(round(float(found["sum"]) * 10 ** digits(code)), code)
        if found["iso"]:
            return day(date.fromisoformat(found["iso"]))
        if found["text"]:
            inner = found["text"][1:-1]
            return _("“%(name)s”") % {"name": titles.get(inner, inner)}
        return words.get(found[0], found[0])

    return re.sub(r"\s+", " ", _TOKEN.sub(say, text)).strip()


def names() -> Mapping[str, str]:
    """What a condition may ask for, in words."""
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


def signs() -> Mapping[str, str]:
    """The signs of a condition, in words."""
    return {
        "||": _("or"),
        "&&": _("and"),
        "!": _("not") + " ",
        "==": "=",
        "!=": "≠",
        "<": _("is less than"),
        ">": _("is more than"),
        "<=": _("is at most"),
        ">=": _("is at least"),
        "in": _("among"),
        "true": _("yes"),
        "false": _("no"),
    }

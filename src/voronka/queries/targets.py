"""What a column of another system's file may say, in words: for the page, the command line and the API alike."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core.imports import TARGETS, Noun

Say = Callable[[], str]

_SAID: Final[dict[str, Say]] = {
    "deal.id": lambda: _("Number in that system"),
    "deal.title": lambda: _("Title of the deal"),
    "deal.amount": lambda: _("Amount"),
    "deal.currency": lambda: _("Currency"),
    "deal.pipeline": lambda: _("Pipeline"),
    "deal.stage": lambda: _("Stage"),
    "deal.status": lambda: _("Open, won or lost"),
    "deal.owner": lambda: _("Who leads it"),
    "deal.opened_at": lambda: _("When it began"),
    "deal.entered_at": lambda: _("Since when it is on its stage"),
    "deal.closed_at": lambda: _("When it was closed"),
    "deal.lost_reason": lambda: _("Why it was lost"),
    "deal.channel": lambda: _("Where it came from"),
    "deal.note": lambda: _("Note"),
    "deal.paid": lambda: _("How much was paid"),
    "deal.paid_on": lambda: _("When it was paid"),
    "company.id": lambda: _("Number in that system"),
    "company.name": lambda: _("Name of the company"),
    "company.inn": lambda: _("INN"),
    "company.site": lambda: _("Website"),
    "company.about": lambda: _("About the company"),
    "contact.id": lambda: _("Number in that system"),
    "contact.name": lambda: _("Name of the contact"),
    "contact.phone": lambda: _("Phone"),
    "contact.email": lambda: _("E-mail"),
    "contact.post": lambda: _("Position of the contact"),
    "inquiry.id": lambda: _("Number in that system"),
    "inquiry.received_at": lambda: _("When they turned to us"),
    "inquiry.answered_at": lambda: _("When they were answered"),
    "inquiry.channel": lambda: _("Where it came from"),
    "inquiry.message": lambda: _("What they wrote"),
    "inquiry.owner": lambda: _("Who answered"),
    "inquiry.questions": lambda: _("Questions about services"),
    "inquiry.outcome": lambda: _("What it turned out to be"),
    "inquiry.deal": lambda: _("Which deal it has become"),
    "payment.id": lambda: _("Number in that system"),
    "payment.deal": lambda: _("Of which deal"),
    "payment.amount": lambda: _("Amount"),
    "payment.currency": lambda: _("Currency"),
    "payment.paid_on": lambda: _("When it was paid"),
    "payment.text": lambda: _("What for"),
    "change.deal": lambda: _("Of which deal"),
    "change.from": lambda: _("From which stage"),
    "change.to": lambda: _("To which stage"),
    "change.at": lambda: _("When it was moved"),
    "change.by": lambda: _("Who moved it"),
    "change.amount": lambda: _("Amount"),
    "change.closed_at": lambda: _("When it was closed"),
}
NOUNS: Final[dict[str, Callable[[int], str]]] = {
    "deal": lambda n: ngettext("%(n)s deal", "%(n)s deals", n),
    "company": lambda n: ngettext("%(n)s company", "%(n)s companies", n),
    "contact": lambda n: ngettext("%(n)s contact", "%(n)s contacts", n),
    "inquiry": lambda n: ngettext("%(n)s inquiry", "%(n)s inquiries", n),
    "payment": lambda n: ngettext("%(n)s payment", "%(n)s payments", n),
    "change": lambda n: ngettext("%(n)s change of stage", "%(n)s changes of stage", n),
}


def target(name: str) -> str:
    """What a column with this target says."""
    return _SAID[name]() if name in _SAID else name


def targets(noun: Noun) -> list[tuple[str, str]]:
    """All that a column may say in a file of this noun, each with its words."""
    return [(name, target(name)) for name in TARGETS[noun]]

"""What the parts of a passport are called: kinds of things in the singular, and the labels of their values."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

THINGS: dict[str, str | Promise] = {
    "owner.roles": _("role"),
    "cycle.stages": _("stage"),
    "cycle.stages.steps": _("step"),
    "cycle.lost_reasons": _("reason for losing"),
    "cycle.fields": _("field of a deal"),
    "entry.channels": _("channel"),
    "entry.not_a_lead": _("no reason to sell"),
    "entry.questions": _("question of the brief"),
    "entry.fields": _("field of an inquiry"),
    "entry.company_fields": _("field of a company"),
    "entry.contact_fields": _("field of a contact"),
    "closing.payment_methods": _("way to pay"),
    "closing.package": _("part of the hand-over"),
    "product.offers": _("offer"),
    "resources.people": _("person"),
    "resources.services": _("service"),
    "control.meetings": _("meeting"),
    "control.reports": _("report"),
    "neighbours": _("neighbour"),
    "documents": _("document"),
}
"""Kinds of things that have a name, by their place in the passport."""
OPTION = _("answer to choose")

LABELS: dict[str, str | Promise] = {
    "title": _("Title of the process"),
    "language": _("Language"),
    "currency": _("Currency"),
    "texts": _("In another language"),
    "owner.responsible": _("Responsible"),
    "owner.roles.system": _("rights"),
    "owner.roles.interest": _("own interest"),
    "cycle.stages.purpose": _("purpose"),
    "cycle.stages.role": _("who works it"),
    "cycle.stages.norm": _("norm"),
    "cycle.stages.leave_when": _("to go on"),
    "cycle.stages.instruction": _("instruction"),
    "cycle.stages.documents": _("documents"),
    "cycle.may_skip": _("May be skipped"),
    "cycle.may_return": _("Deals may go back"),
    "cycle.lost_reasons.after": _("offered after a silence of"),
    "entry.lead_when": _("A lead is"),
    "entry.answer_within": _("The first answer within"),
    "entry.first_step": _("The first step"),
    "entry.assign": _("Who gets it"),
    "closing.paid": _("To be won: paid"),
    "closing.tripwire": _("The small offer before the main one"),
    "product.result": _("Result of sales"),
    "product.accept_when": _("Production accepts it when"),
    "product.offers.price": _("price"),
    "resources.services.purpose": _("purpose"),
    "resources.services.stages": _("needed on the stages"),
    "resources.services.holder": _("access"),
    "resources.services.price": _("price"),
    "resources.services.renews": _("renewed by"),
    "resources.services.instead": _("instead of it"),
    "targets.revenue": _("Plan"),
    "targets.teams": _("Plan of a team"),
    "targets.people": _("Plan of a person"),
    "targets.average_check": _("Average sale"),
    "targets.conversion": _("Norm of those who go on"),
    "control.guardian": _("Who watches the rhythm"),
    "control.meetings.every": _("when"),
    "control.meetings.minutes": _("minutes"),
    "control.reports.every": _("when"),
    "control.reports.by": _("signed by"),
    "control.reports.to": _("for whom"),
    "control.call_reviews": _("Calls listened to every week"),
    "control.lapse": _("A lapse of control"),
    "neighbours.gives": _("sales give"),
    "neighbours.gets": _("sales get"),
    "neighbours.form": _("how"),
    "neighbours.within": _("term"),
    "neighbours.owner": _("answers for it"),
    "documents.kind": _("kind"),
    "documents.stage": _("stage"),
    "documents.role": _("role"),
    "documents.acknowledge": _("to be acknowledged by"),
    "documents.text": _("text"),
    "documents.link": _("link"),
}
"""Values by their place; those of a thing begin with a small letter, for they stand behind its name."""
OF_FIELDS: dict[str, str | Promise] = {
    "hint": _("hint"),
    "kind": _("kind of answer"),
    "required": _("must be filled in"),
}
"""Values of a field, whatever it is a field of."""


def thing(path: str) -> str:
    """What a thing at this place is called, beginning with a small letter; empty where none stands there."""
    if path.endswith(".options"):
        return str(OPTION)
    return str(THINGS.get(path, ""))


def label(path: str) -> str:
    """What a value at this place is called."""
    return str(LABELS.get(path) or OF_FIELDS.get(path.rpartition(".")[2]) or path)

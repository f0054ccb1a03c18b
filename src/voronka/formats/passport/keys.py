"""What each key of a passport is for, in one sentence: an editor says it by the JSON Schema, and the reference."""

from collections.abc import Mapping
from typing import Final


def N_(sentence: str) -> str:
    """Marks a sentence that is translated where it is shown."""
    return sentence


_ID = N_("A name for the computer: small Latin letters, digits, “-” and “_”; never changed later.")
_TITLE = N_("What people read.")
_FIELDS: Final[Mapping[str, str]] = {
    "id": _ID,
    "title": _TITLE,
    "hint": N_("A line below the field that helps to fill it in."),
    "kind": N_("What the field holds: text if nothing is said."),
    "required": N_("It can’t be left empty."),
    "options": N_("What can be chosen, for the kinds choice and choices."),
}

SAYS: Final[Mapping[str, Mapping[str, str]]] = {
    "PassportAnswers": {
        "voronka": N_("The format: 1."),
        "process": N_("The process’s name for the computer; the next version keeps it."),
        "title": N_("The process’s name for people."),
        "language": N_("The language in which the passport is written."),
        "currency": N_("The money in which the process counts."),
        "owner": N_("Question 1: who is responsible, and what each role has of it."),
        "entry": N_("Question 3: where inquiries come from, and which of them are leads."),
        "cycle": N_("Question 2: the stages of a deal in their order."),
        "closing": N_("Question 4: when a deal is won."),
        "product": N_("Question 5: what the result of selling is."),
        "resources": N_("Question 6: people, services and tools."),
        "targets": N_("Question 7: the plan and the norms."),
        "control": N_("Question 8: how it is watched."),
        "neighbours": N_("Question 9: what sales give to other processes and get from them."),
        "documents": N_("Question 10: instructions and regulations."),
        "texts": N_("Texts in another language, by their places: cycle.stages.brief.title."),
    },
    "OwnerAnswer": {
        "responsible": N_("The role that answers for the whole process."),
        "roles": N_("The roles of the company, each by its name."),
    },
    "RoleAnswer": {
        "title": _TITLE,
        "system": N_(
            "Whose rights the role has: owner, head, manager, support, marketer, curator or accountant."
        ),
        "interest": N_("What the role has of a sale: one line for each part."),
    },
    "InterestAnswer": {
        "profit_share": N_("A part of the profit, as 30%."),
        "payment_share": N_("A part of every payment received, as 8%."),
        "plan_bonus": N_("A sum for the plan, in whole units of the currency."),
        "at": N_("At which part of the plan the bonus is due; 100% if nothing is said."),
    },
    "CycleAnswer": {
        "stages": N_("The stages in their order; the last one is the hand-over."),
        "may_skip": N_("Stages that may be skipped, each with the condition that allows it."),
        "may_return": N_("May a deal go back to an earlier stage?"),
        "lost_reasons": N_("Why deals are lost."),
        "fields": N_("Fields of a deal that the company asks for."),
    },
    "StageAnswer": {
        "id": _ID,
        "title": _TITLE,
        "purpose": N_("What the stage is for, in one sentence."),
        "role": N_("Which role works on it; manager if nothing is said."),
        "norm": N_("How long a deal may stay: 3d working days, 2h, 30m working time, 21cd calendar days."),
        "steps": N_("The check list of the stage."),
        "leave_when": N_("What must be true before a deal may leave the stage."),
        "instruction": N_("What to do there, in the company’s own words."),
        "documents": N_("Documents that help there, by their names."),
    },
    "StepAnswer": {"id": _ID, "title": _TITLE},
    "ReasonAnswer": {
        "id": _ID,
        "title": _TITLE,
        "after": N_("After how long a silence this reason is suggested."),
    },
    "NamedAnswer": {"id": _ID, "title": _TITLE},
    "FieldAnswer": _FIELDS,
    "EntryAnswer": {
        "lead_when": N_("An expression over the inquiry: when it is true, selling begins."),
        "channels": N_("Where inquiries come from."),
        "not_a_lead": N_("What an inquiry may turn out to be instead of a lead."),
        "answer_within": N_("How soon the first answer is promised."),
        "first_step": N_("The stage on which deals begin."),
        "questions": N_("The questions of the brief."),
        "assign": N_("Who gets what comes in."),
        "fields": N_("Fields of an inquiry that the company asks for."),
        "company_fields": N_("Fields of a company among the clients."),
        "contact_fields": N_("Fields of a contact among the clients."),
    },
    "AssignAnswer": {
        "role": N_("Among whom it is shared out."),
        "by": N_("By hand, in turn, or to whoever has the fewest open deals."),
    },
    "ClosingAnswer": {
        "won_when": N_(
            "A deal is won when the money is here and the hand-over is accepted; there is no other way."
        ),
        "tripwire": N_("A small offer before the main one: its payment moves a deal, but never wins it."),
        "payment_methods": N_("Ways in which clients can pay."),
        "package": N_("What production is given at the hand-over."),
    },
    "WonWhen": {
        "paid": N_("What part of the agreed sum must have come, as 100%."),
        "handover": N_("Production has accepted the project."),
    },
    "TripwireAnswer": {
        "offer": N_("Which offer it is."),
        "stage": N_("The stage that its payment moves a deal from."),
    },
    "ProductAnswer": {
        "result": N_("The result of selling, in one sentence."),
        "accept_when": N_("By what production accepts a project."),
        "offers": N_("What is sold, with prices."),
    },
    "OfferAnswer": {
        "id": _ID,
        "title": _TITLE,
        "price": N_("In whole units of the currency."),
    },
    "ResourcesAnswer": {
        "people": N_("People that sales count on."),
        "services": N_("Services and tools."),
    },
    "ServiceAnswer": {
        "id": _ID,
        "title": _TITLE,
        "purpose": N_("What it is for: a sentence, or the name of the condition whose fact it makes."),
        "stages": N_("Stages that can’t be worked without it."),
        "holder": N_("Which role holds the access."),
        "price": N_("What it costs: 1200/month, 300/quarter, 9900/year, or once without a period."),
        "renews": N_("By which day it is to be renewed, as 2027-01-15."),
        "instead": N_("What to do while it is down."),
    },
    "TargetsAnswer": {
        "revenue": N_("The plan of the company by month, as 2026-11: 400000."),
        "teams": N_("The plan of each team by month."),
        "people": N_("The plan of each person by month."),
        "norms": N_("What a sale and a stage should bring."),
    },
    "NormsAnswer": {
        "average_check": N_("The average sale, in whole units of the currency."),
        "conversion": N_("How many deals go on from each stage, as 80%."),
    },
    "ControlAnswer": {
        "guardian": N_("The role that watches whether the rhythm is kept."),
        "meetings": N_("Meetings that are held again and again."),
        "reports": N_("Reports that are signed again and again."),
        "call_reviews": N_("Calls that are listened to."),
        "lapse": N_("After which silence control is lost, and whom it is told."),
    },
    "MeetingAnswer": {
        "id": _ID,
        "title": _TITLE,
        "every": N_(
            "When: weekday 10:00, friday 17:00, first workday 10:00, last workday 17:00, day 5 12:00."
        ),
        "minutes": N_("How long it takes."),
    },
    "ReportAnswer": {
        "id": _ID,
        "title": _TITLE,
        "every": N_(
            "When: weekday 10:00, friday 17:00, first workday 10:00, last workday 17:00, day 5 12:00."
        ),
        "by": N_("Which role signs it."),
        "to": N_("Roles that read it."),
    },
    "CallReviewsAnswer": {
        "per_week": N_("How many calls a week."),
        "rubric": N_("The document by which a call is judged."),
    },
    "LapseAnswer": {
        "after": N_("How long a silence counts, as 2d."),
        "tell": N_("Roles that are told."),
    },
    "NeighbourAnswer": {
        "id": _ID,
        "title": _TITLE,
        "gives": N_("What sales give them."),
        "gets": N_("What sales get from them."),
        "form": N_("In what form: a table, a chat, a meeting."),
        "within": N_("How soon, as 1d."),
        "owner": N_("Which role of ours answers for it."),
    },
    "DocumentAnswer": {
        "id": _ID,
        "title": _TITLE,
        "kind": N_("What kind of document it is."),
        "for": N_("The stage or the role that it is for."),
        "acknowledge": N_("Roles that must say that they have read it."),
        "text": N_("The text itself."),
        "link": N_("Where it lies, if not here."),
    },
    "ForAnswer": {
        "stage": N_("The stage that it is for."),
        "role": N_("The role that it is for."),
    },
}
"""The sentence of each key, by the answer that it belongs to."""

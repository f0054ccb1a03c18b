"""Refusals and problems as sentences in the reader's language: the same words on every face."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core.decision import Unmet
from voronka.core.merging import Changed
from voronka.core.problems import Invalid, NotAllowed, NotFound, Problem, RequestReused, Stale
from voronka.queries.alike_words import field_title
from voronka.queries.expressions import expression
from voronka.queries.file_words import FILE_PROBLEMS
from voronka.queries.sums import between, money, percent, russian, share, whole

__all__ = ["between", "money", "percent", "russian", "share"]

Data = Mapping[str, Any]


def phone(number: str) -> str:
    """A number in E.164 as people read it: `+7 921 000-00-00`; as it is where it isn't one."""
    if not number.startswith("+"):
        return number
    if number.startswith("+7") and len(number) == 12 and number[1:].isdigit():
        return f"+7\u00a0{number[2:5]}\u00a0{number[5:8]}-{number[8:10]}-{number[10:]}"
    import phonenumbers  # heavy, and most readers of these words need it not

    try:
        known = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(known, style)).replace(" ", "\u00a0")


def refusal(unmet: Unmet) -> str:
    """Why not: one sentence that says what is missing."""
    say = _REFUSALS.get(unmet.guard)
    return say(unmet.data) if say else _("The rule “%(rule)s” is not met.") % {"rule": unmet.guard}


def mend(unmet: Unmet) -> str:
    """The one action that mends it, as the words of a button; empty where there is none."""
    say = _MENDS.get(unmet.door)
    return say() if say else ""


def lack(unmet: Unmet) -> dict[str, Any]:
    """What is unmet as data for programs, with its sentence and its mend in the reader's language."""
    return {**unmet.as_data(), "sentence": refusal(unmet), "mend": mend(unmet)}


def problem(wrong: Problem) -> str:
    """What is wrong with what was entered, and what to do."""
    say = _PROBLEMS.get(wrong.code)
    return say(wrong.data) if say else _("This can’t be read: %(code)s.") % {"code": wrong.code}


def trouble(error: Exception) -> str:
    """What is wrong with a request that can't be carried out, and what to do: one sentence."""
    match error:
        case Invalid():
            return " ".join(dict.fromkeys(problem(one) for one in error.problems))
        case NotAllowed():
            return _("Your role does not allow this. Ask the head of sales or the owner.")
        case NotFound():
            say = _ABSENT.get(error.noun)
            return (say() if say else _("There is no such thing.")) % {"key": error.key}
        case Changed():
            names = dict.fromkeys(field_title(error.of, field.partition(".")[2]) for field in error.fields)
            return _("Somebody has changed this meanwhile: %(fields)s. Look at the two again.") % {
                "fields": listed(list(names))
            }
        case Stale():
            return _("Somebody has changed this in the meantime: look at it again.")
        case RequestReused():
            return _("This key was already used for another request: take a new one.")
        case _:
            raise error


def listed(names: Sequence[str], most: int = 3) -> str:
    """Names in quotes, as a sentence lists them; what is beyond `most` is counted."""
    shown = ", ".join(_("“%(name)s”") % {"name": name} for name in names[:most])
    if len(names) > most:
        return _("%(names)s and %(count)d more") % {"names": shown, "count": len(names) - most}
    return shown


def _paid(data: Data) -> str:
    if not data["agreed"]:
        return _("The deal has no amount yet, so nothing can be paid off.")
    return _("%(have)s of %(need)s has been received.") % {
        "have": money(data["have"], data["currency"]),
        "need": money(data["need"], data["currency"]),
    }


def _steps(data: Data) -> str:
    return ngettext(
        "A step of the stage is not done: %(names)s.",
        "Steps of the stage are not done: %(names)s.",
        len(data["titles"]),
    ) % {"names": listed(data["titles"])}


def _fields(data: Data) -> str:
    names = {"amount": _("Amount"), "company": _("Company"), "contact": _("Contact")}
    titles = [names.get(title, title) for title in data["titles"]]
    return ngettext("A field is empty: %(names)s.", "Fields are empty: %(names)s.", len(titles)) % {
        "names": listed(titles)
    }


def _expression(data: Data) -> str:
    return _("The company’s condition is not met: %(rule)s.") % {"rule": expression(data["expression"])}


def _handover(data: Data) -> str:
    return {
        "none": _("The project has not been handed over to production."),
        "offered": _("Production has not accepted the project yet."),
        "returned": _("Production returned the project."),
    }.get(data["have"], _("The project has not been handed over to production."))


def _open(data: Data) -> str:
    if data["have"] == "won":
        return _("The deal is won; its history is closed.")
    if data["have"] == "imported":
        return _("The deal was won in another system. Reopen it first.")
    if data["have"] == "undone":
        return _("The import that told of this deal was taken back.")
    return _("The deal is lost. Reopen it first.")


def _tripwire(data: Data) -> str:
    if not data["offer"]:
        return _("The small offer is not paid for: the passport names none.")
    return _("“%(title)s” is not paid for: %(have)s of %(need)s has been received.") % {
        "title": data["title"],
        "have": money(data["have"], data["currency"]),
        "need": money(data["need"], data["currency"]),
    }


def _approved(data: Data) -> str:
    if data["before"] is not None:
        return _("The sum has changed since “%(title)s” approved it: ask again.") % dict(data)
    if data["asked"]:
        return _("“%(title)s” has been asked to approve the deal and has not answered yet.") % dict(data)
    return _("“%(title)s” has not approved the deal.") % dict(data)


def _waited(data: Data) -> str:
    until = timezone.localtime(datetime.fromisoformat(data["until"]))
    day = date_format(until.date(), "j E" if russian() else "j M")
    return _("The deal must wait on this stage until %(day)s, %(time)s.") % {
        "day": day,
        "time": f"{until:%H:%M}",
    }


_REFUSALS: dict[str, Callable[[Data], str]] = {
    "steps_done": _steps,
    "fields_filled": _fields,
    "brief_filled": lambda data: _("The brief is not filled."),
    "next_step_set": lambda data: (
        _("The next step is overdue: set a new one.") if data.get("due") else _("No next step is set.")
    ),
    "call_logged": lambda data: _("No call with the client is logged."),
    "recording_sent": lambda data: _("The strategy recording has not been sent."),
    "offer_sent": lambda data: _("No offer has been sent."),
    "contract_sent": lambda data: _("The contract has not been sent."),
    "contract_signed": lambda data: _("The contract is not signed."),
    "invoice_sent": lambda data: _("The invoice has not been sent."),
    "paid": _paid,
    "handover_accepted": _handover,
    "expression": _expression,
    "tripwire_paid": _tripwire,
    "more_than_tripwire": lambda data: (
        _("Only the small offer is paid for, %(have)s: it moves the deal, but does not win it.")
        % {"have": money(data["have"], data["currency"])}
    ),
    "instruction_acknowledged": lambda data: (
        _("Nobody leads the deal, so nobody has read the instruction of the stage: name who leads it.")
        if data.get("owner") is None
        else _("Whoever leads the deal has not read the instruction of the stage.")
    ),
    "approved": _approved,
    "waited": _waited,
    "exception_needed": lambda data: _("Nothing stands in the way here: no exception is needed."),
    "approver": lambda data: _("Only “%(title)s” can approve this.") % dict(data),
    "role_known": lambda data: (
        _("The passport has no role “%(have)s”. It has: %(names)s.")
        % {"have": data["have"], "names": listed(data["titles"], 10)}
    ),
    "deal_open": _open,
    "deal_lost": lambda data: _("Only a lost deal can be reopened."),
    "stage_known": lambda data: _("The process has no stage “%(name)s”.") % {"name": data["need"]},
    "stage_in_order": lambda data: (
        ngettext(
            "A stage can’t be skipped: %(names)s comes first.",
            "Stages can’t be skipped: %(names)s come first.",
            len(data["titles"]),
        )
        % {"names": listed(data["titles"])}
    ),
    "stage_earlier": lambda data: _("A deal is returned to a stage that it has already passed."),
    "return_allowed": lambda data: _("This process does not let deals go back."),
    "handover_free": lambda data: (
        _("Production has accepted the project: the deal can’t go back.")
        if data["have"] == "accepted"
        else _("The project is offered to production. Wait for the answer.")
    ),
    "handover_offered": lambda data: _(
        "The project has not been offered to production, so there is nothing to answer."
    ),
    "on_last_stage": lambda data: (
        _("A project is handed over from the stage %(names)s.") % {"names": listed(data["titles"])}
    ),
    "undo_possible": lambda data: (
        _("It is too late to undo: move the deal back instead.")
        if data["have"] == "late"
        else _("The deal has changed since then, so the move can’t be undone.")
    ),
    "lost_reason_known": lambda data: (
        _("Choose why the deal is lost: %(names)s.") % {"names": listed(data["titles"], 10)}
    ),
    "step_known": lambda data: _("The stage has no step “%(name)s”.") % {"name": data["have"]},
    "same_currency": lambda data: (
        _("The deal is in %(need)s; a payment in %(have)s can’t be counted.") % dict(data)
    ),
    "refund_covered": lambda data: (
        _("At most %(have)s of this payment can go back.") % {"have": money(data["have"], data["currency"])}
    ),
    "payment_standing": lambda data: _("This payment is already voided or refunded."),
    "amount_free": lambda data: _(
        "Money has come already: the agreed sum is changed by the head of sales or the owner."
    ),
    "amount_reason": lambda data: _("Money has come already: say why the agreed sum changes."),
    "not_a_lead_known": lambda data: (
        _("Choose what it was: %(names)s.") % {"names": listed(data["titles"], 10)}
    ),
    "inquiry_open": lambda data: (
        _("This inquiry has become a deal already.")
        if data.get("have") == "lead"
        else _("This inquiry is closed already.")
    ),
}

_ABSENT: dict[str, Callable[[], str]] = {
    "deal": lambda: _("There is no deal %(key)s among those that you may see."),
    "inquiry": lambda: _("There is no inquiry %(key)s among those that you may see."),
    "consent": lambda: _("There is no such text of the consent."),
    "form": lambda: _("The form “%(key)s” is closed, or there never was one."),
    "submission": lambda: _("Number %(key)s is not held back: somebody has decided already."),
    "company": lambda: _("There is no company %(key)s."),
    "contact": lambda: _("There is no contact %(key)s."),
    "file": lambda: _("There is no file %(key)s among those that you may open."),
    "token": lambda: _("There is no such token, or it is revoked already."),
    "person": lambda: _("Nobody with the address %(key)s works here."),
    "process": lambda: _("There is no process “%(key)s” here."),
    "passport": lambda: _("There is no published passport yet, or no such version of it."),
    "migration": lambda: _("There is no such migration."),
    "merge": lambda: _("There is no merge %(key)s."),
    "bulk": lambda: _("There is no change of many deals number %(key)s among those that you may see."),
    "draft": lambda: _(
        "There is no draft of the passport: nobody has begun one, or it was published or discarded."
    ),
}

_MENDS: dict[str, Callable[[], str]] = {
    "steps": lambda: _("Mark the steps"),
    "fields": lambda: _("Fill in the fields"),
    "amount": lambda: _("Enter the amount"),
    "brief": lambda: _("Mark the brief as filled"),
    "next_step": lambda: _("Set the next step"),
    "call": lambda: _("Log a call"),
    "recording": lambda: _("Mark the recording as sent"),
    "offer": lambda: _("Log the offer"),
    "contract_sent": lambda: _("Mark the contract as sent"),
    "contract": lambda: _("Log the signed contract"),
    "invoice": lambda: _("Log the invoice"),
    "payment": lambda: _("Enter a payment"),
    "handover": lambda: _("Go to the hand-over"),
    "reopen": lambda: _("Reopen the deal"),
    "lose": lambda: _("Choose the reason"),
    "close": lambda: _("Choose what it was"),
    "approval": lambda: _("Ask for the approval"),
    "instruction": lambda: _("Read the instruction"),
    "next_stage": lambda: _("Go to the next stage"),
    "expression": lambda: _("See the rule"),
}

_PROBLEMS: dict[str, Callable[[Data], str]] = {
    "required": lambda data: _("Fill this in."),
    "too_long": lambda data: _("Too long: %(length)d characters, at most %(limit)d.") % dict(data),
    "too_many": lambda data: (
        _("Too many: %(count)s, at most %(limit)s.")
        % {"count": whole(data["count"]), "limit": whole(data["limit"])}
    ),
    "amount_empty": lambda data: _("Enter an amount above zero."),
    "amount_unreadable": lambda data: _("“%(typed)s” is not an amount. Write it like 1 234,56.") % dict(data),
    "amount_negative": lambda data: _("An amount can’t be negative."),
    "amount_too_large": lambda data: _("The amount is too large: check the number of zeros."),
    "amount_too_fine": lambda data: _("“%(typed)s” has too many digits after the point.") % dict(data),
    "amount_ambiguous": lambda data: (
        _(
            "“%(typed)s”: is it %(thousands)s, or %(decimals)s with decimals?"
            " Write it without the sign between thousands."
        )
        % {**data, "decimals": data["decimals"].replace(".", "," if russian() else ".")}
    ),
    "deals_none": lambda data: _("Choose at least one deal."),
    "deals_too_many": lambda data: (
        _("At most %(limit)s deals can be changed at once: narrow the list.")
        % {"limit": whole(data["limit"])}
    ),
    "change_needed": lambda data: _("Say what is to become of the deals."),
    "bulk_state": lambda data: _("This change of many deals stands otherwise by now: look at it again."),
    "not_yours": lambda data: _("Giving deals to other people is for the head of sales or the owner."),
    "worked_since": lambda data: _("Somebody has worked on the deal since."),
    "in_the_past": lambda data: _("This moment has passed: choose a later one."),
    "too_far_ahead": lambda data: _("This is too far ahead: choose a day within ten years."),
    "in_the_future": lambda data: _("This day has not come yet."),
    "date_unreadable": lambda data: _("“%(typed)s” is not a date. Write it like 24.11.2026.") % dict(data),
    "moment_without_zone": lambda data: (
        _(
            "“%(typed)s” says no time zone, and would be another moment in each."
            " Write it like 2026-11-24T09:30:00+03:00."
        )
        % dict(data)
    ),
    "pair_unreadable": lambda data: (
        _("“%(typed)s” is no name with a value. Write it like size=big.") % dict(data)
    ),
    "number_unreadable": lambda data: _("“%(typed)s” is not a number.") % dict(data),
    "yes_no_unreadable": lambda data: _("“%(typed)s” is neither yes nor no.") % dict(data),
    "phone_unreadable": lambda data: _("“%(typed)s” is not a phone number.") % dict(data),
    "link_unreadable": lambda data: (
        _("“%(typed)s” is not an address of a page. Write it like example.com.") % dict(data)
    ),
    "unknown_choice": lambda data: _("“%(have)s” is not one of the choices.") % dict(data),
    "not_offered": lambda data: _("“%(typed)s” is not one of the choices.") % dict(data),
    "unknown_person": lambda data: _("There is no such person, or they no longer work here."),
    "proof_needed": lambda data: _("Attach the proof: a bank slip, a receipt or a screenshot."),
    "file_empty": lambda data: _("The file is empty."),
    "file_unreadable": lambda data: _("The file %(typed)s can’t be read: %(why)s.") % dict(data),
    "file_unknown": lambda data: _("The file is no longer here: attach it again."),
    "client_needed": lambda data: _("Say who it is: a name, a phone number or an e-mail address."),
    "reach_needed": lambda data: _("Leave a phone number or an e-mail address, so that we can answer."),
    "consent_needed": lambda data: _("Without your consent we may not keep what you wrote: tick the box."),
    "consent_changed": lambda data: _(
        "The text of the consent has changed meanwhile: read it and tick the box."
    ),
    "page_unsealed": lambda data: _(
        "It is not known when the page of this form was opened. Look at what you wrote, and send it once more."
    ),
    "too_often": lambda data: _(
        "Too many messages have come from your address within an hour. Send it again a little later, or call us."
    ),
    "form_no_channel": lambda data: _(
        "The passport names no channel by which inquiries come: add one first."
    ),
    "form_no_consent": lambda data: _(
        "Write the text of the consent first: without it the form may not be opened."
    ),
    "host_unreadable": lambda data: (
        _("“%(typed)s” is not the address of a site. Write it like https://example.com.") % dict(data)
    ),
    "inn_unreadable": lambda data: _("An INN has 10 digits for a company and 12 for a person."),
    "inn_mistyped": lambda data: _("There is a mistake in the INN: its last digit does not fit the others."),
    "email_unreadable": lambda data: _("“%(typed)s” is not an e-mail address.") % dict(data),
    "merge_itself": lambda data: _("This is one and the same client: choose another one."),
    "client_merged": lambda data: (
        _("Meanwhile this client was merged into “%(name)s”. Nothing was changed here: open that card.")
        % dict(data)
    ),
    "merge_split": lambda data: _("These two were split back already."),
    "cursor_unreadable": lambda data: _("This is not a cursor of this list: begin from the first page."),
    "wrong_type": lambda data: _("This can’t be read as what belongs here (%(need)s).") % dict(data),
    "number_small": lambda data: _("The number must be at least %(limit)s.") % dict(data),
    "number_large": lambda data: _("The number must be at most %(limit)s.") % dict(data),
    "unknown_field": lambda data: _("There is no such field."),
    "request_key": lambda data: _("A request’s key has 1 to 100 printable characters without spaces."),
    "plan_unreadable": lambda data: _("The plan can’t be read in line %(line)d.") % dict(data),
    "file_no_text": lambda data: _("This file is no text in UTF-8."),
    "not_the_demo": lambda data: _("This company is not the demo: it can’t be emptied."),
    "last_owner": lambda data: _("This is the only owner: name another one first."),
    "leaves_oneself": lambda data: _("You can’t close the door behind yourself: ask another owner."),
    "password_wrong": lambda data: _("This is not your present password."),
    "language_not_offered": lambda data: _("The usual language must be one of those that are offered."),
    "clock_unreadable": lambda data: _("“%(typed)s” is no hour of the day: write it as 09:00.") % dict(data),
    "hours_turned": lambda data: _("The working day must end later than it begins."),
    "person_left": lambda data: _("%(name)s works here no more.") % dict(data),
    "name_taken": lambda data: (
        _("There is already one named “%(typed)s”: give it another name.") % dict(data)
    ),
    "views_full": lambda data: (
        _("There are %(limit)s views already: delete one that nobody needs.") % dict(data)
    ),
    "unknown_team": lambda data: _("There is no team number %(have)s.") % dict(data),
    "email_taken": lambda data: _("%(typed)s is already used by another person.") % dict(data),
    "passport_there": lambda data: _("There is a passport already: the file goes by its stages."),
    "nothing_to_draft": lambda data: _("This file tells of no deals: no passport can be drafted from it."),
    "norm_out_of_bounds": lambda data: _("A norm is from 1 to %(most)d working days.") % dict(data),
    "passport_errors": lambda data: (
        ngettext(
            "The passport has %(count)d error, in line %(line)d.",
            "The passport has %(count)d errors, the first in line %(line)d.",
            data["count"],
        )
        % dict(data)
    ),
    "process_unreadable": lambda data: (
        _("“%(have)s” can’t name a process: take Latin letters, digits, - and _, a letter first.")
        % dict(data)
    ),
    "draft_of_another": lambda data: (
        _("This is the draft of the process “%(known)s”, its text is of “%(have)s”: write the same name.")
        % dict(data)
    ),
    "stage_unknown": lambda data: (
        _("The new version has no stage “%(have)s”. It has: %(names)s.")
        % {"have": data["have"], "names": listed(data["titles"], 40)}
    ),
    "stages_unmapped": lambda data: (
        ngettext(
            "%(count)d open deal stands on a stage that the new version lacks: %(names)s."
            " Say to which stage it goes.",
            "%(count)d open deals stand on stages that the new version lacks: %(names)s."
            " Say to which stage they go.",
            data["count"],
        )
        % {"count": data["count"], "names": listed(data["titles"])}
    ),
    "stages_hold_deals": lambda data: (
        ngettext(
            "%(count)d open deal stands on a stage that the new version lacks: %(names)s."
            " Keep the stage or finish the deal first.",
            "%(count)d open deals stand on stages that the new version lacks: %(names)s."
            " Keep the stages or finish the deals first.",
            data["count"],
        )
        % {"count": data["count"], "names": listed(data["titles"])}
    ),
    **FILE_PROBLEMS,
}

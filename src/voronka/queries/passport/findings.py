"""What a check of a passport found, as sentences with a hint in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core.problems import Problem
from voronka.formats.passport import Finding
from voronka.queries import words
from voronka.queries.words import listed

Say = Callable[[Mapping[str, Any]], str]


def sentence(finding: Finding) -> str:
    """What is wrong, or left open: one sentence."""
    say = _SENTENCES.get(finding.code) or _EXPRESSIONS.get(finding.code)
    if say is not None:
        return say(finding.data)
    return words.problem(Problem(finding.code, finding.path, finding.data))


def hint(finding: Finding) -> str:
    """What to write instead; empty where the sentence says it already."""
    data = finding.data
    if data.get("nearest"):
        return _("Did you mean “%(nearest)s”?") % {"nearest": data["nearest"]}
    say = _HINTS.get(finding.code)
    if say is not None:
        return say(data)
    if data.get("known"):
        return _("Known are: %(names)s.") % {"names": listed(data["known"], 12)}
    return ""


def place(finding: Finding) -> str:
    """Where it is: line and column, as editors count them."""
    return f"{finding.line}:{finding.column}"


def word(finding: Finding) -> str:
    """The question that it belongs to; empty where it is about the whole."""
    return finding.path.partition(".")[0].partition("[")[0]


def question(word: str) -> str:
    """The article's question in two or three words, as the rail has it."""
    return {
        "owner": _("Who is responsible"),
        "cycle": _("Sequence of actions"),
        "entry": _("Entry point"),
        "closing": _("Exit point"),
        "product": _("Product of sales"),
        "resources": _("Resources"),
        "targets": _("Numbers to reach"),
        "control": _("Control"),
        "neighbours": _("Interaction"),
        "documents": _("Documents"),
    }[word]


_SENTENCES: dict[str, Say] = {
    # the text itself
    "empty": lambda data: _("There is nothing here yet."),
    "too_large": lambda data: _("The text is too large: at most %(limit)d characters.") % data,
    "too_much": lambda data: _("The passport says too much: more than %(limit)d values.") % data,
    "too_deep": lambda data: _("Too many levels inside each other: at most %(limit)d.") % data,
    "yaml": lambda data: _("This is not YAML: %(words)s.") % data,
    "tab": lambda data: _("A tab stands where only spaces may."),
    "character": lambda data: _("A character stands here that no text may hold."),
    "not_a_passport": lambda data: _(
        "A passport is a list of keys with values, beginning with “voronka: 1”."
    ),
    "several_documents": lambda data: _("Only one passport may stand in a text."),
    "anchor": lambda data: _("Anchors and references (& and *) are not allowed."),
    "tag": lambda data: _("Tags (!) are not allowed."),
    "key_unreadable": lambda data: _("A key must be plain text."),
    "duplicate_key": lambda data: _("The key “%(key)s” stands here twice, first in line %(first)d.") % data,
    "format_missing": lambda data: _("The line “voronka: 1” is missing: it names the format."),
    "format_unreadable": lambda data: _("The format “%(have)s” is unknown.") % data,
    "format_newer": lambda data: (
        _("The passport is written in a newer format (%(have)d) than this Voronka reads.") % data
    ),
    # keys and kinds
    "unknown_key": lambda data: _("There is no key “%(have)s” here.") % data,
    "missing_key": lambda data: _("The key “%(key)s” is missing.") % data,
    "wrong_kind": lambda data: _("Here stands %(have)s, but it must be %(need)s.") % _kinds(data),
    "unknown_choice": lambda data: _("“%(have)s” is not one of the choices.") % data,
    "id_unreadable": lambda data: _("“%(have)s” can’t be an id.") % data,
    "nothing_written": lambda data: _("Nothing is written here."),
    "too_long": lambda data: _("Too much: %(have)s, at most %(limit)s.") % data,
    "duplicate_id": lambda data: _("The id “%(id)s” is used twice.") % data,
    "reserved_id": lambda data: _("The id “%(id)s” has a meaning of its own.") % data,
    "span_unreadable": lambda data: _("“%(have)s” is not a length of time.") % data,
    "percent_unreadable": lambda data: _("“%(have)s” is not a percentage.") % data,
    "percent_out_of_range": lambda data: _("A percentage lies between 0% and 100%."),
    "percent_not_whole": lambda data: _("Only whole percentages here."),
    "rhythm_unreadable": lambda data: _("“%(have)s” is not a day with a time.") % data,
    "date_unreadable": lambda data: _("“%(have)s” is not a day.") % data,
    "month_unreadable": lambda data: _("“%(have)s” is not a month.") % data,
    "period_unknown": lambda data: _("A price is due once, or every month, quarter or year."),
    "link_unreadable": lambda data: _("“%(have)s” is not an address of a page.") % data,
    "no_options": lambda data: _("The field “%(field)s” offers a choice, but nothing to choose from.") % data,
    "options_unwanted": lambda data: (
        _("The field “%(field)s” has options, but is not one to choose from.") % data
    ),
    "interest_unreadable": lambda data: _("An interest is one of profit_share, payment_share, plan_bonus."),
    # guards and expressions
    "unknown_guard": lambda data: _("There is no condition “%(have)s”.") % data,
    "guard_unreadable": lambda data: _("A condition is a name, a name with its argument, or an expression."),
    "guard_argument_missing": lambda data: _("The condition “%(guard)s” needs an argument.") % data,
    "guard_argument_unwanted": lambda data: _("The condition “%(guard)s” takes no argument.") % data,
    "mode_unknown": lambda data: _("A condition is kept in one of the modes observe, warn, enforce."),
    "unknown_field": lambda data: _("There is no field “%(have)s” of the deal.") % data,
    # what does not fit together
    "unknown_role": lambda data: _("There is no role “%(have)s”.") % data,
    "unknown_system_role": lambda data: _("There are no rights called “%(have)s”.") % data,
    "role_nobody_can_hold": lambda data: (
        _("Nobody could hold the role “%(role)s”: it does not say whose rights it has.") % data
    ),
    "unknown_stage": lambda data: _("There is no stage “%(have)s”.") % data,
    "unknown_offer": lambda data: _("There is no offer “%(have)s”.") % data,
    "stage_never_left": lambda data: (
        _("No deal could leave “%(stage)s”: a project is handed over on the last stage only.") % data
    ),
    "accepts_itself": lambda data: _(
        "Production can’t accept a project on condition that it has accepted it."
    ),
    "won_without_money": lambda data: _(
        "A deal is won by money: say what share of the sum must be received."
    ),
    "won_without_handover": lambda data: _("A deal is won when production has accepted the hand-over."),
    # gaps
    "not_answered": lambda data: (
        _("The question “%(question)s” is not answered.") % {"question": question(data["word"])}
    ),
    "responsible_without_interest": lambda data: (
        _("“%(title)s” is responsible, but has no interest of their own.") % data
    ),
    "stage_without_role": lambda data: _("The stage “%(stage)s” says nobody who works on it.") % data,
    "stage_without_instruction": lambda data: _("The stage “%(stage)s” has no instruction.") % data,
    "unknown_document": lambda data: _("The list of documents has no “%(have)s”.") % data,
    "no_lost_reasons": lambda data: _("No reasons are named why deals are lost: none can be closed as lost."),
    "nothing_is_no_lead": lambda data: _("It is not said which inquiries are no reason to sell."),
    "skip_never": lambda data: (
        _("The stage “%(stage)s” can’t be skipped: deals begin and end on the outermost ones.") % data
    ),
    "won_when_is_strict": lambda data: _("What wins a deal is always kept strictly: no mode stands here."),
    "first_step_later": lambda data: _("Deals begin on the first stage, “%(stage)s”.") % data,
    "no_instruction_to_read": lambda data: (
        _("The stage “%(stage)s” asks to have read its instruction, but has none.") % data
    ),
    "no_tripwire": lambda data: _("The exit point names no small offer, so nothing can pay for it."),
    "no_steps": lambda data: _("The stage “%(stage)s” asks for its steps, but has none.") % data,
    "last_stage_conditions": lambda data: (
        _("Conditions of the last stage, “%(stage)s”, hold nothing back.") % data
    ),
    "fact_nobody_makes": lambda data: (
        _("No role of the passport may produce what “%(guard)s” asks for.") % data
    ),
    "no_payment_methods": lambda data: (
        _("Deals are lost because of “%(reason)s”, but it is not said how clients can pay.") % data
    ),
    "wrong_language": lambda data: (
        _("The passport says that it is in %(language)s, but %(n)d of its %(all)d texts are not.")
        % {**data, "language": _language(data)}
    ),
    "text_in_other_language": lambda data: (
        _("This text is not in %(language)s: “%(text)s”.") % {**data, "language": _language(data)}
    ),
    "assign_to_nobody": lambda data: (
        _("“%(role)s” can’t lead deals, so nobody gets what comes in: name a role that sells.") % data
    ),
    "unknown_text": lambda data: _("The passport has no text “%(have)s”.") % data,
    "texts_of_own_language": lambda data: _("The passport itself is written in this language."),
    "texts_not_translated": lambda data: (
        _("%(n)d of %(all)d texts are not said in %(language)s yet.") % {**data, "language": _language(data)}
    ),
    "nothing_to_accept_by": lambda data: _("It is not said by what production accepts a project."),
}

_EXPRESSIONS: dict[str, Say] = {
    "expression_syntax": lambda data: (
        _("The expression can’t be read at “%(near)s”.") % data
        if data["near"]
        else _("The expression breaks off.")
    ),
    "expression_unknown_name": lambda data: _("An expression can’t ask for “%(have)s”.") % data,
    "expression_unknown_function": lambda data: _("There is no function “%(have)s”.") % data,
    "expression_money": lambda data: _("Money stands beside a bare number.") % data,
    "expression_money_argument": lambda data: _("%(function)s(…) takes a written number.") % data,
    "expression_currency": lambda data: _("The passport is in %(need)s, the expression in %(have)s.") % data,
    "expression_types": lambda data: (
        _("%(left)s and %(right)s can’t stand at “%(sign)s”.") % {**data, **_types(data, "left", "right")}
    ),
    "expression_type": lambda data: (
        _("Here must stand %(need)s, not %(have)s.") % _types(data, "need", "have")
    ),
    "expression_unknown_value": lambda data: _("“%(have)s” can never stand there.") % data,
    "expression_words": lambda data: (
        _("“%(have)s” holds free words: an expression can’t ask what they say.") % data
    ),
    "expression_date_argument": lambda data: _("date(…) takes a written day."),
    "expression_not_bool": lambda data: _("An expression must be true or false."),
    "expression_divisor": lambda data: _("Only a written number other than zero may divide."),
    "expression_arguments": lambda data: (
        _("A function has %(have)d arguments here instead of %(need)d.") % data
    ),
    "expression_too_long": lambda data: _("The expression is too long: at most %(limit)d characters.") % data,
    "expression_too_deep": lambda data: _("The expression has too many brackets inside each other."),
    "expression_constant": lambda data: _("The expression is the same for everybody: it asks for nothing."),
    "expression_never": lambda data: _("The expression is never true: no deal could leave the stage."),
}

_HINTS: dict[str, Say] = {
    "no_payment_methods": lambda data: _("Add “payment_methods:” to the closing."),
    "wrong_language": lambda data: (
        _("Write “language: en”.") if data["language"] == "ru" else _("Write “language: ru”.")
    ),
    "span_unreadable": lambda data: _("Write 3d (working days), 2h, 30m or 21cd (calendar days)."),
    "percent_unreadable": lambda data: _("Write it with the sign: 30%."),
    "rhythm_unreadable": lambda data: _(
        "Write weekday 10:00, friday 17:00, last workday 17:00 or day 5 12:00."
    ),
    "date_unreadable": lambda data: _("Write it as 2027-01-15."),
    "month_unreadable": lambda data: _("Write it as 2026-11."),
    "period_unknown": lambda data: _("Write 1200/month."),
    "link_unreadable": lambda data: _("It begins with https://."),
    "no_options": lambda data: _("Add “options:” with the choices."),
    "options_unwanted": lambda data: _("Write “kind: choice”, or remove the options."),
    "expression_money": lambda data: (
        _("Write %(write)s.") % data if data["have"] else _("Write money as rub(30000).")
    ),
    "expression_words": lambda data: (
        _("Ask whether it is filled: {fields_filled: [%(field)s]}.")
        % {"field": data["have"].rpartition(".")[2]}
    ),
    "expression_date_argument": lambda data: _('Write date("2026-12-01").'),
    "id_unreadable": lambda data: _("Small Latin letters, digits, “-” and “_”, a letter first."),
    "role_nobody_can_hold": lambda data: (
        _("Add “system:” with one of: %(names)s.") % {"names": listed(data["known"], 12)}
    ),
    "tab": lambda data: _("Replace it with spaces."),
    "format_newer": lambda data: _("Update Voronka first."),
    "format_missing": lambda data: _("Write it as the first line."),
    "guard_argument_missing": lambda data: (
        {
            "percent": _("Write {%(guard)s: 100%%}."),
            "fields": _("Write {%(guard)s: [site]}."),
            "role": _("Write {%(guard)s: head_of_sales}."),
            "span": _("Write {%(guard)s: 2d}."),
        }.get(data["need"], "")
        % data
    ),
    "stage_without_instruction": lambda data: _("Add “instruction:” with what to do there."),
    "last_stage_conditions": lambda data: _("Move them to accept_when of the product."),
    "no_lost_reasons": lambda data: _("Add “lost_reasons:” to the cycle."),
    "won_without_money": lambda data: _("Write won_when: {paid: 100%, handover: accepted}."),
    "won_without_handover": lambda data: _("Write won_when: {paid: 100%, handover: accepted}."),
}


def _language(data: Mapping[str, Any]) -> str:
    return _("Russian") if data["language"] == "ru" else _("English")


def _kinds(data: Mapping[str, Any]) -> dict[str, str]:
    names = {
        "text": _("text"),
        "list": _("a list"),
        "mapping": _("keys with values"),
        "yes_no": _("true or false"),
        "number": _("a number"),
        "nothing": _("nothing"),
    }
    return {key: names.get(str(data[key]), _("something else")) for key in ("have", "need")}


def _types(data: Mapping[str, Any], *keys: str) -> dict[str, str]:
    names = {
        "bool": _("yes or no"),
        "int": _("a number"),
        "double": _("a number"),
        "string": _("text"),
        "date": _("a day"),
        "": _("nothing"),
    }

    def name(kind: str) -> str:
        if kind.startswith("money:"):
            return _("money")
        return _("a list") if kind.startswith("list:") else names.get(kind, kind)

    return {key: name(str(data[key])) for key in keys}


def summary(errors: int, gaps: int) -> str:
    """What the check came to, in one line."""
    wrong = ngettext("%(n)d error", "%(n)d errors", errors) % {"n": errors}
    left = ngettext("%(n)d gap", "%(n)d gaps", gaps) % {"n": gaps}
    return f"{wrong}, {left}"

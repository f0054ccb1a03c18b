"""What the form of each question asks for: every key of the passport's language has its field here."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from voronka.core.process import SYSTEM_ROLES
from voronka.queries.spans import written
from voronka.rooms.passport.forms.conditions import Conditions
from voronka.rooms.passport.forms.groups import Ask, Group, Lines
from voronka.rooms.passport.forms.kinds import (
    About,
    Choice,
    Day,
    Length,
    Line,
    Number,
    Option,
    Percent,
    Several,
    Words,
    Yes,
    long,
    money,
)
from voronka.rooms.passport.forms.lists import Plans
from voronka.rooms.passport.forms.own import Skips
from voronka.rooms.passport.forms.special import ByStage, Every, ForWhat, Lead, Months, Price, Stakes


def usual_titles(language: str) -> Mapping[str, str]:
    """What usual ids are called, so that they may stand alone."""
    # Loaded when a form is shown: it brings pydantic, which a page that shows none does without.
    titles: Mapping[str, Mapping[str, str]] = import_module("voronka.formats.passport.titles").TITLES
    return titles.get(language, titles["en"])


TITLE: Final = Ask("title", _("Title"), Line())
ROLES: Final[Mapping[str, Any]] = {
    "owner": _("Owner"),
    "head": _("Head of sales"),
    "manager": _("Manager"),
    "support": _("Sales support"),
    "marketer": _("Marketer"),
    "curator": _("Curator"),
    "accountant": _("Accountant"),
}
SAYS_IT: Final = {"head_of_sales": "head", **{role: role for role in SYSTEM_ROLES}}
"""Roles whose id says already whose rights they have."""


def roles(about: About) -> list[Option]:
    """The roles of the passport."""
    return about.options("owner", "roles")


def stages(about: About) -> list[Option]:
    """The stages of the cycle."""
    return about.options("cycle", "stages")


def documents(about: About) -> list[Option]:
    """The documents of question 10."""
    return about.options("documents")


def _count(what: Any) -> int:
    return len(what) if isinstance(what, list) else 0


def stage_notes(stage: Mapping[str, Any], about: About) -> list[str]:
    """What is in a stage, while it is folded."""
    found = [written(str(stage["norm"]))] if stage.get("norm") else []
    if role := dict(roles(about)).get(str(stage.get("role", "manager"))):
        found.append(str(role))
    if asked := _count(stage.get("leave_when")):
        found.append(ngettext("%(n)s condition", "%(n)s conditions", asked) % {"n": asked})
    return found


RIGHTS: Final = Choice(lambda about: list(ROLES.items()), nothing=_("as its name says"))
FIELD_KINDS: Final[list[Option]] = [
    ("text", _("a line of text")),
    ("long", _("a longer text")),
    ("number", _("a number")),
    ("money", _("a sum")),
    ("date", _("a day")),
    ("yes_no", _("yes or no")),
    ("choice", _("one of several")),
    ("choices", _("any of several")),
    ("phone", _("a phone number")),
    ("email", _("an e-mail address")),
    ("link", _("a link")),
]
CHOSEN: Final = ("choice", "choices")
OPTIONS: Final = Ask(
    "options", _("To choose from"), Lines((TITLE,), _("Add a choice"), "option", known=usual_titles)
)
FIELDS: Final = (
    TITLE,
    Ask("kind", _("What is written there"), Choice(lambda about: FIELD_KINDS, usual="text")),
    Ask("hint", _("Hint beside the field"), Line()),
    Ask("required", _("Must be filled in"), Yes()),
    OPTIONS,
)


def field_notes(field: Mapping[str, Any], about: About) -> list[str]:
    """What kind of field it is, while it is folded."""
    found = [str(dict(FIELD_KINDS).get(str(field.get("kind", "text")), ""))]
    return [*found, str(_("must be filled in"))] if field.get("required") is True else found


def fields(add: Words, noun: str = "field", reserved: tuple[str, ...] = ()) -> Lines:
    """A list of fields that the company asks for."""
    return Lines(FIELDS, add, noun, folded=True, note=field_notes, reserved=reserved)


OWNER: Final = Group(
    (
        Ask(
            "responsible",
            _("Who answers for sales"),
            Choice(roles),
            _("The role; people get it in “People”."),
        ),
        Ask(
            "roles",
            _("Roles and what each has of it"),
            Lines(
                (
                    TITLE,
                    Ask("system", _("Rights in Voronka"), RIGHTS),
                    Ask("interest", _("Their own interest"), Stakes()),
                ),
                _("Add a role"),
                noun="role",
                heads=True,
            ),
        ),
    )
)
STAGE: Final = (
    TITLE,
    Ask(
        "purpose",
        _("What the stage is for"),
        Line(),
        _("What must be clear or done when the deal leaves it."),
    ),
    Ask("role", _("Who works here"), Choice(roles, usual="manager")),
    Ask("norm", _("How long a deal may stay"), Length()),
    Ask("steps", _("Steps"), Lines((TITLE,), _("Add a step"), noun="step")),
    Ask("leave_when", _("To leave, it must be true that"), Conditions()),
    Ask(
        "instruction",
        _("Instruction"),
        long(),
        _("What to do here, in the words you would say it to a newcomer."),
    ),
    Ask("documents", _("Documents at hand"), Several(documents)),
)
CYCLE: Final = Group(
    (
        Ask(
            "stages", _("Stages"), Lines(STAGE, _("Add a stage"), noun="stage", folded=True, note=stage_notes)
        ),
        Ask("may_skip", _("Which stages may be skipped, and when"), Skips()),
        Ask("may_return", _("A deal may go back to an earlier stage"), Yes(usual=True)),
        Ask(
            "lost_reasons",
            _("Why deals are lost"),
            Lines((TITLE, Ask("after", _("If silent for"), Length("cd"))), _("Add a reason"), noun="reason"),
        ),
        Ask(
            "fields",
            _("What we write down about a deal"),
            fields(_("Add a field"), reserved=("amount", "company", "contact", "title")),
        ),
    )
)
TURNS: Final[list[Option]] = [
    ("hand", _("somebody gives it out by hand")),
    ("turn", _("in turn")),
    ("load", _("to whom has the least to do")),
]
ENTRY: Final = Group(
    (
        Ask(
            "lead_when",
            _("An inquiry becomes a deal when"),
            Lead(),
            _("Any of these is enough. Until then we answer, but do not sell."),
        ),
        Ask(
            "channels",
            _("Where inquiries come from"),
            Lines((TITLE,), _("Add a channel"), "channel", known=usual_titles),
        ),
        Ask(
            "not_a_lead",
            _("What is no reason to sell"),
            Lines((TITLE,), _("Add a kind"), "other", known=usual_titles, reserved=("lead",)),
        ),
        Ask("answer_within", _("The first answer comes within"), Length("m")),
        Ask("first_step", _("A deal begins on the stage"), Choice(stages, nothing=_("the first one"))),
        Ask(
            "assign",
            _("Who gets what comes in"),
            Group(
                (
                    Ask("role", _("Role"), Choice(roles, nothing=_("nobody by itself"))),
                    Ask("by", _("How it is shared out"), Choice(lambda about: TURNS, usual="hand")),
                ),
                least="role",
            ),
        ),
        Ask("questions", _("What the brief asks"), fields(_("Add a question"), "question")),
        Ask("fields", _("What we write down about an inquiry"), fields(_("Add a field"))),
        Ask("company_fields", _("What we write down about a company"), fields(_("Add a field"))),
        Ask("contact_fields", _("What we write down about a contact"), fields(_("Add a field"))),
    )
)
CLOSING: Final = Group(
    (
        Ask(
            "won_when",
            _("A deal is won when"),
            Group((Ask("paid", _("This share of the agreed sum is received"), Percent()),)),
            _("And production has accepted the project: without either there is no win."),
        ),
        Ask(
            "tripwire",
            _("A small offer before the main one"),
            Group(
                (
                    Ask("offer", _("Offer"), Choice(lambda about: about.options("product", "offers"))),
                    Ask("stage", _("Its payment takes the deal on from"), Choice(stages)),
                )
            ),
            _("Paid for, it moves the deal on, but never wins it."),
        ),
        Ask(
            "payment_methods",
            _("How clients can pay"),
            Lines((TITLE,), _("Add a way to pay"), "method", known=usual_titles),
        ),
        Ask(
            "package",
            _("What production must be given"),
            Lines((TITLE,), _("Add a part"), "part", known=usual_titles),
        ),
    )
)
PRODUCT: Final = Group(
    (
        Ask("result", _("What sales produce, in one sentence"), Line()),
        Ask("accept_when", _("Production accepts it when"), Conditions()),
        Ask(
            "offers",
            _("What we sell"),
            Lines((TITLE, Ask("price", _("Price"), money())), _("Add an offer"), noun="offer"),
        ),
    )
)
SERVICE: Final = (
    TITLE,
    Ask("purpose", _("What it is for"), Line()),
    Ask("holder", _("Who has access"), Choice(roles)),
    Ask("price", _("Price"), Price()),
    Ask("renews", _("Paid until"), Day()),
    Ask("stages", _("Stages that stop without it"), Several(stages)),
    Ask("instead", _("What to do while it is down"), Line()),
)
RESOURCES: Final = Group(
    (
        Ask("people", _("People"), Lines((TITLE,), _("Add a person"), noun="person", known=usual_titles)),
        Ask(
            "services",
            _("Services and tools"),
            Lines(SERVICE, _("Add a service"), noun="service", folded=True),
        ),
    )
)
TARGETS: Final = Group(
    (
        Ask("revenue", _("Plan by month"), Months()),
        Ask("teams", _("Plans of teams"), Plans(), _("By the team’s name, as it stands in “People”.")),
        Ask("people", _("Plans of people"), Plans(), _("By the person’s name.")),
        Ask(
            "norms",
            _("Norms"),
            Group(
                (
                    Ask("average_check", _("Average sale"), money()),
                    Ask("conversion", _("How many go on from each stage"), ByStage()),
                )
            ),
        ),
    )
)
CONTROL: Final = Group(
    (
        Ask("guardian", _("Who watches that control is kept"), Choice(roles)),
        Ask(
            "meetings",
            _("Meetings"),
            Lines(
                (TITLE, Ask("every", _("When"), Every()), Ask("minutes", _("Minutes"), Number())),
                _("Add a meeting"),
                noun="meeting",
            ),
        ),
        Ask(
            "reports",
            _("Reports"),
            Lines(
                (
                    TITLE,
                    Ask("every", _("When"), Every()),
                    Ask("by", _("Who signs it"), Choice(roles)),
                    Ask("to", _("Who gets it"), Several(roles)),
                ),
                _("Add a report"),
                noun="report",
            ),
        ),
        Ask(
            "call_reviews",
            _("Calls listened to"),
            Group(
                (
                    Ask("per_week", _("Calls a week"), Number()),
                    Ask("rubric", _("What they are judged by"), Choice(documents)),
                ),
                least="per_week",
            ),
        ),
        Ask(
            "lapse",
            _("What counts as a lapse of control"),
            Group(
                (
                    Ask("after", _("Nothing is held for"), Length()),
                    Ask("tell", _("Who is told"), Several(roles)),
                ),
                least="after",
            ),
        ),
    )
)
NEIGHBOURS: Final = Lines(
    (
        TITLE,
        Ask("gives", _("What we give"), Line()),
        Ask("gets", _("What we get"), Line()),
        Ask("form", _("In what form"), Line()),
        Ask("within", _("How soon"), Length()),
        Ask("owner", _("Who of us looks after it"), Choice(roles)),
    ),
    _("Add a neighbour"),
    noun="neighbour",
    known=usual_titles,
    folded=True,
)
KINDS: Final[list[Option]] = [
    ("instruction", _("instruction")),
    ("regulation", _("regulation")),
    ("script", _("script")),
    ("template", _("template")),
    ("other", _("something else")),
]
DOCUMENTS: Final = Lines(
    (
        TITLE,
        Ask("kind", _("What it is"), Choice(lambda about: KINDS, usual="instruction")),
        Ask("for", _("For"), ForWhat()),
        Ask("acknowledge", _("Who must have read it"), Several(roles)),
        Ask("text", _("Text"), long()),
        Ask("link", _("Or where it lies"), Line()),
    ),
    _("Add a document"),
    noun="document",
    known=usual_titles,
    folded=True,
)
FORMS: Final[Mapping[str, Group | Lines]] = {
    "owner": OWNER,
    "cycle": CYCLE,
    "entry": ENTRY,
    "closing": CLOSING,
    "product": PRODUCT,
    "resources": RESOURCES,
    "targets": TARGETS,
    "control": CONTROL,
    "neighbours": NEIGHBOURS,
    "documents": DOCUMENTS,
}


def form_of(word: str, value: Any, about: About) -> dict[str, Any]:
    """The form of this question, filled; `root` is where the paths of its findings begin."""
    kind = FORMS[word]
    shown = kind.shown(value, word, about)
    if isinstance(kind, Group):
        return {**shown, "root": shown}
    field = {
        "name": word,
        "label": WHOLE[word],
        "many": True,
        "part": f"passport/fields/_{kind.part}.html",
        **shown,
    }
    return {"fields": [field], "root": field}


WHOLE: Final[Mapping[str, Words]] = {
    "neighbours": _("Who sales work with"),
    "documents": _("What everybody goes by"),
}
"""Answers that are a list as a whole."""

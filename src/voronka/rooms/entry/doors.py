"""What can be done with an inquiry: each decision with its question, its form and the verb behind it."""

from collections.abc import Callable
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from voronka.actions import entry as verbs
from voronka.actions.change import Outcome
from voronka.frame import own_fields
from voronka.frame.doors import Ask, Door, Place
from voronka.queries.entry import InquiryCard
from voronka.rooms.entry import forms


def topics(key: int) -> tuple[str, ...]:
    """What shows the inquiry."""
    return ("inquiries", f"inquiry:{key}", "deals")


def address_of(key: int) -> Callable[[str], str]:
    """Where the doors of this inquiry are."""
    return lambda word: reverse("inquiry_door", args=[key, word]) if word in DOORS else ""


def place(key: int, word: str = "") -> Place:
    """Where the doors of this inquiry lead back to; who has closed one may still send the answer."""
    page = reverse("inquiry", args=[key])
    link = (page, _now("Go to the answer")) if word == "close" else None
    return Place(page, topics(key), address_of(key), area="inquiries", link=link)


def _again(ask: Ask) -> Outcome:
    data = ask.data
    return verbs.add_message(
        message=data["message"],
        service_questions=data["service_questions"] or 0,
        asked=data.get("asked", ()),
        **ask.who,
    )


def _note(ask: Ask) -> Outcome:
    return verbs.note_inquiry(note=ask.data["message"], **ask.who)


def _brief(ask: Ask) -> Outcome:
    return verbs.fill_brief(note=ask.data["note"], **ask.who)


def _fields(ask: Ask) -> Outcome:
    data = dict(ask.data)
    now = {line.field.id: line.typed for line in data.pop("subject").fields}
    given = own_fields.given(data)
    changed = {name: value for name, value in given.items() if value != now.get(name)}
    return verbs.fill_inquiry(fields=changed, **ask.who)


def _answer(ask: Ask) -> Outcome:
    return verbs.answer_inquiry(message=ask.data["message"], **ask.who)


def _close(ask: Ask) -> Outcome:
    data = ask.data
    return verbs.close_inquiry(as_what=data["as_what"], note=data["note"], answer=data["answer"], **ask.who)


def _promote(ask: Ask) -> Outcome:
    return verbs.promote_inquiry(title=ask.data["title"], **ask.who)


DOORS = {
    door.word: door
    for door in (
        Door("again", "inquiry.receive", _("They turned to us again"), _("Write it down"),
             _("It is written down."), _again, forms.Again),
        Door("note", "inquiry.receive", _("Note"), _("Add a note"), _("The note is added."), _note, forms.Note),
        Door("brief", "inquiry.receive", _("The brief is filled"), _("Mark the brief as filled"),
             _("The brief is marked as filled."), _brief, forms.Brief),
        Door("fields", "inquiry.receive", _("About the inquiry"), _("Save"), _("Saved."), _fields,
             forms.InquiryFields),
        Door("answer", "inquiry.receive", _("We answered them"), _("Mark as answered"),
             _("The answer is written down."), _answer, forms.Answer,
             _("The first answer is measured against the time that the passport promises.")),
        Door("close", "inquiry.close", _("This is not a lead"), _("Close the inquiry"),
             _("The inquiry is closed."), _close, forms.NotALead),
        Door("promote", "deal.open", _("Open a deal"), _("Open a deal"), _("A deal is opened."),
             _promote, forms.Promote),
    )
}  # fmt: skip


def door_for(word: str, seen: InquiryCard) -> Door:
    """The door as it stands before this inquiry: a deal opened too soon is told so beforehand."""
    known = DOORS[word]
    if word != "promote" or seen.line.rule.lead:
        return known
    lead = _now("%(rule)s You may open a deal all the same; it will be counted as sold too early.")
    return replace(known, lead=lead % {"rule": seen.line.rule.says}, button=_("Open a deal all the same"))

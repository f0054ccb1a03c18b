"""What becomes of the chosen deals, as forms: one a kind of change."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voronka.core.bulk import Change, Kind
from voronka.core.process import Field, Process
from voronka.frame import own_fields
from voronka.frame.fields import DoorForm, Moment, tomorrow_morning
from voronka.queries.cycle.board import Choice
from voronka.queries.own import FieldLine
from voronka.rooms.cycle.forms import words


@dataclass(frozen=True, slots=True)
class Subject:
    """Among what one chooses: people who lead deals, the process, and the field that is to be filled in."""

    process: Process
    people: tuple[Choice, ...]
    field: Field | None = None


class OwnerForm(DoorForm):
    """Who leads the deals from now on."""

    owner = forms.TypedChoiceField(label=_("Who leads the deals"), coerce=int, empty_value=None)

    def prepare(self) -> None:
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        people = [(str(one.key), one.name) for one in self.subject.people]
        owner.choices = [("", _("choose…")), ("0", _("nobody")), *people]

    def change(self) -> Change:
        """As it was filled in."""
        return Change("owner", owner=self.cleaned_data["owner"] or None)


class NextStepForm(DoorForm):
    """What is to be done next with every deal, and when."""

    text = forms.CharField(label=_("What to do"), max_length=300)
    due = Moment(label=_("When"))

    def prepare(self) -> None:
        self.initial.setdefault("due", tomorrow_morning(timezone.now()))

    def change(self) -> Change:
        """As it was filled in."""
        return Change("next_step", due=self.cleaned_data["due"], text=self.cleaned_data["text"])


class StageForm(DoorForm):
    """To which stage."""

    to = forms.ChoiceField(label=_("To the stage"))

    def prepare(self) -> None:
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        stages = [(one.id, one.title) for one in self.subject.process.cycle.stages]
        to.choices = [("", _("choose…")), *stages]

    def change(self) -> Change:
        """As it was filled in."""
        return Change("stage", to=self.cleaned_data["to"])


class LoseForm(DoorForm):
    """Why the deals are lost."""

    reason = forms.ChoiceField(label=_("Why"))
    text = words(_("In words"), 2)

    def prepare(self) -> None:
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reasons = [(one.id, one.title) for one in self.subject.process.cycle.lost_reasons]
        reason.choices = [("", _("choose…")), *reasons]

    def change(self) -> Change:
        """As it was filled in."""
        return Change("lose", reason=self.cleaned_data["reason"], text=self.cleaned_data["text"])


class ReopenForm(DoorForm):
    """Why lost deals live again."""

    text = words(_("What has changed"), 2)

    def change(self) -> Change:
        """As it was filled in."""
        return Change("reopen", text=self.cleaned_data["text"])


class FieldForm(DoorForm):
    """One value of a field for all of them."""

    def prepare(self) -> None:
        if self.subject.field is not None:
            own_fields.add(self, [FieldLine(self.subject.field, "")])

    def clean(self) -> None:
        """What can't be kept is said beside the field."""
        if self.subject.field is not None:
            own_fields.check(self, [self.subject.field], self.subject.process.currency)

    def change(self) -> Change:
        """As it was filled in."""
        assert self.subject.field is not None
        value = own_fields.given(dict(self.cleaned_data)).get(self.subject.field.id, "")
        return Change("field", field=self.subject.field.id, value=value)


@dataclass(frozen=True, slots=True)
class Way:
    """A kind of change as a page offers it."""

    kind: Kind
    title: str | Promise
    about: str | Promise
    form: Any


WAYS: Final = (
    Way("owner", _("Hand them over"), _("to another person"), OwnerForm),
    Way("next_step", _("Set the next step"), _("what is to be done, and when"), NextStepForm),
    Way("stage", _("Move to a stage"), _("each deal through its own conditions"), StageForm),
    Way("field", _("Fill in a field"), _("one value for all of them"), FieldForm),
    Way("lose", _("Mark as lost"), _("with a reason of the passport"), LoseForm),
    Way("reopen", _("Reopen"), _("those that are lost"), ReopenForm),
)

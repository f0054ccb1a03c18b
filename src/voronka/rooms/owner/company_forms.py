"""The fields of our own company and of a day of its year."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from voronka.core.company import HOLIDAYS, Ours
from voronka.core.money import CURRENCIES
from voronka.frame.fields import DoorForm
from voronka.rooms.owner.forms import zones

WEEK: Final = (
    (0, _("Mon")),
    (1, _("Tue")),
    (2, _("Wed")),
    (3, _("Thu")),
    (4, _("Fri")),
    (5, _("Sat")),
    (6, _("Sun")),
)
HOLIDAY_WORDS: Final = {"ru": _("of Russia, with moved days"), "none": _("none")}


class Clock(forms.TimeField):
    """An hour of the day, chosen with the browser's own clock."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(**{"widget": widget, **kwargs})


class CompanyForm(DoorForm):
    """What the company has chosen. `subject`: what holds now."""

    name = forms.CharField(label=_("Name of the company"), max_length=200, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages to choose from"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Usual language"), choices=settings.LANGUAGES)
    currency = forms.ChoiceField(
        label=_("Usual currency"),
        choices=[(one, one) for one in CURRENCIES],
        help_text=_("Of passports that name none. Deals keep the currency they have."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Norms run by it. Everybody may see times by their own clock.")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Working days of the week"), choices=WEEK, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    opens = Clock(label=_("The working day begins"))
    closes = Clock(label=_("and ends"))
    holidays = forms.ChoiceField(
        label=_("Public holidays"), choices=[(one, HOLIDAY_WORDS[one]) for one in HOLIDAYS]
    )

    def prepare(self) -> None:
        ours: Ours = self.subject
        zone = self.fields["time_zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = zones()
        self.initial = {
            **{name: getattr(ours, name) for name in self.fields},
            "languages": list(ours.languages),
            "weekdays": sorted(ours.weekdays),
            **self.initial,
        }


class DayForm(DoorForm):
    """A day of which the company itself says whether it is worked. `subject`: what it says now, or nothing."""

    works = forms.ChoiceField(
        label=_("This day"),
        widget=forms.RadioSelect,
        choices=(("off", _("we rest")), ("work", _("we work"))),
        initial="off",
    )
    note = forms.CharField(label=_("Why"), max_length=200, required=False)

    def prepare(self) -> None:
        if self.subject is not None:
            said = {"works": "work" if self.subject.works else "off", "note": self.subject.note}
            self.initial = {**said, **self.initial}

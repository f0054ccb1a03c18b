"""Fields that read what people type: sums, moments, days; and forms that are asked about one object."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property

from voronka.core.money import digits, parse_amount
from voronka.core.problems import Invalid
from voronka.queries import words


class DoorField(forms.BoundField):
    """A field that takes the focus when it is the first with something wrong: without scripts too."""

    form: "DoorForm"

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> Any:
        """The usual ones, and who has the focus: one alone, else the first of a page wins whatever came back."""
        built = super().build_widget_attrs(attrs, widget)
        if wrong := self.form.first_wrong:
            built["autofocus"] = self.name == wrong
        return built

    @cached_property
    def subwidgets(self) -> list[Any]:
        """Of several options the first."""
        options = super().subwidgets
        for option in options[1:]:
            option.data["attrs"].pop("autofocus", None)
        return options


class DoorForm(forms.Form):
    """A form of a door: `subject` is what it is asked about, and fields may be made from it."""

    bound_field_class = DoorField

    def __init__(self, *args: Any, subject: Any = None, **kwargs: Any) -> None:
        self.subject = subject
        super().__init__(*args, auto_id="door_%s", **kwargs)
        self.prepare()

    lead = ""
    """What is said above the fields, where it depends on the subject."""

    @property
    def first_wrong(self) -> str:
        """The first field with something wrong, by its name; nothing where all is well, or the whole is wrong."""
        if not self.is_bound:
            return ""
        return next((name for name in self.fields if name in self.errors and not self[name].is_hidden), "")

    def prepare(self) -> None:
        """Make choices and first values of the subject."""

    def blame(self, wrong: Invalid) -> None:
        """Put what an action found wrong beside the fields it is about."""
        for one in wrong.problems:
            own = f"field-{one.field}"
            named = next((name for name in (one.field, own) if name in self.fields), None)
            self.add_error(named, words.problem(one))


class Amount(forms.CharField):
    """A sum as people write it; clean gives minor units. `currency` is set by the form."""

    currency = "RUB"

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": widget, **kwargs})

    def clean(self, value: Any) -> int | None:
        """Minor units, or None where the field may stay empty and is."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_amount(text, self.currency)
        except Invalid as wrong:
            raise forms.ValidationError([words.problem(one) for one in wrong.problems]) from None


def typed(minor: int, currency: str) -> str:
    """Minor units as they are typed into a field: no sign of the currency."""
    places = digits(currency)
    whole, rest = divmod(minor, 10**places)
    grouped = f"{whole:,}".replace(",", " ")
    return f"{grouped},{rest:0{places}d}" if rest else grouped


class Moment(forms.DateTimeField):
    """A day and an hour, chosen with the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(**{"widget": widget, **kwargs})


class Day(forms.DateField):
    """A day, chosen with the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs})


def tomorrow_morning(now: datetime) -> datetime:
    """Ten o'clock of the next weekday, where a next step usually goes."""
    local = timezone.localtime(now)
    ahead = {4: 3, 5: 2}.get(local.weekday(), 1)
    return (local + timedelta(days=ahead)).replace(hour=10, minute=0, second=0, microsecond=0)

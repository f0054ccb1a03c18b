"""The company's own fields in a form: one input a field by its kind, errors beside it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voronka.core import fields as core
from voronka.core.problems import Invalid
from voronka.core.process import Field
from voronka.frame.fields import DoorForm
from voronka.queries import words
from voronka.queries.own import FieldLine

PREFIX = "field-"


class Several(forms.MultipleChoiceField):
    """Several of the choices; clean gives their ids with commas between, as they are kept."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> str:  # type: ignore[override]
        """The ids, joined."""
        return ",".join(super().clean(value))


def add(form: DoorForm, lines: Iterable[FieldLine], prefix: str = PREFIX) -> None:
    """An input for each of these fields, with what is kept now."""
    for line in lines:
        name = prefix + line.field.id
        form.fields[name] = made = _input(line.field)
        if line.typed:
            several = isinstance(made, Several)
            form.initial.setdefault(name, line.typed.split(",") if several else line.typed)


def check(form: DoorForm, fields: Iterable[Field], currency: str) -> None:
    """Put what can't be kept beside its field: all of it, before anything is saved."""
    for field in fields:
        name = PREFIX + field.id
        if name in form.cleaned_data:
            try:
                core.read(field, form.cleaned_data[name], currency)
            except Invalid as wrong:
                for one in wrong.problems:
                    form.add_error(name, words.problem(one))


def given(data: dict[str, Any], prefix: str = PREFIX) -> dict[str, str]:
    """What was typed, by the field's id; taken out of the form's data."""
    names = [name for name in data if name.startswith(prefix)]
    return {name.removeprefix(prefix): data.pop(name) for name in names}


def _input(field: Field) -> forms.Field:
    told: dict[str, Any] = {"label": field.title, "help_text": field.hint, "required": field.required}
    match field.kind:
        case "choice":
            return forms.ChoiceField(choices=[("", "—"), *_options(field)], **told)
        case "choices":
            return Several(choices=_options(field), **told)
        case "yes_no":
            return forms.ChoiceField(choices=[("", "—"), ("yes", _("yes")), ("no", _("no"))], **told)
        case "long":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **told)
    return forms.CharField(widget=forms.TextInput(attrs=_ATTRS.get(field.kind, {})), **told)


def _options(field: Field) -> list[tuple[str, str]]:
    return [(one.id, one.title) for one in field.options]


_ATTRS: dict[str, dict[str, str]] = {
    "number": {"inputmode": "decimal", "autocomplete": "off"},
    "money": {"inputmode": "decimal", "autocomplete": "off"},
    "date": {"type": "date"},
    "phone": {"type": "tel"},
    "email": {"inputmode": "email"},
    "link": {"inputmode": "url"},
}

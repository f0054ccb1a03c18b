"""What is asked when a company begins: who its owner is, and from which template the ten answers start."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from voronka.core.money import CURRENCIES
from voronka.frame.fields import DoorForm
from voronka.queries.passport.templates import templates


class OwnerForm(DoorForm):
    """The first person of a company."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, help_text=_("With it you sign in."))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """A password that others could not guess."""
        typed = str(self.cleaned_data["password"])
        validate_password(typed)
        return typed


class OwnCompanyForm(OwnerForm):
    """The same, where the demo gives way."""

    keep_backup = forms.BooleanField(label=_("Keep a backup of the demo company"), required=False)


class TemplateForm(DoorForm):
    """From what the ten answers begin."""

    template = forms.ChoiceField(label=_("What is your business like?"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("What do you call what you sell?"),
        max_length=300,
        required=False,
        help_text=_(
            "The title of the passport, such as “Sales of services”. The template’s own where it is empty."
        ),
    )
    currency = forms.ChoiceField(label=_("Currency"))

    def prepare(self) -> None:
        """The templates in the language of the page."""
        template, currency = self.fields["template"], self.fields["currency"]
        assert isinstance(template, forms.ChoiceField) and isinstance(currency, forms.ChoiceField)
        found = templates()
        template.choices = [(one.key, f"{one.title} — {one.about}") for one in found]
        currency.choices = [(code, code) for code in CURRENCIES]
        usual: dict[str, Any] = {
            "template": "agency",
            "currency": "RUB" if found[0].language == "ru" else "USD",
        }
        self.initial = {**usual, **self.initial}

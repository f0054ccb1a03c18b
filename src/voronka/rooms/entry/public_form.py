"""The form that strangers fill in: its fields out of the passport, its seal of time, and what was read from it."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from voronka.actions.sending import ASKED, QUESTION, Filled
from voronka.frame import own_fields
from voronka.frame.fields import DoorForm
from voronka.queries import own
from voronka.queries.public_form import PublicPage

SALT: Final = "voronka.entry.form"
LASTS: Final = timedelta(hours=24)
"""A page that was open for longer is sent once more, with all that was typed."""
TRAP: Final = "homepage"
MARKS: Final = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")


@dataclass(frozen=True, slots=True)
class Seal:
    """What a page of the form carries: when it was opened, and the name under which it can be sent once."""

    request: str
    opened_at: datetime


def seal(process: str, now: datetime) -> str:
    """A new seal, signed: nobody can make one, or an older page look newer."""
    told = [process, secrets.token_hex(12), int(now.timestamp() * 1000)]
    return signing.dumps(told, salt=SALT)


def unsealed(process: str, typed: str, now: datetime) -> Seal | None:
    """What the seal says; None where it is too old, of another form, or no seal of ours."""
    try:
        of, request, opened = signing.loads(typed, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    at = datetime.fromtimestamp(opened / 1000, UTC)
    return Seal(request, at) if of == process and at <= now < at + LASTS else None


class Public(DoorForm):
    """`subject`: the page, with its process."""

    name = forms.CharField(
        label=_("Your name"), required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Phone"), required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
    )
    asked = forms.MultipleChoiceField(
        label=_("What is it about?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    message = forms.CharField(
        label=_("Your message"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    consent = forms.BooleanField(required=False)

    def prepare(self) -> None:
        page: PublicPage = self.subject
        asked = self.fields["asked"]
        assert isinstance(asked, forms.MultipleChoiceField)
        asked.choices = [(one.id, one.title) for one in page.process.product.offers]
        if not asked.choices:
            del self.fields["asked"]
        entry = page.process.entry
        for fields, prefix in ((entry.questions, QUESTION), (entry.fields, ASKED)):
            own_fields.add(self, own.lines(fields, {}, page.process.currency), prefix)
        for field in self.fields.values():
            # What must be filled in is asked by the action, with all else that is wrong; the mark alone is ours.
            field.widget.is_required = field.required
            field.required = False
        self.order_fields(
            [*(name for name in self.fields if name not in ("message", "consent")), "message", "consent"]
        )

    @property
    def questions(self) -> list[forms.BoundField]:
        """Everything that is asked beside who it is and the consent."""
        return [self[name] for name in self.fields if name not in ("name", "phone", "email", "consent")]


def without_nul(typed: QueryDict) -> QueryDict:
    """What was sent without what no database keeps: nobody types it, and nobody shall be told of it."""
    bare = typed.copy()
    for name, several in typed.lists():
        bare.setlist(name, [one.replace("\x00", "") for one in several])
    return bare


def filled(form: Public, typed: Any) -> Filled:
    """What was written into a form that could be read."""
    data = dict(form.cleaned_data)
    page: PublicPage = form.subject
    number = typed.get("consent_number", "")
    seen = int(number) if number.isdecimal() and len(number) < 9 else None
    origin = {name.removeprefix("utm_"): typed.get(name, "") for name in MARKS}
    return Filled(
        name=data["name"],
        phone=data["phone"],
        email=data["email"],
        message=data["message"],
        asked=tuple(data.get("asked", ())),
        answers=own_fields.given(data, QUESTION),
        fields=own_fields.given(data, ASKED),
        consent=seen if data["consent"] and page.consent else None,
        channel=typed.get("channel", "")[:64],
        origin={**origin, "referrer": typed.get("referrer", "")},
    )

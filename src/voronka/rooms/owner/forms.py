"""The fields of people and of oneself."""

import zoneinfo
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.frame.fields import DoorForm
from voronka.rooms.owner.roles import CHOICES, ROLES, SEES

AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific", "UTC")
LIVES = ((7, _("a week")), (30, _("a month")), (365, _("a year")), (0, _("until it is revoked")))
"""For how many days a token may be given; 0 is for ever."""


def zones() -> list[tuple[str, str]]:
    """Time zones by the names of their cities."""
    known = sorted(one for one in zoneinfo.available_timezones() if one.partition("/")[0] in AREAS)
    return [(one, one.replace("_", " ")) for one in known]


def secret(label: object, autocomplete: str, **options: Any) -> forms.CharField:
    """A field for a password."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, widget=widget, max_length=1000, **options)


class PersonForm(DoorForm):
    """A person who already works here. `subject`: who it is, and what role asks."""

    name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int, empty_value=None)
    visibility = forms.ChoiceField(label=_("Whose deals they see"), required=False)
    active = forms.BooleanField(label=_("Works here and may come in"), required=False, initial=True)

    def prepare(self) -> None:
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        offered = [word for word in ROLES if word != "owner" or self.subject["by"] == "owner"]
        role.choices = [(word, f"{ROLES[word][0]} — {ROLES[word][1]}") for word in offered]
        team, sees = self.fields["team"], self.fields["visibility"]
        assert isinstance(team, forms.ChoiceField) and isinstance(sees, forms.ChoiceField)
        team.choices = [("", _("in no team")), *self.subject["teams"]]
        if not self.subject["teams"]:
            del self.fields["team"]
        sees.choices = [("", _("as the role has it")), *((word, SEES[word]) for word in CHOICES)]
        known = self.subject["person"]
        if known is not None:
            now = {"name": known.name, "role": known.role, "active": known.active}
            now |= {"team": known.team, "visibility": known.visibility}
            self.initial = {**now, **self.initial}


class NewPerson(PersonForm):
    """Somebody who begins to work here."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, help_text=_("With it they sign in."))
    password = secret(
        _("First password"),
        "new-password",
        required=False,
        help_text=_("Without one they choose it themselves: “Forgotten the password?” on the sign-in page."),
    )
    field_order = ("name", "email", "role", "team", "visibility", "password")

    def prepare(self) -> None:
        super().prepare()
        del self.fields["active"]
        self.initial.setdefault("role", "manager")

    def clean_password(self) -> str:
        """A password that others could not guess."""
        typed = str(self.cleaned_data["password"])
        if typed:
            validate_password(typed)
        return typed


class LeavingForm(DoorForm):
    """Somebody leaves. `subject`: what they leave behind."""

    to = forms.TypedMultipleChoiceField(
        label=_("Who takes their open deals, in turn"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = self.subject.takers
        if not self.subject.deals:
            del self.fields["to"]


class TeamForm(DoorForm):
    """A team. `subject`: the people who may lead it, and the team where it is there."""

    name = forms.CharField(label=pgettext_lazy("a team", "Name"), max_length=200)
    head = forms.TypedChoiceField(
        label=_("Who leads it"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("A manager who leads a team sees the deals of all who are in it."),
    )

    def prepare(self) -> None:
        head = self.fields["head"]
        assert isinstance(head, forms.ChoiceField)
        head.choices = [("", pgettext_lazy("who leads a team", "nobody")), *self.subject["people"]]
        known = self.subject["team"]
        if known is not None:
            self.initial = {"name": known.name, "head": known.head, **self.initial}


class TimeZone(DoorForm):
    """By which clock the person lives."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def prepare(self) -> None:
        zone = self.fields["time_zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [("", _("as the company has it")), *zones()]
        self.initial.setdefault("time_zone", self.subject.time_zone)


class Password(DoorForm):
    """A new password of one's own. `subject`: the person, for a password must not be their name."""

    old = secret(_("Present password"), "current-password")
    new = secret(_("New password"), "new-password")

    def clean_new(self) -> str:
        """A password that others could not guess."""
        typed = str(self.cleaned_data["new"])
        validate_password(typed, self.subject)
        return typed


class NewToken(DoorForm):
    """A key for a program that acts for this person."""

    name = forms.CharField(label=_("What it is for"), max_length=200)
    scopes = forms.ChoiceField(
        label=_("What it may do"),
        widget=forms.RadioSelect,
        choices=(("read", _("only read")), ("read write", _("read and change"))),
        initial="read",
    )
    days = forms.TypedChoiceField(label=_("Works for"), coerce=int, choices=LIVES, initial=365)

"""The fields of the room's forms."""

from typing import Any

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from voronka.core.clients import read_who
from voronka.frame import own_fields
from voronka.frame.fields import Amount, DoorForm
from voronka.queries.own import FieldLine


def words(label: object, rows: int = 3) -> forms.CharField:
    """A field for free text."""
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}))


class NewInquiry(DoorForm):
    """Who turned to us, where from, with what. `subject`: the channels of the passport."""

    who = forms.CharField(
        label=_("Who"),
        required=False,
        help_text=_("A name, a phone number, an e-mail address, in any order."),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    contact = forms.CharField(required=False)
    channel = forms.ChoiceField(label=_("Where from"), widget=forms.RadioSelect)
    message = words(_("What they wrote or said"), 3)
    service_questions = forms.IntegerField(
        label=_("Questions about services"), required=False, min_value=0, max_value=1000, initial=0
    )
    brief_filled = forms.BooleanField(label=_("The brief is filled"), required=False)

    def prepare(self) -> None:
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)
        channel.choices = list(self.subject)
        if self.subject:
            self.initial.setdefault("channel", self.subject[0][0])

    def clean_contact(self) -> int | None:
        """The key of a known person; `new` and nothing are none."""
        typed = self.cleaned_data["contact"]
        return int(typed) if typed.isdecimal() and len(typed) < 18 else None

    @property
    def who_is(self) -> Any:
        """Name, phone and e-mail out of what was typed."""
        return read_who(self["who"].value() or "")


class Again(DoorForm):
    """They wrote or called again."""

    message = words(_("What they wrote or said"), 3)
    service_questions = forms.IntegerField(
        label=_("Questions about services this time"), required=False, min_value=0, max_value=1000
    )

    asked = forms.MultipleChoiceField(
        label=_("What they asked about"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        self.initial.setdefault("service_questions", 1)
        asked = self.fields["asked"]
        assert isinstance(asked, forms.MultipleChoiceField)
        asked.choices = [(one.id, one.title) for one in self.subject.process.product.offers]
        if not asked.choices:
            del self.fields["asked"]


class Note(DoorForm):
    """A note for ourselves."""

    message = words(_("What we must not forget"), 3)


class Brief(DoorForm):
    """The brief is filled."""

    note = words(_("What they answered"), 4)


class Answer(DoorForm):
    """We answered."""

    message = words(_("What we answered"), 3)


class InquiryFields(DoorForm):
    """Fields that the passport asks of an inquiry."""

    def prepare(self) -> None:
        own_fields.add(self, self.subject.fields)

    def clean(self) -> None:
        """Everything that is wrong is said at once."""
        own_fields.check(self, self.subject.process.entry.fields, self.subject.process.currency)


class NotALead(DoorForm):
    """What it was, if it was no lead."""

    as_what = forms.ChoiceField(label=_("What was it?"), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("What we answer them"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "It is kept in the conversation; you send it yourself, by one click. Nothing here: no answer."
        ),
    )
    note = words(_("Note"), 2)

    def prepare(self) -> None:
        as_what = self.fields["as_what"]
        assert isinstance(as_what, forms.ChoiceField)
        as_what.choices = [(one.id, one.title) for one in self.subject.process.entry.not_a_lead]
        ready = self.subject.background.ready
        if ready:
            as_what.widget.attrs |= {
                "hx-get": reverse("ready_text", args=[self.subject.line.key]),
                "hx-include": "#door_answer",
                "hx-trigger": "change",
                "hx-target": "#door_answer",
                "hx-swap": "outerHTML",
            }
        self.initial.setdefault("answer", ready.get(self.initial.get("as_what", ""), ""))


class Promote(DoorForm):
    """A deal out of an inquiry."""

    title = forms.CharField(label=_("What the deal is about"), required=False, max_length=300)


class NewDeal(DoorForm):
    """A deal for somebody who is known. `subject`: people who can lead it, and the process's currency."""

    client = forms.CharField(
        label=_("Client"),
        required=False,
        help_text=_("Begin to type a name, a phone number or an INN, and choose."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    chosen = forms.CharField(required=False)
    title = forms.CharField(label=_("What the deal is about"), required=False, max_length=300)
    amount = Amount(label=_("Amount"), required=False)
    owner = forms.TypedChoiceField(
        label=_("Who leads the deal"), coerce=int, empty_value=None, required=False
    )

    def prepare(self) -> None:
        amount, owner = self.fields["amount"], self.fields["owner"]
        assert isinstance(amount, Amount) and isinstance(owner, forms.ChoiceField)
        amount.currency = self.subject["currency"]
        if not self.subject["people"]:
            del self.fields["owner"]
            return
        owner.choices = [("", _("nobody yet")), *((one.key, one.name) for one in self.subject["people"])]

    def clean_chosen(self) -> tuple[str, int] | None:
        """`company:12` or `contact:7` apart."""
        noun, _colon, key = self.cleaned_data["chosen"].partition(":")
        if noun not in ("company", "contact") or not key.isdecimal() or len(key) > 17:
            return None
        return noun, int(key)


class ClientForm(DoorForm):
    """What is asked of a client. `subject`: the one that is changed, or None; `own`: the company's own fields."""

    kind = ""

    def __init__(self, *args: Any, own: tuple[FieldLine, ...] = (), **kwargs: Any) -> None:
        self.own = own
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        if self.subject:
            for name in self.fields:
                self.initial.setdefault(name, getattr(self.subject, name) or "")
        self._ask_who_is_the_same()
        own_fields.add(self, self.own)

    def _ask_who_is_the_same(self) -> None:
        """As these are typed it is shown who of our clients it may be already."""
        asked = [name for name in ("name", "phone", "email", "inn", "site") if name in self.fields]
        but = f"?but={self.subject.key}" if self.subject else ""
        told = {
            "hx-get": reverse("same_client", args=[self.kind]) + but,
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#same",
            "hx-swap": "innerHTML",
            "hx-include": ",".join(f"#door_{name}" for name in asked),
        }
        for name in asked:
            self.fields[name].widget.attrs |= told

    def clean(self) -> None:
        """Everything that is wrong is said at once; sums are read again in their own currency when they are kept."""
        own_fields.check(self, [line.field for line in self.own], "RUB")

    def own_inputs(self) -> list[forms.BoundField]:
        """The inputs of the company's own fields."""
        return [self[own_fields.PREFIX + line.field.id] for line in self.own]


class CompanyForm(ClientForm):
    """A company."""

    kind = "companies"

    name = forms.CharField(label=_("Name"), max_length=300)
    about = forms.CharField(label=_("What they do"), required=False, max_length=300)
    inn = forms.CharField(
        label=_("INN"),
        required=False,
        max_length=20,
        help_text=_("10 digits for a company, 12 for a sole trader; the last ones are checked."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    site = forms.CharField(label=_("Web site"), required=False, max_length=300)


class ContactForm(ClientForm):
    """A person to talk to; `company` is the key behind the name."""

    kind = "people"

    name = forms.CharField(label=_("Name"), max_length=300)
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=32, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"inputmode": "email"}),
    )
    post = forms.CharField(label=_("Post"), required=False, max_length=200)
    company_name = forms.CharField(
        label=_("Company"),
        required=False,
        max_length=300,
        help_text=_("One that is not known yet will be added."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "list": "companies",
                "hx-get": reverse_lazy("company_names"),
                "hx-trigger": "input changed delay:200ms",
                "hx-target": "#companies",
                "hx-swap": "innerHTML",
            }
        ),
    )
    company = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_company(self) -> int | None:
        """The company's key, if they belong to one."""
        typed = self.cleaned_data["company"]
        return int(typed) if typed.isdecimal() and len(typed) < 18 else None


class FormSettings(DoorForm):
    """What the public form says. `subject`: what is set now."""

    is_on = forms.BooleanField(label=_("The form is open"), required=False)
    title = forms.CharField(
        label=_("Heading"),
        required=False,
        max_length=200,
        help_text=_("Nothing here: “Tell us what you need”."),
    )
    lead = words(_("What is said above the fields"), 2)
    thanks = words(_("What is said when it is sent"), 2)
    channel = forms.ChoiceField(
        label=_("Channel"), help_text=_("A link with ?channel= may name another one of the passport.")
    )
    hosts = forms.CharField(
        label=_("Sites that may show the form in a frame"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, like https://example.com. Nothing here: no site may."),
    )

    def prepare(self) -> None:
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)
        entry = self.subject.page.process.entry
        channel.choices = [(one.id, one.title) for one in entry.channels]
        if not channel.choices:
            channel.choices, channel.required = [("", "—")], False
        self.initial = {**self.subject.typed, **self.initial}


class ConsentForm(DoorForm):
    """A new text of consent. `subject`: the text to begin with."""

    body = forms.CharField(label=_("Text of the consent"), widget=forms.Textarea(attrs={"rows": 14}))

    def prepare(self) -> None:
        self.initial.setdefault("body", self.subject)


class ReadyAnswerForm(DoorForm):
    """What is answered to those who turn out to be this. `subject`: what is answered now."""

    body = forms.CharField(
        label=_("Ready answer"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("{name} is the name of whoever wrote. Nothing here: there is no ready answer."),
    )

    def prepare(self) -> None:
        self.initial.setdefault("body", self.subject)

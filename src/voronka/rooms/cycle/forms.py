"""The fields of the deal card's doors."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voronka.core.process import Role
from voronka.frame import own_fields
from voronka.frame.fields import Amount, DoorForm, Moment, tomorrow_morning, typed
from voronka.frame.words import money


def words(label: Any, rows: int = 3, *, required: bool = False) -> forms.CharField:
    """A field for free text."""
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}))


def proof() -> forms.FileField:
    """A field for a file that proves it."""
    return forms.FileField(label=_("File"), required=False)


class NextStep(DoorForm):
    """What is to be done next, and when."""

    text = forms.CharField(label=_("What to do"), max_length=300)
    due = Moment(label=_("When"))

    def prepare(self) -> None:
        deal = self.subject.deal
        self.initial.setdefault("due", tomorrow_morning(timezone.now()))
        if deal.next_step_at and deal.next_step_at > timezone.now():
            self.initial["due"] = timezone.localtime(deal.next_step_at)
            self.initial.setdefault("text", self.subject.card.next_step)


class Evidence(DoorForm):
    """A fact by hand: what was said or sent."""

    note = words(_("Note"))
    proof = proof()


class Call(Evidence):
    """A call: what has come of it."""

    note = words(_("What was agreed"))


class Sum(DoorForm):
    """A fact by hand that names a sum."""

    amount = Amount(label=_("Sum"), required=False)
    number = forms.CharField(label=_("Number"), required=False, max_length=60)
    note = words(_("Note"), 2)
    reason = words(_("Why the agreed sum changes"), 2)
    proof = proof()

    def prepare(self) -> None:
        deal = self.subject.deal
        amount = self.fields["amount"]
        assert isinstance(amount, Amount)
        amount.currency = deal.currency
        if deal.agreed:
            self.initial.setdefault("amount", typed(deal.agreed, deal.currency))
        if not deal.received:
            del self.fields["reason"]


class Contract(Sum):
    """A contract must name its sum: *paid* is measured against it."""

    def prepare(self) -> None:
        super().prepare()
        self.fields["amount"].required = True


class Offer(Sum):
    """What was offered, from the passport's list if it has one."""

    offer = forms.ChoiceField(label=_("What is offered"), required=False)
    field_order = ("offer", "amount", "note", "reason", "proof")

    def prepare(self) -> None:
        super().prepare()
        del self.fields["number"]
        offers = self.subject.process.product.offers
        if not offers:
            del self.fields["offer"]
            return
        choice = self.fields["offer"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("something else")), *((one.id, one.title) for one in offers)]


class NewAmount(DoorForm):
    """The deal's amount; after the first payment with a reason."""

    amount = Amount(label=_("Amount"))
    reason = words(_("Why it changes"), 2, required=True)

    def prepare(self) -> None:
        deal = self.subject.deal
        amount = self.fields["amount"]
        assert isinstance(amount, Amount)
        amount.currency = deal.currency
        if deal.amount:
            self.initial.setdefault("amount", typed(deal.amount, deal.currency))
        if not deal.received:
            del self.fields["reason"]


class Details(DoorForm):
    """What the deal is about, and the fields that the passport asks for."""

    title = forms.CharField(label=_("What it is about"), required=False, max_length=300)

    def prepare(self) -> None:
        self.initial.setdefault("title", self.subject.card.about)
        own_fields.add(self, self.subject.fields)

    def clean(self) -> None:
        """Everything that is wrong is said at once, before the first field is a fact."""
        own_fields.check(self, self.subject.process.cycle.fields, self.subject.deal.currency)


class Note(DoorForm):
    """A note on the deal."""

    text = words(_("Note"), 4)
    proof = proof()


class Lose(DoorForm):
    """Why the deal is lost."""

    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)
    note = words(_("In the client’s words"), 2)

    def prepare(self) -> None:
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = [(one.id, one.title) for one in self.subject.process.cycle.lost_reasons]


class Reopen(DoorForm):
    """Why a lost deal lives again."""

    note = words(_("What has changed"), 2)


class Return(DoorForm):
    """To which earlier stage, and why."""

    to = forms.ChoiceField(label=_("To the stage"))
    reason = words(_("Why"), 2)

    def prepare(self) -> None:
        process, stage = self.subject.process, self.subject.deal.stage
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        earlier = process.cycle.stages[: process.place(stage)]
        to.choices = [(one.id, one.title) for one in reversed(earlier)]


class AskApproval(DoorForm):
    """Whose approval is asked for."""

    role = forms.ChoiceField(label=_("Whose"))
    note = words(_("What they must know"), 2)

    def prepare(self) -> None:
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(one.id, one.title) for one in self.roles()]
        if role.choices:
            self.initial.setdefault("role", role.choices[0][0])

    def roles(self) -> list[Role]:
        """Roles whose approval the stage still lacks, first; where it asks for none, all of them."""
        asked = {one.unmet.data["role"] for one in self.subject.approvals}
        return [one for one in self.subject.process.owner.roles if not asked or one.id in asked]


class Approve(AskApproval):
    """The approval, for the sum that is agreed now."""

    role = forms.ChoiceField(label=_("As"))
    note = words(_("Note"), 2)

    def prepare(self) -> None:
        super().prepare()
        deal = self.subject.deal
        if deal.agreed:
            said = _("It holds for %(sum)s: another sum asks for another approval.")
            self.lead = said % {"sum": money(deal.agreed, deal.currency)}

    def roles(self) -> list[Role]:
        """Only those that this person holds, where they hold one."""
        held = [one for one in super().roles() if one.system == self.subject.actor.role]
        return held or super().roles()


class AskException(DoorForm):
    """Why the deal should go on as it is."""

    note = words(_("Why"), 2)

    def prepare(self) -> None:
        self.lead = lacking(self.subject)


class Exception_(DoorForm):
    """Letting the deal go on, with the reason for it."""

    reason = words(_("Why"), 2, required=True)

    def prepare(self) -> None:
        self.lead = lacking(self.subject)


def lacking(subject: Any) -> str:
    """What the deal would go on without, a sentence a line."""
    return "\n".join(one.sentence for one in subject.lacks)


class Instruction(DoorForm):
    """The text itself, to be read before it is said to have been read."""

    def prepare(self) -> None:
        self.lead = self.subject.stage.instruction


class Owner(DoorForm):
    """Who leads the deal."""

    owner = forms.TypedChoiceField(
        label=_("Who leads the deal"), coerce=int, empty_value=None, required=False
    )

    def prepare(self) -> None:
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = [("", _("nobody yet")), *((one.key, one.name) for one in self.subject.people)]
        self.initial.setdefault("owner", self.subject.deal.owner)


class Client(DoorForm):
    """The company and the person to talk to."""

    company = forms.CharField(label=_("Company"), required=False, max_length=300)
    about = forms.CharField(label=_("What they do"), required=False, max_length=300)
    name = forms.CharField(label=_("Contact"), required=False, max_length=300)
    phone = forms.CharField(label=_("Phone"), required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    email = forms.CharField(
        label=_("E-mail"), required=False, widget=forms.TextInput(attrs={"type": "email"})
    )

    def prepare(self) -> None:
        client = self.subject.client
        now = {
            "company": client.company_name,
            "about": client.company_about,
            "name": client.contact_name,
            "phone": client.phone,
            "email": client.email,
        }
        for name, value in now.items():
            self.initial.setdefault(name, value)

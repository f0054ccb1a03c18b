"""The fields of the doors of money and of the hand-over."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voronka.frame.fields import Amount, Day, DoorForm, typed
from voronka.queries.cycle.board import takers
from voronka.queries.words import money

METHODS = (
    ("bank", _("by bank transfer")),
    ("sbp", _("by the fast payments system")),
    ("card", _("by card")),
    ("cash", _("in cash")),
    ("other", _("otherwise")),
)


class Payment(DoorForm):
    """Money came: how much, when, how, and the file that proves it."""

    amount = Amount(label=_("How much came"))
    paid_on = Day(label=_("On which day"))
    method = forms.ChoiceField(label=_("How"), choices=METHODS)
    proof = forms.FileField(
        label=_("Proof"),
        help_text=_("A bank slip, a receipt or a screenshot."),
        error_messages={"required": _("Attach the proof: a bank slip, a receipt or a screenshot.")},
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def prepare(self) -> None:
        deal = self.subject.deal
        amount = self.fields["amount"]
        assert isinstance(amount, Amount)
        amount.currency = deal.currency
        if deal.agreed > deal.paid:
            self.initial.setdefault("amount", typed(deal.agreed - deal.paid, deal.currency))
        self.initial.setdefault("paid_on", timezone.localdate())


class OfPayment(DoorForm):
    """Which payment it is about, and why."""

    payment = forms.ChoiceField(label=_("Payment"))
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}))

    def prepare(self) -> None:
        currency = self.subject.deal.currency
        payment = self.fields["payment"]
        assert isinstance(payment, forms.ChoiceField)
        payment.choices = [
            (one.id, f"{money(one.net, currency)}, {one.paid_on}") for one in self.subject.payments if one.net
        ]


class Refund(OfPayment):
    """Money went back: of which payment, how much, why."""

    amount = Amount(label=_("How much went back"))
    proof = forms.FileField(label=_("Proof"), required=False)
    field_order = ("payment", "amount", "reason", "proof")

    def prepare(self) -> None:
        super().prepare()
        currency = self.subject.deal.currency
        amount = self.fields["amount"]
        assert isinstance(amount, Amount)
        amount.currency = currency
        net = [one.net for one in self.subject.payments if one.net]
        if len(net) == 1:
            self.initial.setdefault("amount", typed(net[0], currency))


class Handover(DoorForm):
    """To whom in production, and what they must know."""

    to = forms.TypedChoiceField(label=_("To whom"), coerce=int, empty_value=None, required=False)
    note = forms.CharField(
        label=_("What production must know"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def prepare(self) -> None:
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [("", _("any curator")), *((one.key, one.name) for one in takers())]


class Accept(DoorForm):
    """Production takes the project over."""

    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class GiveBack(DoorForm):
    """Production gives the project back, and why."""

    reason = forms.CharField(label=_("What is missing"), widget=forms.Textarea(attrs={"rows": 3}))

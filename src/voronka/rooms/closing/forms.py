"""The fields of money and of the hand-over."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voronka.core.deal import Payment
from voronka.frame import words
from voronka.frame.fields import Amount, Day, DoorForm, typed
from voronka.queries.closing.payments import METHODS
from voronka.queries.cycle import board


def text(label: object, *, required: bool = False) -> forms.CharField:
    """A field for free text."""
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": 2}))


class PaymentForm(DoorForm):
    """Money that came, with the file that proves it."""

    amount = Amount(label=_("Amount"), help_text=_("As on the slip: 1 234,56"))
    paid_on = Day(label=_("Day it came"))
    method = forms.ChoiceField(label=_("How"), choices=tuple(METHODS.items()))
    offer = forms.ChoiceField(label=_("What for"), required=False)
    proof = forms.FileField(
        label=_("Proof"),
        help_text=_("A bank slip, a receipt or a screenshot. Without it the money can’t be counted."),
        error_messages={"required": _("Attach the proof: a bank slip, a receipt or a screenshot.")},
    )
    note = text(_("Note"))

    def prepare(self) -> None:
        deal = self.subject.deal
        amount = self.fields["amount"]
        assert isinstance(amount, Amount)
        amount.currency = deal.currency
        self.initial.setdefault("paid_on", timezone.localdate())
        self._offers()
        if deal.agreed > deal.paid:
            self.initial.setdefault("amount", typed(deal.agreed - deal.paid, deal.currency))

    def _offers(self) -> None:
        """Asked only where it matters: where the process has a small offer before the main one."""
        process = self.subject.process
        small = process.closing.tripwire.offer if process.closing.tripwire else None
        offer = self.fields["offer"]
        assert isinstance(offer, forms.ChoiceField)
        titles = [(one.id, one.title) for one in process.product.offers if one.id == small]
        if not titles:
            del self.fields["offer"]
            return
        offer.choices = [("", _("the main work")), *titles]
        offer.help_text = _("The small offer moves the deal on, but does not win it.")


class OfPayment(DoorForm):
    """A form about one of the deal's payments."""

    payment = forms.ChoiceField(label=_("Which payment"))

    def prepare(self) -> None:
        payment = self.fields["payment"]
        assert isinstance(payment, forms.ChoiceField)
        standing = [one for one in self.subject.deal.payments if self.fits(one)]
        payment.choices = [(one.id, self._named(one)) for one in standing]
        if len(standing) == 1:
            self.initial["payment"] = standing[0].id

    def fits(self, one: Payment) -> bool:
        """May this be done with the payment?"""
        return one.net > 0

    def _named(self, one: Payment) -> str:
        day = words.short_day(date.fromisoformat(one.paid_on))
        return f"{words.money(one.net, self.subject.deal.currency)}, {day}"


class Refund(OfPayment):
    """Money that went back to the client."""

    amount = Amount(label=_("How much went back"))
    reason = text(_("Why"), required=True)
    proof = forms.FileField(label=_("Proof"), required=False)

    def prepare(self) -> None:
        super().prepare()
        deal, amount = self.subject.deal, self.fields["amount"]
        assert isinstance(amount, Amount)
        amount.currency = deal.currency
        first = deal.payment(str(self.initial.get("payment", "")))
        if first is not None:
            self.initial.setdefault("amount", typed(first.net, deal.currency))


class Void(OfPayment):
    """A payment that was never ours."""

    reason = text(_("Why it is not ours"), required=True)

    def fits(self, one: Payment) -> bool:
        """Only a payment of which nothing went back."""
        return not one.voided and not one.refunded


class Handover(DoorForm):
    """To whom in production the project is offered."""

    to = forms.TypedChoiceField(label=_("To whom"), coerce=int, empty_value=None, required=False)
    note = text(_("What they must know"))

    def prepare(self) -> None:
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [("", _("any curator")), *((one.key, one.name) for one in board.takers())]


class Accept(DoorForm):
    """Production takes the project over."""

    note = text(_("Note"))


class GiveBack(DoorForm):
    """Production gives the project back."""

    reason = text(_("What is missing, what to mend"), required=True)

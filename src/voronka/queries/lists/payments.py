"""The list of payments: its columns, and the whole as a sheet."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core.access import Actor
from voronka.core.sheets import Column, Row
from voronka.queries.closing import payments
from voronka.queries.closing.payments import PaymentFilters, PaymentLine
from voronka.queries.lists.sheet import PIECE, Piece, Sheet, amount, apart

USUAL: Final = ("paid_on", "client", "amount", "method", "proof", "state")
"""What the page shows where nothing was chosen."""
TOGETHER: Final = {
    "client": ("client", "about"),
    "amount": ("amount", "currency"),
    "method": ("method", "by"),
    "state": ("state", "refunded"),
}
"""What a cell of the page says in one, and a file in columns of their own."""


def sheet(by: Actor, at: datetime, asked: PaymentFilters, process: str | None = None) -> Sheet:
    """The payments that this person sees, in the order of the page."""

    def piece(more: str) -> Piece:
        lines, onward, _cut = payments.lines(by, asked, more=more, page=PIECE)
        return [row(one) for one in lines], onward

    whole = Sheet(_("Payments"), columns(), piece, lambda: payments.count(by, asked))
    return whole.only(apart(asked.columns, TOGETHER, "deal")) if asked.columns else whole


def columns() -> tuple[Column, ...]:
    """All columns of the list, in their usual order."""
    return (
        Column("paid_on", _("Paid on"), "day"),
        Column("deal", _("Deal"), "whole"),
        Column("client", _("Client")),
        Column("about", pgettext("a column", "Deal name")),
        Column("amount", pgettext("a column", "Amount"), "money"),
        Column("refunded", _("Refunded"), "money"),
        Column("net", pgettext("a column", "Net amount"), "money"),
        Column("currency", _("Currency")),
        Column("state", pgettext("a column", "Status")),
        Column("method", pgettext("a column", "Payment method")),
        Column("by", _("Entered by")),
        Column("proof", _("Proof")),
        Column("key", pgettext("a column", "Payment ID")),
    )


def row(one: PaymentLine) -> Row:
    """A payment with all columns."""
    state = _("voided") if one.voided else _("refunded in part") if one.refunded else _("in full")
    if one.refunded and one.refunded == one.amount:
        state = _("refunded")
    net = 0 if one.voided else one.amount - one.refunded
    sums = [amount(each, one.currency) for each in (one.amount, one.refunded or None, net)]
    method = str(payments.CAME.get(one.method, one.method))
    return (
        one.paid_on, one.deal, one.client, one.about, *sums, one.currency, state, method, one.by,
        one.proof.name if one.proof else "", one.id,
    )  # fmt: skip

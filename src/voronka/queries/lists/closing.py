"""What is signed and not paid, and projects between sales and production, as sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core.access import Actor
from voronka.core.sheets import Column, Row
from voronka.queries.closing import handovers
from voronka.queries.closing.handovers import Offered, Unpaid
from voronka.queries.lists.sheet import Piece, Sheet, amount

MOST = 5_000
"""A page shows a hundred, a file so many: contracts that wait for money are few among all deals."""


@dataclass(frozen=True, slots=True)
class NoFilters:
    """These lists are narrowed by nothing."""


def unpaid(by: Actor, at: datetime, asked: NoFilters, process: str | None = None) -> Sheet:
    """Signed contracts whose money has not come whole, the longest waiting first."""
    columns = (
        Column("number", _("Number"), "whole"),
        Column("client", _("Client")),
        Column("about", pgettext("a column", "Deal name")),
        Column("stage", _("Stage")),
        Column("signed_at", _("Signed"), "moment"),
        Column("days", _("Working days"), "whole"),
        Column("agreed", pgettext("a column", "Contract amount"), "money"),
        Column("paid", _("Received"), "money"),
        Column("rest", pgettext("a column", "Outstanding"), "money"),
        Column("currency", _("Currency")),
        Column("owner", pgettext("a column", "Owner")),
    )
    found = handovers.unpaid(by, at, most=MOST)
    return _whole(_("Signed and not paid"), columns, [_owed(one) for one in found])


def between(by: Actor, at: datetime, asked: NoFilters, process: str | None = None) -> Sheet:
    """Projects between sales and production: offered, returned, accepted and not yet paid."""
    columns = (
        Column("number", _("Number"), "whole"),
        Column("client", _("Client")),
        Column("about", pgettext("a column", "Deal name")),
        Column("state", pgettext("a column", "Status")),
        Column("offered_at", pgettext("a column", "Offered on"), "moment"),
        Column("by", pgettext("a column", "Offered by")),
        Column("to", pgettext("a column", "Offered to")),
        Column("said", pgettext("a column", "Comment")),
        Column("agreed", pgettext("a column", "Contract amount"), "money"),
        Column("paid", _("Received"), "money"),
        Column("currency", _("Currency")),
        Column("owner", pgettext("a column", "Owner")),
    )
    found = handovers.handovers(by, at, most=MOST)
    lines = [*found.mine, *found.others, *found.returned, *found.unpaid]
    return _whole(_("Hand-over to production"), columns, [_offered(one) for one in lines])


def _whole(title: str, columns: tuple[Column, ...], rows: Sequence[Row]) -> Sheet:
    def piece(more: str) -> Piece:
        return rows, ""

    return Sheet(title, columns, piece, lambda: len(rows))


def _owed(one: Unpaid) -> Row:
    card = one.card
    sums = [amount(each, card.currency) for each in (card.agreed, card.paid, one.rest)]
    return (
        card.key, card.client, card.about, card.stage_title, one.signed_at, one.days, *sums, card.currency,
        card.owner_name,
    )  # fmt: skip


def _offered(one: Offered) -> Row:
    card = one.card
    state = {
        "offered": pgettext("a hand-over", "offered"),
        "returned": pgettext("a hand-over", "returned"),
        "accepted": pgettext("a hand-over", "accepted"),
    }.get(card.handover, card.handover)
    sums = [amount(each, card.currency) for each in (card.agreed, card.paid)]
    return (
        card.key, card.client, card.about, state, one.offered_at, one.offered_by, one.to_name, one.said, *sums,
        card.currency, card.owner_name,
    )  # fmt: skip

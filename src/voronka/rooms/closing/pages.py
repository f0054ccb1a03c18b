"""What the pages of hand-over and of what is unpaid say."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core import access
from voronka.core.access import Actor
from voronka.frame.navigation import address
from voronka.frame.taking import address_of
from voronka.queries.closing.handovers import Handovers, Offered, Unpaid
from voronka.rooms.closing import doors


def handovers(seen: Handovers, by: Actor) -> dict[str, Any]:
    """The context of the page of production."""
    return {
        "area": "handovers",
        "download": address_of("handovers", "handovers_file", by),
        "mine": [_offered(one) for one in seen.mine],
        "others": [_offered(one) for one in seen.others],
        "returned": [_offered(one) for one in seen.returned],
        "unpaid": [_offered(one) for one in seen.unpaid],
        "decides": access.may(by, "handover.decide"),
        "offers": access.may(by, "handover.offer"),
    }


def _offered(one: Offered) -> dict[str, Any]:
    door = doors.address_of(one.card.key)
    return {
        "seen": one,
        "deal": address("deal", str(one.card.key)),
        "accept": door("accept"),
        "give_back": door("give_back"),
        "offer": door("handover"),
        "paid_whole": one.card.agreed > 0 and one.card.paid >= one.card.agreed,
    }


def unpaid(seen: tuple[Unpaid, ...], by: Actor) -> dict[str, Any]:
    """The context of what is signed and not paid."""
    totals: dict[str, int] = {}
    for one in seen:
        totals[one.card.currency] = totals.get(one.card.currency, 0) + one.rest
    said = ngettext(
        "%(n)s contract is signed and not paid", "%(n)s contracts are signed and not paid", len(seen)
    )
    return {
        "area": "payments",
        "download": address_of("unpaid", "unpaid_file", by),
        "heading": said % {"n": len(seen)} if seen else _("All that is signed is paid"),
        "lines": [
            {
                "seen": one,
                "deal": address("deal", str(one.card.key)),
                "payment": doors.address_of(one.card.key)("payment")
                if access.may(by, "payment.enter")
                else "",
            }
            for one in seen
        ],
        "totals": [{"amount": amount, "currency": currency} for currency, amount in totals.items()],
    }

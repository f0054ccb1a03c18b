"""What the pages of clients say."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.duplicates import Noun
from voronka.frame.navigation import address
from voronka.frame.taking import address_of
from voronka.queries import duplicates
from voronka.queries.clients import ClientCard
from voronka.queries.cycle.cards import Card
from voronka.queries.find import Hit, Move
from voronka.queries.lists.clients import ClientFilters, ClientPage
from voronka.rooms.entry import inbox_page
from voronka.rooms.entry.duplicates import pages


def listed(
    seen: ClientPage, tables: list[dict[str, Any]], asked: ClientFilters, by: Actor, *, both: bool
) -> dict[str, Any]:
    """The context of the list; `both`: the first that were found of companies and of people."""
    return {
        "area": "clients",
        "tables": tables,
        "clients": seen,
        "kind": seen.kind,
        "both": both,
        "of_people": seen.kind == "people" and not both,
        "typed": asked.words,
        "may_change": access.may(by, "client.change"),
        "imports": address("imports") if access.may(by, "import.run") else "",
        "download": address_of("companies", "clients_file", by),
        "lists": (("companies", _("Companies")), ("people", pgettext("clients", "People"))),
        "doubles": _doubles(by),
        "new_inquiry": address("new_inquiry") if access.may(by, "inquiry.receive") else "",
    }


def _doubles(by: Actor) -> dict[str, str]:
    """The way to the list of doubles, with how many pairs wait there; nothing where there are none."""
    companies, people = duplicates.waiting(by)
    if not companies and not people:
        return {}
    kind = "" if companies else "?kind=people"
    return {"url": address("duplicates") + kind, "count": pages.capped(companies + people)}


def card(seen: ClientCard, by: Actor, at: datetime) -> dict[str, Any]:
    """The context of a client's card."""
    noun: Noun = "company" if seen.company else "contact"
    who = seen.company or seen.person
    open_deals = [one for one in seen.deals if one.status == "open"]
    return {
        "area": "clients",
        "seen": seen,
        "who": who,
        **(pages.of_card(by, noun, who.key) if who and access.may(by, "client.merge") else {}),
        "deals": [_deal(one) for one in seen.deals],
        "open_count": len(open_deals),
        "paid": _paid(seen.deals),
        "lines": [inbox_page.line(one, frozenset(), at) for one in seen.inquiries],
        "may_change": access.may(by, "client.change"),
        "new_deal": _new_deal(seen) if access.may(by, "deal.open") else "",
    }


def hit(one: Hit) -> dict[str, Any]:
    """A thing that was found, as the palette lists it."""
    noun = "deal" if one.noun == "note" else one.noun
    return {
        "group": _GROUPS[one.noun],
        "title": one.title,
        "note": one.note,
        "url": address(noun, str(one.key)),
        **({"excerpt": [[piece.text, piece.hit] for piece in one.excerpt]} if one.excerpt else {}),
    }


_GROUPS = {
    "deal": "deals",
    "company": "clients",
    "contact": "clients",
    "inquiry": "inquiries",
    "note": "notes",
}


def move(one: Move) -> dict[str, Any]:
    """A stage to which a deal can be moved, as the palette lists it."""
    title = _("Move deal %(key)s to “%(stage)s”") % {"key": one.key, "stage": one.title}
    sent = {"url": address("move", str(one.key)), "post": True, "data": {"to": one.to}}
    return {"group": "acts", "title": title, "note": "", **sent}


def _new_deal(seen: ClientCard) -> str:
    noun, who = ("company", seen.company) if seen.company else ("contact", seen.person)
    return f"{reverse('new_deal')}?{noun}={who.key}" if who else ""


def _deal(one: Card) -> dict[str, Any]:
    return {"card": one, "url": address("deal", str(one.key))}


def _paid(deals: tuple[Card, ...]) -> list[dict[str, Any]]:
    """What the client has paid in all, by currency."""
    sums: dict[str, int] = {}
    for one in deals:
        sums[one.currency] = sums.get(one.currency, 0) + one.paid
    return [{"amount": amount, "currency": currency} for currency, amount in sums.items() if amount]

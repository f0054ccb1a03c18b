"""What the page of the search says."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core import access
from voronka.core.access import Actor
from voronka.frame.navigation import address
from voronka.queries.find import Found, Hit, Noun

KINDS: dict[str, Noun] = {
    "deals": "deal",
    "companies": "company",
    "people": "contact",
    "inquiries": "inquiry",
    "notes": "note",
}
"""Nouns as the address names them."""


def titles(by: Actor) -> dict[str, str]:
    """What each kind is called; only those that this person may see at all."""
    told = {"deals": _("Deals"), "companies": _("Companies"), "people": pgettext("clients", "People")}
    if access.may(by, "inquiry.see"):
        told["inquiries"] = _("Inquiries")
    return {**told, "notes": _("Notes and messages")}


def context(found: Found, typed: str, kind: str, by: Actor) -> dict[str, Any]:
    """The context of the page: groups with their hits, and where each group has its own page."""
    named, words = titles(by), {noun: kind for kind, noun in KINDS.items()}
    return {
        "area": "search",
        "typed": typed,
        "kind": kind,
        "kinds": [{"word": word, "title": title} for word, title in named.items()],
        "instead": found.instead,
        "groups": [
            {
                "word": words[one.noun],
                "title": named.get(words[one.noun], ""),
                "hits": [{"hit": hit, "url": link(hit)} for hit in one.hits],
                "more": one.more,
            }
            for one in found.groups
        ],
    }


def link(one: Hit) -> str:
    """The page of what was found: for a note that of its deal."""
    return address("deal" if one.noun == "note" else one.noun, str(one.key))

"""Where a list can be taken out as a file: shown only to those who may."""

from django.urls import reverse

from voronka.core.access import Actor
from voronka.core.exports import may_take


def address_of(what: str, url_name: str, who: Actor) -> str:
    """The address that gives the list out; nothing for those who may not take it."""
    return reverse(url_name) if may_take(who, what) else ""

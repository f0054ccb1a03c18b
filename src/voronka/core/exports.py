"""What can be taken out as a file: by whom, and in which forms."""

from typing import Final

from voronka.core.access import Actor, may, require
from voronka.core.problems import NotFound

EVERYTHING: Final = "everything"
RIGHTS: Final[dict[str, tuple[str, ...]]] = {
    "deals": ("deal.see", "deal.export"),
    "companies": ("client.see", "list.export"),
    "people": ("client.see", "list.export"),
    "inquiries": ("inquiry.see", "list.export"),
    "payments": ("deal.see", "list.export"),
    "unpaid": ("deal.see", "deal.export"),
    "handovers": ("deal.see", "deal.export"),
    "bulk": ("deal.change", "deal.export"),
    EVERYTHING: ("company.export",),
}
"""All rights that each asks for: to see what is in it, and to take it out."""
FORMS: Final = ("csv", "xlsx")
"""Forms of a list; everything has the form `zip`."""


def may_take(actor: Actor, what: str) -> bool:
    """May this person take it out?"""
    return what in RIGHTS and all(may(actor, right) for right in RIGHTS[what])


def require_taking(actor: Actor, what: str) -> None:
    """NotFound where there is no such list; NotAllowed where this person may not take it."""
    if what not in RIGHTS:
        raise NotFound("list", what)
    for right in RIGHTS[what]:
        require(actor, right)

"""Which rows an actor sees: the same rule as core.access.sees, as a condition of the database."""

from django.db.models import Q

from voronka.core.access import Actor
from voronka.store.models import DealRow


def deals(actor: Actor, at: str = "") -> Q:
    """Deals that the actor sees; `at` is the way to the deal from another row, as `deal__`.

    A deal whose import was taken back is no deal any more: nobody sees it.
    """
    there = ~Q(**{at + "status": "undone"})
    match actor.scope:
        case "all":
            return there
        case "own" | "team":
            return there & (Q(**{at + "owner": None}) | Q(**{at + "owner__in": actor.owners}))
        case "handed":
            to = at + "handover_to"
            return there & ~Q(**{at + "handover": "none"}) & (Q(**{to: None}) | Q(**{to: actor.id}))
        case _:
            return Q(pk=None)


def inquiries(actor: Actor, at: str = "") -> Q:
    """Inquiries that the actor sees; `at` is the way to the inquiry from another row.

    One whose import was taken back is none any more.
    """
    there = ~Q(**{at + "status": "undone"})
    match actor.scope:
        case "all":
            return there
        case "own" | "team":
            return there & (Q(**{at + "owner": None}) | Q(**{at + "owner__in": actor.owners}))
        case _:
            return Q(pk=None)


def companies(actor: Actor) -> Q:
    """Companies that the actor sees: production those alone whose projects were offered to it.

    A client that went up in another is nobody's to see: its card is the other's.
    """
    return _clients(actor, "company")


def contacts(actor: Actor) -> Q:
    """Contacts that the actor sees."""
    return _clients(actor, "contact")


def _clients(actor: Actor, noun: str) -> Q:
    there = Q(merged_into=None)
    match actor.scope:
        case "handed":
            seen = DealRow.objects.filter(deals(actor)).exclude(**{noun: None})
            return there & Q(pk__in=seen.values(noun))
        case "none":
            return Q(pk=None)
        case _:
            return there

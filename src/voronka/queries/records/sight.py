"""Which rows an actor sees: the same rule as core.access.sees, as a condition of the database."""

from django.db.models import Q

from voronka.core.access import SCOPES, Actor


def deals(actor: Actor) -> Q:
    """Deals that the actor sees."""
    match SCOPES.get(actor.role, "none"):
        case "all":
            return Q()
        case "own":
            return Q(owner=None) | Q(owner=actor.id)
        case "handed":
            return ~Q(handover="none") & (Q(handover_to=None) | Q(handover_to=actor.id))
        case _:
            return Q(pk=None)


def inquiries(actor: Actor) -> Q:
    """Inquiries that the actor sees."""
    match SCOPES.get(actor.role, "none"):
        case "all":
            return Q()
        case "own":
            return Q(owner=None) | Q(owner=actor.id)
        case _:
            return Q(pk=None)

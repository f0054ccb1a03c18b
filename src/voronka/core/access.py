"""Who may do what: the rights of the seven system roles, and whose deals a person sees."""

from dataclasses import dataclass
from typing import Literal

from voronka.core.problems import NotAllowed

Scope = Literal["all", "own", "handed", "none"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with a system role, the system itself, or a client by link."""

    kind: Literal["person", "system", "client"]
    id: int | None = None
    role: str = ""

    @property
    def label(self) -> str:
        """How the log names them: `person:3`, `system`."""
        return self.kind if self.id is None else f"{self.kind}:{self.id}"


SYSTEM = Actor("system", role="system")

_EVERYONE = frozenset({"deal.see", "client.see", "passport.see", "me.change"})
_SELL = _EVERYONE | {
    "deal.open",
    "deal.change",
    "deal.move",
    "deal.lose",
    "deal.reopen",
    "inquiry.see",
    "inquiry.receive",
    "inquiry.close",
    "client.change",
    "payment.enter",
    "handover.offer",
}
_LEAD = _SELL | {
    "deal.assign",
    "deal.amount_after_payment",
    "payment.refund",
    "payment.void",
    "handover.decide",
    "people.see",
    "people.change",
    "passport.draft",
    "passport.publish",
    "token.any",
    "log.verify",
    "backup.make",
}
RIGHTS: dict[str, frozenset[str]] = {
    "system": _LEAD,
    "owner": _LEAD,
    "head": _LEAD,
    "manager": _SELL,
    "support": _SELL - {"payment.enter"},
    "marketer": _EVERYONE | {"inquiry.see"},
    "curator": _EVERYONE | {"handover.decide"},
    "accountant": _EVERYONE | {"payment.enter", "payment.refund"},
}
"""What each system role may do. Everything a person does is asked here by the action that does it."""

SCOPES: dict[str, Scope] = {
    "system": "all",
    "owner": "all",
    "head": "all",
    "manager": "own",
    "support": "all",
    "marketer": "all",
    "curator": "handed",
    "accountant": "all",
}
"""Whose deals a role sees: all, its own (and those without an owner), or those handed over to production."""


def may(actor: Actor, verb: str) -> bool:
    """Has the actor's role this right?"""
    return verb in RIGHTS.get(actor.role, frozenset())


def require(actor: Actor, verb: str) -> None:
    """Raise NotAllowed where the actor's role lacks this right."""
    if not may(actor, verb):
        raise NotAllowed(verb)


def sees(actor: Actor, *, owner: int | None, handover: str = "none", handover_to: int | None = None) -> bool:
    """Does the actor see a deal with this owner and this state of its hand-over?"""
    match SCOPES.get(actor.role, "none"):
        case "all":
            return True
        case "own":
            return owner is None or owner == actor.id
        case "handed":
            return handover != "none" and handover_to in (None, actor.id)
        case _:
            return False

"""Who may do what: the rights of the seven system roles, and whose deals a person sees."""

from dataclasses import dataclass
from typing import Literal

from voronka.core.problems import NotAllowed

Scope = Literal["all", "team", "own", "handed", "none"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with a system role, the system itself, or a client by link.

    `visibility` is what was chosen for this person, empty where their role decides; `mates` are the people
    whose deals they see beside their own, where they see those of a team (see core/teams.py).
    """

    kind: Literal["person", "system", "client"]
    id: int | None = None
    role: str = ""
    visibility: str = ""
    mates: tuple[int, ...] = ()

    @property
    def scope(self) -> Scope:
        """Whose deals they see."""
        return scope_of(self.role, self.visibility, leads=bool(self.mates))

    @property
    def owners(self) -> tuple[int, ...]:
        """Whose deals these are, for one who sees not all: their own and their team's."""
        mine = () if self.id is None else (self.id,)
        return tuple(dict.fromkeys((*mine, *self.mates))) if self.scope == "team" else mine

    @property
    def label(self) -> str:
        """How the log names them: `person:3`, `system`."""
        return self.kind if self.id is None else f"{self.kind}:{self.id}"


SYSTEM = Actor("system", role="system")
VISITOR = Actor("client", role="visitor")
"""Whoever sends the public form: nobody knows yet who they are."""

_EVERYONE = frozenset({"deal.see", "deal.approve", "client.see", "passport.see", "me.change", "view.save"})
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
    "client.merge",
    "payment.enter",
    "handover.offer",
    "deal.export",
}
_LEAD = _SELL | {
    "deal.assign",
    "deal.exception",
    "deal.amount_after_payment",
    "payment.refund",
    "payment.void",
    "handover.decide",
    "people.see",
    "people.change",
    "calendar.change",
    "form.change",
    "passport.draft",
    "passport.publish",
    "token.any",
    "import.run",
    "log.verify",
    "figures.recount",
    "backup.make",
    "list.export",
    "view.share",
}
RIGHTS: dict[str, frozenset[str]] = {
    "system": _LEAD | {"company.change", "company.replace", "company.export", "people.unlock"},
    "owner": _LEAD | {"company.change", "company.replace", "company.export", "people.unlock"},
    "head": _LEAD,
    "manager": _SELL,
    "support": (_SELL - {"payment.enter"}) | {"list.export"},
    "marketer": _EVERYONE | {"inquiry.see", "deal.export", "list.export"},
    "curator": _EVERYONE | {"handover.decide"},
    "accountant": _EVERYONE | {"payment.enter", "payment.refund", "deal.export", "list.export"},
    "visitor": frozenset({"form.send"}),
}
"""What each system role may do. Everything a person does is asked here by the action that does it."""

HOLDERS = ("owner", "head", "manager", "support")
"""Roles that can hold deals."""

SCOPES: dict[str, Scope] = {
    "system": "all",
    "owner": "all",
    "head": "all",
    "manager": "own",
    "support": "all",
    "marketer": "all",
    "curator": "handed",
    "accountant": "all",
    "visitor": "none",
}
"""Whose deals a role sees: all, its own (and those without an owner), or those handed over to production."""

VISIBILITIES: dict[str, tuple[Scope, ...]] = {
    "manager": ("own", "team", "all"),
    "support": ("own", "team", "all"),
    "marketer": ("own", "team", "all"),
    "curator": ("handed", "all"),
    "accountant": ("own", "team", "all"),
}
"""What may be chosen for a person of this role; the owner and the head of sales answer for all, and see all."""


def scope_of(role: str, visibility: str = "", *, leads: bool = False) -> Scope:
    """Whose deals a person sees: as was chosen for them, else as their role does; who `leads` a team sees it."""
    usual = SCOPES.get(role, "none")
    if chosen := next((one for one in VISIBILITIES.get(role, ()) if one == visibility), None):
        return chosen
    return "team" if leads and usual == "own" else usual


def may(actor: Actor, verb: str) -> bool:
    """Has the actor's role this right?"""
    return verb in RIGHTS.get(actor.role, frozenset())


def require(actor: Actor, verb: str) -> None:
    """Raise NotAllowed where the actor's role lacks this right."""
    if not may(actor, verb):
        raise NotAllowed(verb)


def sees(actor: Actor, *, owner: int | None, handover: str = "none", handover_to: int | None = None) -> bool:
    """Does the actor see a deal with this owner and this state of its hand-over?"""
    match actor.scope:
        case "all":
            return True
        case "own" | "team":
            return owner is None or owner in actor.owners
        case "handed":
            return handover != "none" and handover_to in (None, actor.id)
        case _:
            return False

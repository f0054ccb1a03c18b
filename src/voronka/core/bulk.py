"""One change for many deals: what it says, what came of it deal by deal, and how it is taken back.

Whether a deal changes is decided by the rules of question 2, as for a single deal; nothing here decides it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal, get_args

from voronka.core import access, cycle
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.deal import Deal
from voronka.core.decision import Decision, Unmet
from voronka.core.guards import Facts
from voronka.core.problems import Problem

Kind = Literal["owner", "next_step", "stage", "lose", "reopen", "field"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
RIGHTS: Final[Mapping[Kind, str]] = {
    "owner": "deal.change",
    "next_step": "deal.change",
    "stage": "deal.move",
    "lose": "deal.lose",
    "reopen": "deal.reopen",
    "field": "deal.change",
}
"""The right that each asks for, the same as of a single deal."""
MOST: Final = 10_000
"""Deals of one bulk edit."""
AT_ONCE: Final = 200
"""So many are done while one waits; more are the worker's."""
NAMED: Final = 50
"""Deals of one reason that are kept by name."""
EXAMPLES: Final = 6
SILENT: Final = timedelta(minutes=2)
"""Work without a job of the worker that has not moved for so long is not being done any more."""

State = Literal["done", "same", "refused", "invalid", "barred", "absent"]
"""`refused` by a rule; `invalid`: the change makes no sense for this deal; `barred`: no right; `absent`: not there, or
not this person's to see."""


def standing(state: str, working: bool) -> str:
    """How a bulk edit stands whose work may have died: previewed in vain it is as before, done by half it is cut."""
    if working:
        return state
    return {"trying": "chosen", "running": "cut", "undoing": "done"}.get(state, state)


def sees(by: Actor, author: str) -> bool:
    """Is a bulk edit of this author this person's to see? Whoever gives deals to others sees everybody's."""
    return access.may(by, "deal.see") and (by.label == author or access.may(by, "deal.assign"))


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of every deal. `text` are the words of the next step, of the loss or of the reopening."""

    kind: Kind
    owner: int | None = None
    due: datetime | None = None
    text: str = ""
    to: str = ""
    reason: str = ""
    field: str = ""
    value: str = ""

    def as_data(self) -> dict[str, Any]:
        """The same as a dict that JSON can carry; what says nothing is left out."""
        told = {name: value for name, value in asdict(self).items() if value not in (None, "")}
        return {**told, **({"due": self.due.isoformat()} if self.due else {})}

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> "Change":
        """Back from the dict that as_data made."""
        due = data.get("due")
        return Change(**{**data, "due": datetime.fromisoformat(due) if due else None})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one deal: the facts that happen, or why none does; `before` is what an undo returns to."""

    deal: int
    state: State
    events: tuple[e.Event, ...] = ()
    missing: tuple[Unmet, ...] = ()
    problems: tuple[Problem, ...] = ()
    before: Mapping[str, Any] = field(default_factory=dict)

    def why(self) -> list[dict[str, Any]]:
        """The reasons as data: unmet conditions, or what is wrong."""
        return [one.as_data() for one in self.missing] + [
            {"code": one.code, "field": one.field, "data": dict(one.data)} for one in self.problems
        ]


def before(deal: Deal, change: Change) -> dict[str, Any]:
    """How the deal is now, as far as the change touches it."""
    match change.kind:
        case "owner":
            return {"owner": deal.owner}
        case "next_step":
            due = deal.next_step_at
            return {"due": due.isoformat() if due else None, "text": deal.next_step_text}
        case "field":
            return {"text": deal.fields.get(change.field), "value": deal.values.get(change.field)}
        case "reopen":
            return {"stage": deal.stage, "reason": deal.lost_reason}
        case _:
            return {"stage": deal.stage}


def already(deal: Deal, change: Change, words: str, kept: str) -> bool:
    """Is the deal so already? `words` is what its text says now, `kept` the field's value as it would be kept."""
    match change.kind:
        case "owner":
            return deal.owner == change.owner
        case "next_step":
            return deal.status == "open" and deal.next_step_at == change.due and words == change.text
        case "stage":
            return deal.status == "open" and deal.stage == change.to
        case "lose":
            return deal.status == "lost" and deal.lost_reason == change.reason
        case "reopen":
            return deal.status == "open"
        case "field":
            return deal.status == "open" and kept == (words or deal.values.get(change.field, ""))


def undo(facts: Facts, change: Change, was: Mapping[str, Any]) -> Decision:
    """Return a deal to what it was by the facts with which a person would; nobody has touched it since."""
    match change.kind:
        case "owner":
            return Decision((e.DealAssigned(was.get("owner")),))
        case "next_step":
            return cycle.note_fact(facts, e.DealNextStepSet(was.get("due"), was.get("text")))
        case "stage":
            return cycle.take_back(facts.deal)
        case "lose":
            return cycle.reopen(facts)
        case "reopen":
            return cycle.lose(facts, str(was.get("reason", "")))
        case "field":
            event = e.DealFieldSet(change.field, text=was.get("text"), value=was.get("value"))
            return cycle.note_fact(facts, event)


class Tally:
    """What came of all deals so far: how many of each state, the reasons with their deals, the first examples."""

    def __init__(self, told: Mapping[str, Any] | None = None) -> None:
        told = told or {}
        self.counts: dict[str, int] = dict(told.get("counts", {}))
        self.groups: dict[str, dict[str, Any]] = {_place(one): dict(one) for one in told.get("groups", ())}
        self.examples: list[dict[str, Any]] = list(told.get("examples", ()))

    def add(self, verdict: Verdict) -> None:
        """One deal more."""
        self.counts[verdict.state] = self.counts.get(verdict.state, 0) + 1
        if verdict.state == "done" and len(self.examples) < EXAMPLES:
            self.examples.append({"deal": verdict.deal, "before": dict(verdict.before)})
        if verdict.state != "absent":
            for one in verdict.why():
                self._reason(verdict.deal, one)

    def _reason(self, deal: int, why: Mapping[str, Any]) -> None:
        known = {name: why[name] for name in ("guard", "door", "code", "field") if name in why}
        group = self.groups.setdefault(_place(known), {**known, "count": 0, "deals": []})
        group["count"] += 1
        if len(group["deals"]) < NAMED:
            group["deals"].append([deal, why["data"]])

    def as_data(self) -> dict[str, Any]:
        """As JSON carries it, the most frequent reason first."""
        groups: Sequence[dict[str, Any]] = sorted(
            self.groups.values(), key=lambda one: (-one["count"], _place(one))
        )
        return {"counts": self.counts, "groups": list(groups), "examples": self.examples}


def _place(group: Mapping[str, Any]) -> str:
    return "/".join(str(group.get(name, "")) for name in ("guard", "door", "code", "field"))

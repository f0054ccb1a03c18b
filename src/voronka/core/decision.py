"""What a rule decided: the facts that happened, what was refused and why, what is still lacking."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voronka.core.events import Event


@dataclass(frozen=True, slots=True)
class Unmet:
    """A guard that isn't met, as data: a sentence is made of it in the reader's language.

    `guard` is the guard's name, `door` the place where the fact is made (a form on the deal card),
    `data` what is there and what is needed.
    """

    guard: str
    door: str
    data: Mapping[str, Any] = field(default_factory=dict)
    mode: str = "enforce"

    def as_data(self) -> dict[str, Any]:
        """The same as a dict that JSON can carry."""
        return {"guard": self.guard, "door": self.door, "mode": self.mode, "data": dict(self.data)}

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> "Unmet":
        """Back from the dict that as_data made."""
        return Unmet(data["guard"], data["door"], dict(data["data"]), data.get("mode", "enforce"))


@dataclass(frozen=True, slots=True)
class Decision:
    """`events` happened (a refusal is one of them); `refused` says why not; `remaining` is a reminder."""

    events: "tuple[Event, ...]" = ()
    refused: tuple[Unmet, ...] = ()
    remaining: tuple[Unmet, ...] = ()

    @property
    def done(self) -> bool:
        """Was it done, that is, not refused?"""
        return not self.refused

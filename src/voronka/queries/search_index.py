"""Is the index of the search whole? The answer of `voronka index check`."""

from dataclasses import dataclass
from itertools import islice

from voronka.core import access
from voronka.core.access import Actor
from voronka.store import indexed
from voronka.store.indexed import Fault

__all__ = ["Checked", "Fault", "check"]
MOST = 20


@dataclass(frozen=True, slots=True)
class Checked:
    """`waiting` facts that were not read yet, `names_wait`: names too; `faults` the first that disagree."""

    waiting: int
    names_wait: bool
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        """Is there nothing to mend? What only waits mends itself."""
        return not self.faults


def check(*, by: Actor) -> Checked:
    """Compare the index with rows and log, as far as its readers have come."""
    access.require(by, "log.verify")
    return Checked(indexed.waiting(), indexed.names_wait(), tuple(islice(indexed.faults(), MOST)))

"""Open deals that go by an earlier version than a given one: on which stages they stand, and which they are."""

from dataclasses import dataclass

from voronka.core.process import Stage
from voronka.store import sql, values


@dataclass(frozen=True, slots=True)
class Held:
    """A stage with open deals on it, as the latest of their versions has it."""

    stage: Stage
    count: int


_BY_STAGE = (
    "SELECT version, stage, COUNT(*) FROM store_dealrow WHERE process = %s AND status = 'open' AND version < %s"
    " GROUP BY version, stage ORDER BY version DESC"
)
_BEHIND = "SELECT id FROM store_dealrow WHERE process = %s AND status = 'open' AND version < %s ORDER BY id"


def held_stages(process: str, version: int) -> list[Held]:
    """Stages on which open deals of earlier versions stand, in the order of the cycle."""
    counts: dict[str, int] = {}
    stages: dict[str, tuple[int, Stage]] = {}
    for number, name, count in sql.all_of(_BY_STAGE, (process, version)):
        counts[name] = counts.get(name, 0) + int(count)
        if name not in stages:
            known = values.process(process, number)
            stages[name] = (known.place(name), known.stage(name))
    return [
        Held(stage, counts[name]) for name, (_, stage) in sorted(stages.items(), key=lambda one: one[1][0])
    ]


def behind(process: str, version: int) -> list[int]:
    """The keys of these deals."""
    return [int(row[0]) for row in sql.all_of(_BEHIND, (process, version))]

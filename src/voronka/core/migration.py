"""Open deals go on by a later version of the passport: to which stage each, and what it will lack there."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from voronka.core import events as e
from voronka.core.cycle import refuse, remaining
from voronka.core.deal import Deal, Handover
from voronka.core.decision import Decision, Unmet
from voronka.core.guards import Facts
from voronka.core.process import Process, Stage

LIKE: Final = 0.6
"""Titles that are so much alike may be of one stage, under another name."""
AT_THE_END: Final[frozenset[Handover]] = frozenset({"offered", "accepted"})

StageMap = Mapping[str, str]
"""To which stage of the new version a stage of an earlier one leads."""


def proposed(old: Iterable[Stage], new: Process) -> dict[str, str]:
    """Where each of these stages leads: to the one with its id, else to the one with the likest title.

    A stage that is not here has none that is like it: a person must say where it leads.
    """
    stages = {one.id: one for one in new.cycle.stages}
    gone = [one for one in old if one.id not in stages]
    found = {one.id: one.id for one in old if one.id in stages}
    free = [one for one in new.cycle.stages if one.id not in found]
    pairs = sorted(
        ((_likeness(one, other), one.id, other.id) for one in gone for other in free), reverse=True
    )
    for likeness, left, right in pairs:
        if likeness >= LIKE and left not in found and right not in found.values():
            found[left] = right
    return found


def _likeness(one: Stage, other: Stage) -> float:
    return SequenceMatcher(None, one.title.casefold(), other.title.casefold(), autojunk=False).ratio()


def unmapped(held: Iterable[str], stages: StageMap, new: Process) -> list[str]:
    """Those of the stages with open deals on them that lead nowhere in the new version."""
    known = {one.id for one in new.cycle.stages}
    return [one for one in held if stages.get(one, one) not in known]


def unknown(stages: StageMap, new: Process) -> list[str]:
    """Stages that the map leads to, and the new version lacks."""
    known = {one.id for one in new.cycle.stages}
    return sorted({to for to in stages.values() if to not in known})


def migrate(deal: Deal, new: Process, stages: StageMap) -> Decision:
    """The deal goes on by this version, from where it stands; one that does already stays as it is.

    A deal that production holds stands on the last stage, whatever the map says: there it is handed over.
    """
    if deal.status != "open" or deal.version >= new.version:
        return Decision()
    to = new.last_stage.id if deal.handover in AT_THE_END else stages.get(deal.stage, deal.stage)
    if all(one.id != to for one in new.cycle.stages):
        return refuse(deal, to, Unmet("stage_known", "", {"need": to}))
    return Decision((e.DealMigrated(deal.version, new.version, deal.stage, to),))


def lacking_there(facts: Facts, to: str) -> tuple[Unmet, ...]:
    """What the deal would lack to leave this stage of the version that the facts have."""
    moved = replace(facts.deal, stage=to, version=facts.process.version)
    return remaining(replace(facts, deal=moved))

"""Histories of stages from a file: gathered deal by deal, told whole or not at all, taken back to what was before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final
from zoneinfo import ZoneInfo

from voronka.actions.imports import source_of
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.deal import Deal
from voronka.core.imports import LOST, WON, Client, Line, Plan, Refused
from voronka.core.past_moves import Change, Contradiction, Standing, Stays, way
from voronka.core.problems import Problem
from voronka.core.process import Process
from voronka.core.visits import visits
from voronka.formats.tables.summary import MOST_EXAMPLES, Summary
from voronka.store import bulk, imported, log, named_deals, values
from voronka.store.models import Import
from voronka.store.named_deals import Called
from voronka.store.work import Unit

SHARED: Final = "="
"""The source of histories: a deal has one, whatever file told it."""
Cells = tuple[str, ...]


@dataclass(slots=True)
class Way:
    """All lines of one deal, as the file calls it; `wrong` are those that can't be read."""

    ref: str
    changes: list[Change] = field(default_factory=list)
    wrong: list[Refused] = field(default_factory=list)
    cells: dict[int, str] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The number of its last line."""
        return max([one.number for one in self.changes] + [one.number for one in self.wrong])

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.changes) + len(self.wrong)


def ways(told: Iterable[Line | Refused], plan: Plan) -> list[Way]:
    """The lines of the file by their deals, in the order in which deals end in the file."""
    place = plan.columns.index("change.deal") if "change.deal" in plan.columns else None
    found: dict[str, Way] = {}
    for one in told:
        if isinstance(one, Line):
            whole = found.setdefault(one.deal, Way(one.deal))
            assert one.opened_at is not None
            whole.changes.append(Change(one.number, one.stage, one.opened_at, one.from_stage, one.owner))
            whole.cells[one.number] = "\x1f".join(one.cells)
        else:
            ref = "" if place is None else " ".join(one.cells[place].split())
            # A line that names no deal stands for itself.
            found.setdefault(ref or f"\x1f{one.number}", Way(ref)).wrong.append(one)
    return sorted(found.values(), key=lambda one: one.last)


@dataclass(slots=True)
class Settled:
    """Ways that can be told, each with its deal's key (None: it is still to come) and the digest by which it is known;
    how many lines are known; the rest with the reason.
    """

    fresh: list[tuple[Way, int | None, Stays, str]] = field(default_factory=list)
    known: int = 0
    refused: list[Refused] = field(default_factory=list)


def settle(
    row: Import,
    plan: Plan,
    heads: Sequence[str],
    told: Sequence[Way],
    now: datetime,
    *,
    coming: dict[str, Standing] | None = None,
    lock: bool = False,
) -> tuple[Settled, dict[int, Deal]]:
    """What these histories come to; `coming` are deals that another file will bring, by what that file calls them."""
    found = Settled()
    meant = named_deals.meant([Called(one.ref, Client()) for one in told], source=source_of(row))
    keys = sorted({keys[0] for keys in meant if len(keys) == 1})
    deals = {one.key: one for one in values.deals(keys, lock=lock)}
    lived = imported.touched(keys)
    there = imported.marks_live(SHARED, "change", [str(key) for key in keys])
    for one, may_be in zip(told, meant, strict=True):
        deal = deals.get(may_be[0]) if len(may_be) == 1 else None
        standing = (coming or {}).get(one.ref) if not may_be else None
        digest = _digest(one)
        if one.wrong:
            _refuse(found, plan, heads, one, None)
        elif deal is not None and there.get(str(deal.key)) == digest:
            found.known += one.lines
        elif deal is not None and (problem := _problem(deal, str(deal.key) in there, deal.key in lived)):
            _refuse(found, plan, heads, one, Contradiction(0, problem))
        elif deal is None and standing is None:
            code = "deal_ambiguous" if may_be else "deal_unknown"
            data = {"have": one.ref[:60], "count": len(may_be)}
            _refuse(found, plan, heads, one, Contradiction(0, Problem(code, "change.deal", data)))
        else:
            stands = _standing(deal) if deal is not None else standing
            assert stands is not None
            stays = way(one.changes, stands, zone=ZoneInfo(plan.zone), now=now)
            if isinstance(stays, Contradiction):
                _refuse(found, plan, heads, one, stays)
            else:
                found.fresh.append((one, deal.key if deal else None, stays, digest))
    return found, deals


def _problem(deal: Deal, told: bool, lived: bool) -> Problem | None:
    if deal.imported is None:
        return Problem("deal_not_imported", "change.deal")
    if lived or deal.status not in ("open", "imported", "lost"):
        return Problem("deal_lived_here", "change.deal")
    return Problem("history_there", "change.deal") if told else None


def _standing(deal: Deal) -> Standing:
    process = values.process(deal.process, deal.version)
    return Standing(process, deal.status, deal.stage, deal.opened_at, deal.entered_at, deal.closed_at)


def coming(line: Line, process: Process) -> Standing:
    """How the deal of this line will stand when it has come in."""
    assert line.opened_at is not None
    status = {WON: "imported", LOST: "lost"}.get(line.stage, "open")
    stage = line.stage if status == "open" else line.from_stage or process.first_stage.id
    closed = None if status == "open" else line.closed_at
    return Standing(process, status, stage, line.opened_at, line.entered_at or line.opened_at, closed)


def _refuse(found: Settled, plan: Plan, heads: Sequence[str], one: Way, why: Contradiction | None) -> None:
    """All lines of the deal: the one at fault with its reason, the others for its sake."""
    at_fault = why.number if why is not None else one.wrong[0].number
    found.refused += one.wrong
    for change in one.changes:
        if why is not None and at_fault in (0, change.number):
            problem = why.problem
        else:
            problem = Problem("history_broken", "change.deal", {"line": at_fault})
        places = [place for place, target in enumerate(plan.columns) if target == problem.field]
        head = heads[places[0]] if places and places[0] < len(heads) else problem.field
        cells = tuple(one.cells[change.number].split("\x1f"))
        found.refused.append(Refused(change.number, replace(problem, field=head), cells))


def _digest(one: Way) -> str:
    said = sorted((each.at.isoformat(), each.to, each.frm) for each in one.changes)
    return blake2b(repr(said).encode(), digest_size=12).hexdigest()


def take(
    row: Import,
    plan: Plan,
    heads: Sequence[str],
    told: Sequence[Way],
    counts: Counter[str],
    by: Actor,
    at: datetime,
) -> list[Refused]:
    """Tell these histories; the lines that can't be told, with the reason."""
    found, deals = settle(row, plan, heads, told, at, lock=True)
    counts["known"] += found.known
    facts, things = [], []
    for one, key, stays, digest in found.fresh:
        assert key is not None
        counts["taken"] += one.lines
        counts["deals"] += 1
        facts.append((deals[key], [(e.DealHistoryTold(row.pk, stays), at, by)]))
        things.append((str(key), key, digest))
    bulk.add(facts, door="import", recorded=at)
    imported.remember_marked(SHARED, "change", row.pk, things)
    return found.refused


def tried(found: Settled, seen: Summary, known: Counter[str]) -> None:
    """What a trial counts of these: lines, deals, examples, reasons."""
    titles = {stage.id: stage.title for process in values.processes() for stage in process.cycle.stages}
    known["things"] += found.known
    known["deals"] += len(found.fresh)
    seen.taken += found.known + sum(one.lines for one, *_ in found.fresh)
    for one, _key, stays, _digest_of in found.fresh:
        if len(seen.examples) < MOST_EXAMPLES:
            stages = " → ".join(titles[stay["to"]] for stay in stays if stay["to"] in titles)
            seen.examples.append(Line(one.last, "change", "", title=one.ref, client=Client(stages)))
        for change in one.changes:
            seen.first = change.at if seen.first is None else min(seen.first, change.at)
            seen.last = change.at if seen.last is None else max(seen.last, change.at)
    for wrong in found.refused:
        seen.add(wrong)


def undo(key: int, deals: Sequence[int], change: Unit) -> tuple[list[int], int]:
    """Deals whose history is again as it was before this import, and how many keep it: somebody has worked on them."""
    held = change.deals(deals)
    lived = imported.touched(deals)
    gone: list[int] = []
    told: list[tuple[Deal, Sequence[e.Event]]] = []
    facts = log.streams([f"deal:{one.key}" for one in held if one.key not in lived])
    for deal in held:
        if deal.key in lived:
            continue
        before = _before(key, facts.get(f"deal:{deal.key}", []))
        if before and deal.status != "undone":
            told.append((deal, (e.DealHistoryTold(key, before, taken_back=True),)))
        gone.append(deal.key)
    change.record_all(told)
    return gone, len(deals) - len(gone)


def _before(key: int, facts: Sequence[log.Recorded]) -> Stays:
    """The stays of which the deal was told before this import told others; none where it told none."""
    place = next(
        (
            place
            for place, one in reversed(list(enumerate(facts)))
            if isinstance(one.event, e.DealHistoryTold) and one.event.imported == key
        ),
        None,
    )
    if place is None:
        return ()
    found: list[dict[str, Any]] = []
    back = False
    for stay in visits([(one.event, one.stamp) for one in facts[:place]]):
        found.append(
            {"to": stay.stage, "at": stay.entered_at.isoformat(), **({"back": True} if back else {})}
        )
        back = stay.outcome == "returned"
    return tuple(found)

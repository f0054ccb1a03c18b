"""The way of a deal through its stages as another system tells it: from changes line by line to stays, or why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from voronka.core.imports import LOST, WON
from voronka.core.problems import Problem
from voronka.core.process import Process

_ENDS: Final = {WON: "=imported", LOST: "=lost"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of stage: the line that tells it, where to (WON and LOST are ends), whence where it says so, whose."""

    number: int
    to: str
    at: datetime
    frm: str = ""
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the deal stands to which the changes belong: `status` is open, imported or lost."""

    process: Process
    status: str
    stage: str
    opened_at: datetime
    entered_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Why the way can't be told, at which line; the problem's field is a target."""

    number: int
    problem: Problem


Stays = tuple[dict[str, Any], ...]


def way(told: Sequence[Change], deal: Standing, *, zone: tzinfo, now: datetime) -> Stays | Contradiction:
    """The stays of one deal, as deal.history_told keeps them; whole or not at all, for a gap would lie in every figure.

    Lines may stand in any order. A change to the stage where the deal is already is none: histories hold a line for
    every change of a sum, too. Moments without an hour are taken to be within the day of the deal.
    """
    known = {stage.id: place for place, stage in enumerate(deal.process.cycle.stages)}
    changes = _ordered(told)
    if wrong := next(filter(None, (_out_of_place(one, deal, known, zone, now) for one in changes)), None):
        return wrong
    stays = [_begin(changes[0], deal, zone)]
    for one in changes:
        at = (
            max(one.at, deal.opened_at)
            if deal.closed_at is None
            else max(min(one.at, deal.closed_at), deal.opened_at)
        )
        here, ended = stays[-1]["to"], stays[-1]["to"].startswith("=")
        if one.to in _ENDS:
            if not ended:
                stays.append({"to": _ENDS[one.to], "at": at.isoformat()})
            continue
        if one.to == here:
            continue
        if one.frm and not ended and one.frm not in (here, *_ENDS):
            data = {"have": _title(deal.process, one.frm), "need": _title(deal.process, here)}
            return Contradiction(one.number, Problem("history_gap", "change.from", data))
        stay: dict[str, Any] = {"to": one.to, "at": at.isoformat()}
        if not ended and known[one.to] < known[here]:
            stay["back"] = True
        if one.by is not None:
            stay["by"] = one.by
        stays.append(stay)
    return _ended(stays, changes[-1], deal)


def _ordered(told: Sequence[Change]) -> list[Change]:
    """By their moments; those of one moment as the file has them, which may be the newest first."""
    newest_first = len(told) > 1 and told[0].at > told[-1].at
    return sorted(told, key=lambda one: (one.at, -one.number if newest_first else one.number))


def _out_of_place(
    one: Change, deal: Standing, known: dict[str, int], zone: tzinfo, now: datetime
) -> Contradiction | None:
    def day(at: datetime) -> Any:
        return at.astimezone(zone).date()

    if one.to not in known and one.to not in _ENDS:
        return Contradiction(one.number, Problem("stage_elsewhere", "change.to", {"have": one.to}))
    if one.at > now:
        return Contradiction(one.number, Problem("in_the_future", "change.at"))
    if day(one.at) < day(deal.opened_at):
        data = {"day": day(deal.opened_at).isoformat()}
        return Contradiction(one.number, Problem("change_before_open", "change.at", data))
    if deal.closed_at is not None and one.to not in _ENDS and day(one.at) > day(deal.closed_at):
        data = {"day": day(deal.closed_at).isoformat()}
        return Contradiction(one.number, Problem("change_after_close", "change.at", data))
    return None


def _begin(first: Change, deal: Standing, zone: tzinfo) -> dict[str, Any]:
    """Where the deal stood when it was opened: whence it was moved first, or where that day put it."""
    same_day = first.at.astimezone(zone).date() == deal.opened_at.astimezone(zone).date()
    if first.frm and first.frm not in _ENDS:
        stage = first.frm
    elif first.to in _ENDS:
        stage = deal.stage
    else:
        stage = first.to if same_day else deal.process.first_stage.id
    return {"to": stage, "at": deal.opened_at.isoformat()}


def _ended(stays: list[dict[str, Any]], last: Change, deal: Standing) -> Stays | Contradiction:
    """The end must be where the deal stands; a stay that the deal's own line tells may be missing at the end."""
    end = stays[-1]["to"]
    need = {"open": deal.stage, "imported": "=imported", "lost": "=lost"}[deal.status]
    if deal.status != "open":
        if end == need:
            return tuple(stays[:-1])
        if not end.startswith("="):
            return tuple(stays)
    elif end == deal.stage:
        return tuple(stays)
    elif not end.startswith("=") and deal.entered_at > max(last.at, deal.opened_at):
        return (*stays, {"to": deal.stage, "at": deal.entered_at.isoformat()})
    data = {"have": _title(deal.process, end), "need": _title(deal.process, need)}
    return Contradiction(last.number, Problem("history_ends_elsewhere", "change.to", data))


def _title(process: Process, stage: str) -> str:
    return next((one.title for one in process.cycle.stages if one.id == stage), stage)

"""Question 2, the sequence of actions: moving, returning, losing, reopening and working on a deal."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from voronka.core import events as e
from voronka.core.deal import Deal, approval_of, exception_on
from voronka.core.decision import Decision, Unmet
from voronka.core.guards import Facts, enforced, unmet
from voronka.core.process import Guard, LostReason, Stage

AGAIN: Final = ("lost", "imported")
"""Ends after which a deal may live again."""
UNDO_FOR: Final = timedelta(seconds=15)
"""A move can be undone this long: the ten seconds of the button and the way of the request."""


def remaining(facts: Facts) -> tuple[Unmet, ...]:
    """What the deal still lacks to leave its stage, strictly or not; what is only observed is nobody's worry."""
    if facts.deal.status != "open":
        return ()
    missing = unmet(facts, facts.process.stage(facts.deal.stage).leave_when)
    return tuple(one for one in missing if one.mode != "observe")


def met(facts: Facts) -> tuple[Guard, ...]:
    """The conditions of its stage that the deal meets already; steps are told one by one, and not here."""
    if facts.deal.status != "open":
        return ()
    asked = facts.process.stage(facts.deal.stage).leave_when
    seen = (one for one in asked if one.mode != "observe" and one.name != "steps_done")
    return tuple(one for one in seen if not unmet(facts, (one,)))


def move(facts: Facts, to: str) -> Decision:
    """Move the deal to the next stage, or over stages that the passport lets it skip, if everything that its
    stage asks is true; or to an earlier one.
    """
    way = _way(facts, to)
    if isinstance(way, Decision):
        return way
    missing = unmet(facts, facts.process.stage(facts.deal.stage).leave_when)
    if stop := enforced(missing):
        return refuse(facts.deal, to, *stop)
    return Decision((*way, _moved(facts.deal, to, missing)))


def grant_exception(facts: Facts, to: str, text: int | None) -> Decision:
    """Let the deal go on although its stage asks for more. The rule of the win knows no exception."""
    way = _way(facts, to, back=False)
    if isinstance(way, Decision):
        return way
    deal = facts.deal
    missing = unmet(facts, facts.process.stage(deal.stage).leave_when)
    stop = enforced(missing)
    if not stop:
        return refuse(deal, to, Unmet("exception_needed", "next_stage", {}))
    granted = e.DealExceptionGranted(deal.stage, to, tuple(one.guard for one in stop), text)
    return Decision((granted, *way, _moved(deal, to, missing)))


def ask_exception(facts: Facts, to: str, text: int | None = None) -> Decision:
    """Ask whoever may to let the deal go on; asking twice changes nothing."""
    way = _way(facts, to, back=False)
    if isinstance(way, Decision):
        return way
    deal = facts.deal
    stop = enforced(unmet(facts, facts.process.stage(deal.stage).leave_when))
    if not stop:
        return refuse(deal, to, Unmet("exception_needed", "next_stage", {}))
    if exception_on(deal.stage) in deal.asks:
        return Decision()
    return Decision((e.DealExceptionAsked(deal.stage, to, tuple(one.guard for one in stop), text),))


def skippable(facts: Facts) -> tuple[Stage, ...]:
    """The stages that the deal may go to by skipping what lies between, the nearest first."""
    deal, stages = facts.deal, facts.process.cycle.stages
    ahead = stages[facts.process.place(deal.stage) + 1 :] if deal.status == "open" else ()
    found = []
    for passed, following in pairwise(ahead):
        if not _may_skip(facts, passed):
            break
        found.append(following)
    return tuple(found)


def _may_skip(facts: Facts, stage: Stage) -> bool:
    condition = facts.process.cycle.may_skip.get(stage.id)
    if condition is None or facts.check is None:
        return False
    return facts.check(condition, facts.deal, facts.process.cycle.fields)


def _moved(deal: Deal, to: str, missing: Iterable[Unmet]) -> e.DealMoved:
    return e.DealMoved(deal.stage, to, "person", tuple(one.as_data() for one in missing))


def _way(facts: Facts, to: str, *, back: bool = True) -> Decision | tuple[e.DealSkipped, ...]:
    """The stages that are skipped on the way there; or what comes of it where there is no way forward."""
    deal, process = facts.deal, facts.process
    if deal.status != "open":
        return refuse(
            deal, to, Unmet("deal_open", "reopen" if deal.status in AGAIN else "", {"have": deal.status})
        )
    places = {stage.id: place for place, stage in enumerate(process.cycle.stages)}
    if to not in places:
        return refuse(deal, to, Unmet("stage_known", "", {"need": to}))
    if to == deal.stage:
        return Decision(remaining=remaining(facts))
    if places[to] < places[deal.stage]:
        return give_back(facts, to) if back else refuse(deal, to, Unmet("exception_needed", "return", {}))
    between = process.cycle.stages[places[deal.stage] + 1 : places[to]]
    needed = [stage for stage in between if not _may_skip(facts, stage)]
    if needed:
        data = {"stages": [stage.id for stage in needed], "titles": [stage.title for stage in needed]}
        return refuse(deal, to, Unmet("stage_in_order", "next_stage", data))
    return tuple(e.DealSkipped(stage.id) for stage in between)


def give_back(facts: Facts, to: str, text: int | None = None) -> Decision:
    """Return the deal to an earlier stage, if the passport allows it and production does not hold it."""
    deal = facts.deal
    if not facts.process.cycle.may_return:
        return refuse(deal, to, Unmet("return_allowed", "", {}))
    if deal.handover in ("offered", "accepted"):
        return refuse(deal, to, Unmet("handover_free", "handover", {"have": deal.handover}))
    return Decision((e.DealReturned(deal.stage, to, text),))


def undo_move(deal: Deal, at: datetime) -> Decision:
    """Take the last move back, while it is fresh and nothing that matters came after it."""
    decision = take_back(deal)
    if decision.done and deal.moved_at is not None and at - deal.moved_at > UNDO_FOR:
        return refuse(deal, deal.moved_from, Unmet("undo_possible", "", {"have": "late"}))
    return decision


def take_back(deal: Deal) -> Decision:
    """Take the last move back, however long ago it was, if nothing that matters came after it."""
    if (
        deal.status != "open"
        or deal.moved_seq is None
        or deal.moved_at is None
        or deal.moved_entered_at is None
    ):
        return refuse(deal, deal.moved_from or deal.stage, Unmet("undo_possible", "", {"have": "changed"}))
    if deal.state_seq != deal.moved_seq:
        return refuse(deal, deal.moved_from, Unmet("undo_possible", "", {"have": "changed"}))
    return Decision(
        (e.DealMoveUndone(deal.stage, deal.moved_from, deal.moved_seq, deal.moved_entered_at.isoformat()),)
    )


def lose(facts: Facts, reason: str, text: int | None = None) -> Decision:
    """The deal is lost, with a reason that the passport knows."""
    deal = facts.deal
    if deal.status != "open":
        return refuse(deal, "lost", Unmet("deal_open", "", {"have": deal.status}))
    if facts.process.lost_reason(reason) is None:
        known = [one.title for one in facts.process.cycle.lost_reasons]
        return refuse(deal, "lost", Unmet("lost_reason_known", "lose", {"have": reason, "titles": known}))
    if deal.handover == "accepted":
        return refuse(deal, "lost", Unmet("handover_free", "handover", {"have": deal.handover}))
    return Decision((e.DealLost(deal.stage, reason, text),))


def reopen(facts: Facts, text: int | None = None) -> Decision:
    """A lost deal lives again, and one that was won in another system; a won one does not: its win falls only with
    its payment.
    """
    deal = facts.deal
    if deal.status not in AGAIN:
        return refuse(deal, "open", Unmet("deal_lost", "", {"have": deal.status}))
    return Decision((e.DealReopened(deal.stage, text),))


def silent(facts: Facts) -> LostReason | None:
    """The lost reason that the client's silence suggests by now, the one of the longest silence; None for none."""
    deal = facts.deal
    if deal.status != "open" or deal.heard_at is None:
        return None
    over = [
        (ends, reason)
        for reason in facts.process.cycle.lost_reasons
        if reason.after and (ends := facts.calendar.after(deal.heard_at, reason.after)) <= facts.at
    ]
    return max(over, key=lambda pair: pair[0])[1] if over else None


def tick_step(facts: Facts, step: str, done: bool) -> Decision:
    """Mark a step of the present stage as done, or as not done after all."""
    deal = facts.deal
    if deal.status != "open":
        return refuse(deal, deal.stage, Unmet("deal_open", "", {"have": deal.status}))
    stage = facts.process.stage(deal.stage)
    if step not in {one.id for one in stage.steps}:
        return refuse(deal, deal.stage, Unmet("step_known", "", {"have": step}))
    if (f"{stage.id}/{step}" in deal.steps) == done:
        return Decision()
    return Decision((e.DealStepDone(stage.id, step, done),))


def note_fact(facts: Facts, event: e.Event) -> Decision:
    """A fact by hand on an open deal (a call, a contract, a brief, a next step, ...)."""
    if facts.deal.status != "open":
        return refuse(facts.deal, facts.deal.stage, Unmet("deal_open", "", {"have": facts.deal.status}))
    return Decision((event,))


def ask_approval(facts: Facts, role: str, text: int | None = None) -> Decision:
    """Ask somebody with this role to approve the deal; asking twice changes nothing."""
    deal = facts.deal
    if deal.status != "open":
        return refuse(deal, "approval", Unmet("deal_open", "", {"have": deal.status}))
    if stop := _role_unknown(facts, role):
        return stop
    if approval_of(role) in deal.asks or deal.approvals.get(role) == deal.agreed:
        return Decision()
    return Decision((e.DealApprovalAsked(role, text),))


def approve(facts: Facts, role: str, system_role: str, text: int | None = None) -> Decision:
    """Approve the deal for the sum that is agreed now, as this role; `system_role` is that of whoever does."""
    deal = facts.deal
    if deal.status != "open":
        return refuse(deal, "approval", Unmet("deal_open", "", {"have": deal.status}))
    if stop := _role_unknown(facts, role):
        return stop
    known = facts.process.role(role)
    assert known is not None
    if known.system != system_role:
        return refuse(deal, "approval", Unmet("approver", "", {"role": role, "title": known.title}))
    if deal.approvals.get(role) == deal.agreed:
        return Decision()
    return Decision((e.DealApproved(role, deal.agreed, text),))


def _role_unknown(facts: Facts, role: str) -> Decision | None:
    if facts.process.role(role) is not None:
        return None
    titles = [one.title for one in facts.process.owner.roles]
    return refuse(facts.deal, "approval", Unmet("role_known", "", {"have": role, "titles": titles}))


def refuse(deal: Deal, to: str, *why: Unmet) -> Decision:
    """A no, as a fact that is logged and counted."""
    event = e.DealMoveRefused(deal.stage, to, tuple(one.as_data() for one in why))
    return Decision((event,), refused=tuple(why))

"""The deal card's words: what each of its sheets says."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from voronka.core.cycle import AGAIN
from voronka.core.decision import Unmet
from voronka.core.process import Stage
from voronka.frame import words
from voronka.queries.cycle.card import DealCard, Lack, StepperStage
from voronka.queries.words import refusal
from voronka.rooms.cycle import cards, going_on

Address = Callable[[str], str]


def context(seen: DealCard, address: Address) -> dict[str, Any]:
    """The context of the deal card."""
    return {
        "seen": seen,
        "deal": seen.deal,
        "key": str(seen.deal.key),
        "stages": [_step(one) for one in seen.stepper],
        "steps": seen.steps,
        "lines": [_line(one, address, seen) for one in seen.lacks if one.unmet.guard != "steps_done"],
        "warnings": [_line(one, address, seen) for one in seen.warnings],
        "to_win": [
            _line(one, address, seen) for one in seen.to_win if one.unmet.guard != "handover_accepted"
        ],
        "here": _here(seen),
        "going": going_on.of(seen.process).get(seen.stage.id),
        "instruction": instruction(seen.stage),
        "tag": cards.attention(seen.card),
        "tone": cards.TONES.get(seen.card.attention, ""),
        "doors": {word: address(word) for word in _doors(seen)},
        "payments": [_payment(one, seen.deal.currency) for one in seen.deal.payments],
        "rest": max(seen.deal.agreed - seen.deal.paid, 0),
        "channel": _channel(seen),
    }


def instruction(stage: Stage) -> str:
    """What the company wants to be done here, in its own words."""
    return stage.instruction or stage.purpose


def _step(one: StepperStage) -> dict[str, Any]:
    """A stage in the stepper."""
    note, late = "", False
    if one.state == "now":
        late = bool(one.norm_days and one.day and one.day > one.norm_days)
        note = words.day_of(one.day, one.norm_days) if one.day else ""
    elif one.state == "skipped":
        note = _("skipped")
    elif one.days is not None:
        note = words.days_short(one.days)
    return {"title": one.stage.title, "state": one.state, "note": note, "late": late}


def moved(stage: str, passed: Iterable[Unmet]) -> str:
    """What the toast says after a move: where the deal is, and what it went on without."""
    told = _("Now on the stage “%(stage)s”.") % {"stage": stage}
    lacked = " ".join(refusal(one) for one in passed)
    return told + (" " + _("Counted: %(what)s") % {"what": lacked} if lacked else "")


def _line(one: Lack, address: Address, seen: DealCard) -> dict[str, str]:
    act, door = _mend(one, seen)
    url = address(door) if act else ""
    if url and one.door == "approval":
        url += "?role=" + one.unmet.data["role"]
    opens = "dialog" if url and "#" not in url else ""
    guard = one.unmet.guard
    return {"sentence": one.sentence, "url": url, "act": act, "guard": guard, "opens": opens}


def _mend(one: Lack, seen: DealCard) -> tuple[str, str]:
    """The words and the door of what mends it; who holds the role need not ask for the approval."""
    if one.door == "approval":
        role = seen.process.role(one.unmet.data["role"])
        if role is not None and role.system == seen.actor.role:
            return _("Approve"), "approve"
        return ("", "") if one.unmet.data["asked"] else (one.mend, one.door)
    if one.door == "instruction":
        if seen.deal.owner is None:
            return _("Name who leads it"), "owner"
        return (one.mend, one.door) if seen.actor.id == seen.deal.owner else ("", "")
    return one.mend, one.door


def _here(seen: DealCard) -> str:
    """What the heading of the work says."""
    return _("What to do on the stage “%(stage)s”") % {"stage": seen.stage.title}


def _doors(seen: DealCard) -> list[str]:
    """Which doors this person may use on this deal as it is."""
    rights, deal = seen.may, seen.deal
    found = []
    if "deal.change" in rights:
        found += ["note"]
        if deal.status == "open":
            found += ["call", "next_step", "amount", "fields", "client", "offer", "contract", "invoice"]
            found += ["brief", "recording", "contract_sent"]
            if "deal.assign" in rights or deal.owner is None:
                found += ["owner"]
    if deal.status == "open" and "deal.lose" in rights:
        found += ["lose"]
    if deal.status == "open" and "deal.move" in rights and seen.process.place(deal.stage):
        found += ["return"] if seen.process.cycle.may_return else []
    if seen.lacks and seen.following:
        found += ["exception"] if "deal.exception" in rights else []
        if "deal.move" in rights and "deal.exception" not in rights and not seen.exception_asked:
            found += ["ask_exception"]
    if deal.status in AGAIN and "deal.reopen" in rights:
        found += ["reopen"]
    return found + _closing_doors(seen)


def _closing_doors(seen: DealCard) -> list[str]:
    rights, deal = seen.may, seen.deal
    found = []
    if "payment.enter" in rights and deal.status not in AGAIN:
        found += ["payment"]
    if "payment.refund" in rights and deal.paid:
        found += ["refund"]
    if "payment.void" in rights and deal.paid:
        found += ["void"]
    if deal.status == "open" and seen.following is None:
        if "handover.offer" in rights and deal.handover in ("none", "returned"):
            found += ["handover"]
        if "handover.decide" in rights and deal.handover in ("offered", "accepted"):
            # Also one that was taken over and that nobody paid for: else it could go nowhere.
            found += ["accept", "give_back"] if deal.handover == "offered" else ["give_back"]
    return found


def _payment(one: Any, currency: str) -> dict[str, Any]:
    state = ""
    if one.voided:
        state = _("voided")
    elif one.refunded:
        state = _("%(sum)s refunded") % {"sum": words.money(one.refunded, currency)}
    day = date.fromisoformat(one.paid_on)
    return {"sum": words.money(one.amount, currency), "day": day, "state": state, "voided": one.voided}


def _channel(seen: DealCard) -> str:
    known = {one.id: one.title for one in seen.process.entry.channels}
    return known.get(seen.deal.channel, seen.deal.channel)

"""A deal as the fold of its facts: the state that every rule decides on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal

from voronka.core import events as e

Status = Literal["open", "won", "lost", "imported", "undone"]
"""`imported` is a win that another system tells of; `undone` is a deal whose import was taken back."""
Handover = Literal["none", "offered", "accepted", "returned"]
EVIDENCE = {
    e.CallLogged: "call",
    e.RecordingSent: "recording",
    e.OfferSent: "offer",
    e.ContractSent: "contract_sent",
    e.ContractSigned: "contract",
    e.InvoiceSent: "invoice",
    e.BriefFilled: "brief",
}
"""Facts that guards ask for, and the name under which a deal counts them."""
HEARD = (
    e.BriefFilled,
    e.CallLogged,
    e.OfferAccepted,
    e.ContractSigned,
    e.PaymentReceived,
    e.DealReopened,
    e.MessageReceived,
)
"""Facts in which the client was heard; without one of them for long, the deal is silent."""


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came: gross amount and what went back, in minor units; `imported` where another system tells it."""

    id: str
    amount: int
    paid_on: str
    refunded: int = 0
    voided: bool = False
    by_hand: bool = True
    offer: str = ""
    imported: int | None = None

    @property
    def net(self) -> int:
        """What of it is ours now."""
        return 0 if self.voided else self.amount - self.refunded


@dataclass(frozen=True, slots=True)
class Deal:
    """Everything the rules may know of a deal. Times are UTC; money in minor units of `currency`.

    `seq` is the number of the last fact, `state_seq` of the last one that changes what rules decide:
    a page that saw an older `state_seq` is stale. `steps` holds "stage/step". `visit` counts the stays on
    stages; an undone move does not count. `approvals` holds the sum for which each role approved the deal,
    `asks` what it asks of other people, and since when (ISO 8601); `heard_at` is when the client was last heard.
    """

    key: int
    seq: int
    state_seq: int
    process: str
    born_version: int
    version: int
    status: Status
    stage: str
    entered_at: datetime
    opened_at: datetime
    currency: str
    amount: int = 0
    contract_amount: int | None = None
    offer_amount: int | None = None
    owner: int | None = None
    company: int | None = None
    contact: int | None = None
    inquiry: int | None = None
    channel: str = ""
    early: bool = False
    steps: frozenset[str] = frozenset()
    fields: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, int] = field(default_factory=dict)
    next_step_at: datetime | None = None
    next_step_text: int | None = None
    approvals: Mapping[str, int] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)
    payments: tuple[Payment, ...] = ()
    handover: Handover = "none"
    handover_to: int | None = None
    handover_by: str = ""
    lost_reason: str = ""
    closed_at: datetime | None = None
    visit: int = 1
    moved_seq: int | None = None
    moved_at: datetime | None = None
    moved_from: str = ""
    moved_entered_at: datetime | None = None
    heard_at: datetime | None = None
    imported: int | None = None

    @property
    def agreed(self) -> int:
        """The agreed sum: the signed contract, else the accepted offer, else the deal's amount (process.md, Money)."""
        if self.contract_amount is not None:
            return self.contract_amount
        return self.amount if self.offer_amount is None else self.offer_amount

    @property
    def paid(self) -> int:
        """Gross money received, less what was refunded or voided."""
        return sum(payment.net for payment in self.payments)

    @property
    def received(self) -> int:
        """Gross money that came and was not voided."""
        return sum(payment.amount for payment in self.payments if not payment.voided)

    def paid_for(self, offer: str) -> int:
        """What of the money was paid for this offer."""
        return sum(payment.net for payment in self.payments if payment.offer == offer)

    def payment(self, payment_id: str) -> Payment | None:
        """The payment with this id, None where the deal has none."""
        return next((one for one in self.payments if one.id == payment_id), None)


_values = attrgetter(*(one.name for one in fields(Deal)))
_set = object.__setattr__


@dataclass(frozen=True, slots=True)
class Stamp:
    """The envelope of a fact that the fold needs."""

    seq: int
    at: datetime
    by: str


def apply(deal: Deal | None, event: e.Event, stamp: Stamp, key: int) -> Deal:
    """The deal after this fact. The first fact must be deal.opened; ValueError otherwise."""
    if isinstance(event, e.DealOpened):
        if deal is not None:
            raise ValueError(f"deal {key} was opened twice")
        return _opened(event, stamp, key)
    if deal is None:
        raise ValueError(f"deal {key} does not begin with deal.opened but with {event.kind}")
    after = Deal(*_values(deal))
    _change(after, event, stamp)
    return after


def _change(deal: Deal, event: e.Event, stamp: Stamp) -> None:
    """Let the fact change this deal itself, which nobody else has: a fold of many facts makes one deal and not many."""
    change = _CHANGES[type(event)](deal, event, stamp)
    if isinstance(event, HEARD):
        # Money of the past may be told after what was heard later.
        heard = stamp.at if deal.heard_at is None else max(deal.heard_at, stamp.at)
        _set(deal, "heard_at", heard)
    for name, value in change.items():
        _set(deal, name, value)
    if event.changes_state:
        _set(deal, "state_seq", stamp.seq)
    _set(deal, "seq", stamp.seq)


def fold(facts: Iterable[tuple[e.Event, Stamp]], key: int) -> Deal | None:
    """The deal that these facts, in their order, tell of; None where there are none."""
    deal: Deal | None = None
    for event, stamp in facts:
        if deal is None or isinstance(event, e.DealOpened):
            deal = apply(deal, event, stamp, key)
        else:
            _change(deal, event, stamp)
    return deal


Change = dict[str, Any]


def _opened(event: e.DealOpened, stamp: Stamp, key: int) -> Deal:
    return Deal(
        key=key,
        seq=stamp.seq,
        state_seq=stamp.seq,
        process=event.process,
        born_version=event.version_number,
        version=event.version_number,
        status="open",
        stage=event.stage,
        entered_at=stamp.at,
        opened_at=stamp.at,
        currency=event.currency,
        amount=event.amount,
        owner=event.owner,
        company=event.company,
        contact=event.contact,
        inquiry=event.inquiry,
        channel=event.channel,
        early=event.early,
        heard_at=stamp.at,
        imported=event.imported,
        fields={},
        values={},
        evidence={"brief": 1} if event.brief_filled else {},
    )


def _moved(deal: Deal, event: e.DealMoved, stamp: Stamp) -> Change:
    return {
        "stage": event.to,
        "entered_at": stamp.at,
        "visit": deal.visit + 1,
        "moved_seq": stamp.seq if event.cause == "person" else None,
        "moved_at": stamp.at,
        "moved_from": deal.stage,
        "moved_entered_at": deal.entered_at,
    }


def _refused(deal: Deal, event: e.DealMoveRefused, stamp: Stamp) -> Change:
    return {}


def _returned(deal: Deal, event: e.DealReturned, stamp: Stamp) -> Change:
    return {
        "stage": event.to,
        "entered_at": stamp.at,
        "visit": deal.visit + 1,
        "moved_seq": stamp.seq,
        "moved_at": stamp.at,
        "moved_from": deal.stage,
        "moved_entered_at": deal.entered_at,
    }


def _undone(deal: Deal, event: e.DealMoveUndone, stamp: Stamp) -> Change:
    return {
        "stage": event.to,
        "entered_at": datetime.fromisoformat(event.entered_at),
        "visit": deal.visit - 1,
        **_NO_MOVE,
    }


def _migrated(deal: Deal, event: e.DealMigrated, stamp: Stamp) -> Change:
    if event.from_stage == event.to_stage:
        return {"version": event.to_version, **_NO_MOVE}
    before, after = event.from_stage + "/", event.to_stage + "/"
    # What was done on the stage is done: its steps may have kept their names.
    steps = {after + step.removeprefix(before) for step in deal.steps if step.startswith(before)}
    return {
        "version": event.to_version,
        "stage": event.to_stage,
        "entered_at": stamp.at,
        "visit": deal.visit + 1,
        "steps": deal.steps | steps,
        **_NO_MOVE,
    }


def _lost(deal: Deal, event: e.DealLost, stamp: Stamp) -> Change:
    return {"status": "lost", "lost_reason": event.reason, "closed_at": stamp.at, "asks": {}, **_NO_MOVE}


def _reopened(deal: Deal, event: e.DealReopened, stamp: Stamp) -> Change:
    return {
        "status": "open",
        "stage": event.stage,
        "lost_reason": "",
        "closed_at": None,
        "entered_at": stamp.at,
        "visit": deal.visit + 1,
        **_NO_MOVE,
    }


def _won(deal: Deal, event: e.DealWon, stamp: Stamp) -> Change:
    return {"status": "won", "closed_at": stamp.at, "asks": {}, **_NO_MOVE}


def _win_imported(deal: Deal, event: e.DealWinImported, stamp: Stamp) -> Change:
    return {"status": "imported", "closed_at": stamp.at, "asks": {}, **_NO_MOVE}


def _history_told(deal: Deal, event: e.DealHistoryTold, stamp: Stamp) -> Change:
    stays = [one for one in event.stays if not one["to"].startswith("=")]
    entered = datetime.fromisoformat(stays[-1]["at"])
    return {"stage": stays[-1]["to"], "entered_at": entered, "visit": len(stays), **_NO_MOVE}


def _withdrawn(deal: Deal, event: e.DealWithdrawn, stamp: Stamp) -> Change:
    return {
        "status": "undone",
        "closed_at": stamp.at,
        "next_step_at": None,
        "next_step_text": None,
        "asks": {},
        "payments": (),
        "company": None,
        "contact": None,
        **_NO_MOVE,
    }


def _win_revoked(deal: Deal, event: e.DealWinRevoked, stamp: Stamp) -> Change:
    return {
        "status": "open",
        "stage": event.stage,
        "closed_at": None,
        "entered_at": stamp.at,
        "visit": deal.visit + 1,
    }


def _step(deal: Deal, event: e.DealStepDone, stamp: Stamp) -> Change:
    step = frozenset({f"{event.stage}/{event.step}"})
    return {"steps": deal.steps | step if event.done else deal.steps - step}


def _field(deal: Deal, event: e.DealFieldSet, stamp: Stamp) -> Change:
    if event.field == "amount":
        return {"amount": event.number or 0}
    if event.field in ("company", "contact"):
        return {event.field: event.number}
    if event.field == "title":
        return {}
    texts = {name: text for name, text in deal.fields.items() if name != event.field}
    values = {name: value for name, value in deal.values.items() if name != event.field}
    if event.text is not None:
        texts[event.field] = event.text
    elif event.value is not None:
        values[event.field] = event.value
    return {"fields": texts, "values": values}


def _merged(deal: Deal, event: e.ClientMerged, stamp: Stamp) -> Change:
    return {event.noun: event.kept}


def _split(deal: Deal, event: e.ClientSplit, stamp: Stamp) -> Change:
    return {event.noun: event.gone}


def _assigned(deal: Deal, event: e.DealAssigned, stamp: Stamp) -> Change:
    return {"owner": event.owner}


def _next_step(deal: Deal, event: e.DealNextStepSet, stamp: Stamp) -> Change:
    due = datetime.fromisoformat(event.due) if event.due else None
    return {"next_step_at": due, "next_step_text": event.text if due else None}


def _evidence(deal: Deal, event: e.Event, stamp: Stamp) -> Change:
    name = EVIDENCE[type(event)]
    change: Change = {"evidence": {**deal.evidence, name: deal.evidence.get(name, 0) + 1}}
    if isinstance(event, e.ContractSigned):
        change["contract_amount"] = event.amount
    return change


def _offer_accepted(deal: Deal, event: e.OfferAccepted, stamp: Stamp) -> Change:
    return {"offer_amount": event.amount}


def _note(deal: Deal, event: e.NoteAdded | e.MessageReceived, stamp: Stamp) -> Change:
    return {}


def _approval_asked(deal: Deal, event: e.DealApprovalAsked, stamp: Stamp) -> Change:
    return {"asks": {**deal.asks, approval_of(event.role): stamp.at.isoformat()}}


def _approved(deal: Deal, event: e.DealApproved, stamp: Stamp) -> Change:
    return {
        "approvals": {**deal.approvals, event.role: event.agreed},
        "asks": _without(deal.asks, approval_of(event.role)),
    }


def _exception_asked(deal: Deal, event: e.DealExceptionAsked, stamp: Stamp) -> Change:
    return {"asks": {**deal.asks, exception_on(event.stage): stamp.at.isoformat()}}


def _exception_granted(deal: Deal, event: e.DealExceptionGranted, stamp: Stamp) -> Change:
    return {"asks": _without(deal.asks, exception_on(event.stage))}


def _skipped(deal: Deal, event: e.DealSkipped, stamp: Stamp) -> Change:
    return {}


def exception_on(stage: str) -> str:
    """How a deal names that it asks for an exception on this stage."""
    return f"exception/{stage}"


def approval_of(role: str) -> str:
    """How a deal names what it asks of this role."""
    return f"approval/{role}"


def _without(asks: Mapping[str, str], *answered: str) -> Mapping[str, str]:
    return {name: since for name, since in asks.items() if name not in answered}


def _received(deal: Deal, event: e.PaymentReceived, stamp: Stamp) -> Change:
    payment = Payment(
        event.payment, event.amount, event.paid_on, by_hand=event.by_hand, offer=event.offer or "",
        imported=event.imported,
    )  # fmt: skip
    return {"payments": (*deal.payments, payment), **_NO_MOVE}


def _refunded(deal: Deal, event: e.PaymentRefunded, stamp: Stamp) -> Change:
    return {
        "payments": tuple(
            replace(one, refunded=one.refunded + event.amount) if one.id == event.payment else one
            for one in deal.payments
        )
    }


def _voided(deal: Deal, event: e.PaymentVoided, stamp: Stamp) -> Change:
    return {
        "payments": tuple(
            replace(one, voided=True) if one.id == event.payment else one for one in deal.payments
        )
    }


def _offered(deal: Deal, event: e.HandoverOffered, stamp: Stamp) -> Change:
    return {"handover": "offered", "handover_to": event.to, "handover_by": stamp.by, **_NO_MOVE}


def _accepted(deal: Deal, event: e.HandoverAccepted, stamp: Stamp) -> Change:
    return {"handover": "accepted"}


def _given_back(deal: Deal, event: e.HandoverReturned, stamp: Stamp) -> Change:
    return {"handover": "returned"}


_NO_MOVE: Change = {"moved_seq": None, "moved_at": None, "moved_from": "", "moved_entered_at": None}
_CHANGES: dict[type[e.Event], Callable[[Deal, Any, Stamp], Change]] = {
    e.DealMoved: _moved,
    e.DealMoveRefused: _refused,
    e.DealSkipped: _skipped,
    e.DealExceptionAsked: _exception_asked,
    e.DealExceptionGranted: _exception_granted,
    e.DealReturned: _returned,
    e.DealMoveUndone: _undone,
    e.DealMigrated: _migrated,
    e.DealLost: _lost,
    e.DealReopened: _reopened,
    e.DealWon: _won,
    e.DealWinRevoked: _win_revoked,
    e.DealWinImported: _win_imported,
    e.DealHistoryTold: _history_told,
    e.DealWithdrawn: _withdrawn,
    e.DealStepDone: _step,
    e.DealFieldSet: _field,
    e.DealAssigned: _assigned,
    e.ClientMerged: _merged,
    e.ClientSplit: _split,
    e.DealNextStepSet: _next_step,
    e.DealApprovalAsked: _approval_asked,
    e.DealApproved: _approved,
    e.NoteAdded: _note,
    e.MessageReceived: _note,
    e.OfferAccepted: _offer_accepted,
    e.PaymentReceived: _received,
    e.PaymentRefunded: _refunded,
    e.PaymentVoided: _voided,
    e.HandoverOffered: _offered,
    e.HandoverAccepted: _accepted,
    e.HandoverReturned: _given_back,
    **dict.fromkeys(EVIDENCE, _evidence),
}
DEAL_FACTS = frozenset({e.DealOpened, *_CHANGES})
"""The kinds of fact that a deal's stream can hold."""

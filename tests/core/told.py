"""A deal told by decisions alone: what the rules decide is folded, nothing is stored."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.world import MONDAY, SERVICES
from voronka.core import closing, cycle
from voronka.core import events as e
from voronka.core.deal import Deal, Stamp, apply, fold
from voronka.core.decision import Decision
from voronka.core.guards import Facts
from voronka.core.process import Process, Stage

SELLER, CURATOR = "person:3", "person:6"


class Told:
    """A deal, its facts so far, and a clock that goes on by a minute with every change."""

    def __init__(self, process: Process = SERVICES, **opened: Any) -> None:
        self.process = process
        self.now = MONDAY
        first = e.DealOpened(process.key, process.version, process.first_stage.id, process.currency, **opened)
        stamp = Stamp(1, self.now, SELLER)
        self.log: list[tuple[e.Event, Stamp]] = [(first, stamp)]
        self.deal: Deal = apply(None, first, stamp, 7)

    @property
    def read(self) -> frozenset[str]:
        """Whoever leads the deal has read everything."""
        return frozenset(stage.digest for stage in self.process.cycle.stages)

    @property
    def facts(self) -> Facts:
        """What the rules see now."""
        return Facts(
            self.process, self.deal, self.now, lambda text, deal, fields: text == "true", read=self.read
        )

    @property
    def kinds(self) -> list[str]:
        """The kinds of all facts so far."""
        return [event.kind for event, _ in self.log]

    def tell(self, *events: e.Event, by: str = SELLER) -> "Told":
        """Let these facts happen a minute later."""
        self.now += timedelta(minutes=1)
        for event in events:
            stamp = Stamp(self.deal.seq + 1, self.now, by)
            self.log.append((event, stamp))
            self.deal = apply(self.deal, event, stamp, 7)
        return self

    def let(self, rule: Callable[..., Decision], *told: Any, by: str = SELLER) -> Decision:
        """Let a rule decide, and let happen what it decided."""
        decision = rule(self.facts, *told)
        self.tell(*decision.events, by=by)
        return decision

    def again(self) -> Deal:
        """The same deal, folded anew from its facts."""
        deal = fold(self.log, 7)
        assert deal is not None
        return deal

    # What a seller does, by its shortest name.

    def brief(self, due: datetime | None = None) -> "Told":
        """The brief is filled and the next step is set."""
        due = due or self.now + timedelta(days=2)
        return self.tell(e.BriefFilled(), e.DealNextStepSet(due.isoformat()))

    def contract(self, amount: int = 12_000_000) -> "Told":
        """The contract is signed for this sum."""
        return self.tell(e.ContractSigned(amount))

    def at_payment(self) -> "Told":
        """On the stage that waits for money, by the rules."""
        self.brief().let(cycle.move, "call")
        self.tell(e.CallLogged()).let(cycle.move, "contract")
        self.contract().let(cycle.move, "payment")
        assert self.deal.stage == "payment"
        return self

    def pay(self, amount: int = 12_000_000, payment: str = "", currency: str = "RUB") -> Decision:
        """Money comes."""
        name = payment or f"p{self.deal.seq}"
        return self.let(closing.receive, e.PaymentReceived(name, amount, currency, "2026-11-16"))

    def at_handover(self) -> "Told":
        """Paid, on the last stage."""
        self.at_payment().pay(payment="p")
        assert self.deal.stage == "handover"
        return self

    def won(self) -> "Told":
        """Paid and accepted."""
        self.at_handover().let(closing.offer_handover, None, None)
        self.let(closing.accept_handover, CURATOR, None, by=CURATOR)
        assert self.deal.status == "won"
        return self


def with_stage(stage: Stage, process: Process = SERVICES) -> Process:
    """The process with this stage in the place of the one of the same id."""
    stages = tuple(stage if one.id == stage.id else one for one in process.cycle.stages)
    return replace(process, cycle=replace(process.cycle, stages=stages))


class Money:
    """What the log says of money and hand-over, counted without the fold: the judge of every win."""

    def __init__(self, facts: Iterable[e.Event]) -> None:
        self.paid: dict[str, int] = {}
        self.what_for: dict[str, str | None] = {}
        self.amount, self.offer, self.contract, self.accepted = 0, 0, 0, False
        for event in facts:
            match event:
                case e.PaymentReceived():
                    self.paid[event.payment] = event.amount
                    self.what_for[event.payment] = event.offer
                case e.PaymentRefunded():
                    self.paid[event.payment] -= event.amount
                case e.PaymentVoided():
                    self.paid[event.payment] = 0
                case e.ContractSigned():
                    self.contract = event.amount
                case e.OfferAccepted():
                    self.offer = event.amount
                case e.DealFieldSet(field="amount"):
                    self.amount = event.number or 0
                case e.HandoverAccepted() | e.HandoverReturned() | e.HandoverOffered():
                    self.accepted = isinstance(event, e.HandoverAccepted)

    def allows(self, process: Process) -> bool:
        """Is there money above zero, at least the part of the agreed sum that is asked, and the acceptance?

        Money for the tripwire alone is no such money.
        """
        paid, agreed = sum(self.paid.values()), self.agreed
        tripwire = process.closing.tripwire
        small = sum(
            came for name, came in self.paid.items() if tripwire and self.what_for[name] == tripwire.offer
        )
        return (
            self.accepted
            and paid > small
            and paid > 0 < agreed
            and paid * 100 >= agreed * process.closing.paid
        )

    @property
    def agreed(self) -> int:
        """The contract, else the accepted offer, else the amount."""
        return self.contract or self.offer or self.amount

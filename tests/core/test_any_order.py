"""Any sequence of decisions: whatever people try, the rules hold."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.core.told import CURATOR, SELLER, Money, Told, with_stage
from tests.world import SERVICES, STAGES
from voronka.core import closing, cycle
from voronka.core import events as e
from voronka.core.deal import Deal
from voronka.core.decision import Decision
from voronka.core.process import Closing, Guard, Offer, Process, Product, Tripwire
from voronka.core.visits import Visit, visits

sums = st.integers(1, 300)
stages = st.sampled_from([*STAGES, "won", "unheard"])
modes = st.sampled_from(["enforce", "warn", "observe"])
NOTED = (e.BriefFilled(), e.CallLogged(), e.OfferSent("site", 40), e.InvoiceSent(50), e.NoteAdded(5))


@st.composite
def processes(draw: st.DrawFn) -> Process:
    """The process of the story, stricter or looser than it is, but always one that could be published."""
    tripwire = draw(st.sampled_from([None, Tripwire("audit", "call")]))
    process = replace(
        SERVICES,
        cycle=replace(
            SERVICES.cycle,
            may_return=draw(st.booleans()),
            may_skip=draw(st.dictionaries(st.sampled_from(STAGES), st.sampled_from(["true", "false"]))),
        ),
        closing=Closing(draw(st.sampled_from([1, 50, 100, 120])), tripwire),
        product=Product(
            "p",
            tuple(draw(st.lists(st.sampled_from(SERVICES.product.accept_when)))),
            (Offer("audit", "Аудит", 40),),
        ),
    )
    asked = [replace(one, mode=draw(modes)) for one in SERVICES.cycle.stages[0].leave_when]
    first = replace(process.cycle.stages[0], leave_when=tuple(asked[: draw(st.integers(0, 2))]))
    waits = replace(process.cycle.stages[3], leave_when=(Guard("paid", draw(st.sampled_from([0, 50, 100]))),))
    more = (Guard("approved", "head"), Guard("waited", "5m"), Guard("instruction_acknowledged"))
    second = process.cycle.stages[1]
    second = replace(
        second,
        leave_when=(*second.leave_when, *draw(st.lists(st.sampled_from(more), unique=True))),
        instruction="Спросите о сроках.",
    )
    return with_stage(second, with_stage(waits, with_stage(first, process)))


class AnyOrder(RuleBasedStateMachine):
    """A deal on which people try anything."""

    told: Told

    @initialize(process=processes(), begun=st.sampled_from([0, 1, 3, 5, 7, 8, 8, 9]))
    def open(self, process: Process, begun: int) -> None:
        """A deal that has come some way already: chance alone seldom wins one."""
        self.told = Told(process)
        for _ in range(begun):
            self.do_what_is_asked()

    def attempt(self, decide: Callable[..., Decision], *asked: Any, by: str = SELLER) -> Decision:
        """Try something, and hold the decision to what every decision must be."""
        before = self.told.deal
        decision = decide(self.told.facts, *asked)
        if decision.refused:
            [fact] = decision.events
            assert isinstance(fact, e.DealMoveRefused), "a refusal must be in the log"
            assert list(fact.missing) == [one.as_data() for one in decision.refused]
        else:
            assert not any(isinstance(one, e.DealMoveRefused) for one in decision.events)
        self.told.tell(*decision.events, by=by)
        if decision.refused:
            assert replace(self.told.deal, seq=before.seq) == before, "a refusal changes nothing"
        return decision

    @rule(to=stages)
    def move(self, to: str) -> None:
        self.attempt(cycle.move, to)

    @rule()
    def move_on(self) -> None:
        following = self.told.process.following(self.told.deal.stage)
        if following is not None:
            self.attempt(cycle.move, following.id)

    @rule()
    def do_what_is_asked(self) -> None:
        """One step of honest work: what the stage asks, the next stage, or the hand-over."""
        deal = self.told.deal
        asked = {one.door for one in closing.lacking_for_win(self.told.facts)}
        asked |= {one.door for one in cycle.remaining(self.told.facts)}
        if asked & {"payment", "amount"} and deal.stage in STAGES[3:]:
            self.pay_the_rest() if deal.agreed else self.agree(e.ContractSigned, 100, True)
        elif deal.stage == STAGES[-1]:
            self.accept(CURATOR) if deal.handover == "offered" else self.offer()
        elif cycle.remaining(self.told.facts):
            for fact in (e.BriefFilled(), e.CallLogged()):
                self.note(fact)
            self.plan(2)
            self.agree(e.ContractSigned, 100, True)
            self.approve("head", "head")
            self.assign(3)
            self.told.now += timedelta(hours=1)
        else:
            self.move_on()

    @rule(to=st.sampled_from(STAGES[:4]))
    def return_it(self, to: str) -> None:
        if self.told.deal.status == "open" and STAGES.index(to) < STAGES.index(self.told.deal.stage):
            self.attempt(cycle.give_back, to)

    @rule(back=st.booleans(), seconds=st.integers(0, 20))
    def move_and_undo(self, back: bool, seconds: int) -> None:
        before, stays = self.told.deal, visits(self.told.log)
        place = STAGES.index(before.stage) + (-1 if back else 1)
        if not (0 <= place < len(STAGES) and self.attempt(cycle.move, STAGES[place]).done):
            return
        moved = self.told.deal
        in_time = timedelta(seconds=seconds) <= cycle.UNDO_FOR
        undone = self.attempt(
            lambda facts: cycle.undo_move(facts.deal, moved.entered_at + timedelta(seconds=seconds))
        )
        assert undone.done == in_time
        if in_time:
            assert same_state(self.told.deal, before) and visits(self.told.log) == stays

    @rule()
    def undo(self) -> None:
        self.attempt(lambda facts: cycle.undo_move(facts.deal, facts.at))

    @rule(reason=st.sampled_from(["price", "mood"]), back=st.booleans())
    def lose(self, reason: str, back: bool) -> None:
        self.attempt(cycle.lose, reason)
        if back:
            self.attempt(cycle.reopen)

    @rule()
    def reopen(self) -> None:
        self.attempt(cycle.reopen)

    @rule(step=st.sampled_from(["brief_sent", "brief_read", "dance"]), done=st.booleans())
    def tick(self, step: str, done: bool) -> None:
        self.attempt(cycle.tick_step, step, done)

    @rule(fact=st.sampled_from(NOTED))
    def note(self, fact: e.Event) -> None:
        self.attempt(cycle.note_fact, fact)

    @rule(days=st.integers(-1, 3))
    def plan(self, days: int) -> None:
        self.attempt(cycle.note_fact, e.DealNextStepSet((self.told.now + timedelta(days=days)).isoformat()))

    @rule(kind=st.sampled_from([e.ContractSigned, e.OfferAccepted]), agreed=sums, right=st.booleans())
    def agree(self, kind: Callable[[int], e.Event], agreed: int, right: bool) -> None:
        self.attempt(closing.set_amount, kind(agreed), right, right)

    @rule(number=st.integers(0, 300), right=st.booleans())
    def set_amount(self, number: int, right: bool) -> None:
        self.attempt(closing.set_amount, e.DealFieldSet("amount", number=number), right, right)

    @rule(amount=sums, currency=st.sampled_from(["RUB", "RUB", "RUB", "USD"]))
    def pay(self, amount: int, currency: str) -> None:
        name = f"p{self.told.deal.seq}"
        self.attempt(closing.receive, e.PaymentReceived(name, amount, currency, "2026-11-16"))

    @rule(amount=st.sampled_from([39, 40, 300]))
    def pay_for_the_tripwire(self, amount: int) -> None:
        name = f"p{self.told.deal.seq}"
        paid = e.PaymentReceived(name, amount, "RUB", "2026-11-16", offer="audit")
        self.attempt(closing.receive, paid)

    @rule(to=stages)
    def ask_exception(self, to: str) -> None:
        self.attempt(cycle.ask_exception, to)

    @rule(to=stages)
    def grant_exception(self, to: str) -> None:
        self.attempt(cycle.grant_exception, to, 5)

    @rule(role=st.sampled_from(["head", "manager", "king"]))
    def ask_approval(self, role: str) -> None:
        self.attempt(cycle.ask_approval, role)

    @rule(role=st.sampled_from(["head", "manager", "king"]), system=st.sampled_from(["head", "manager"]))
    def approve(self, role: str, system: str) -> None:
        self.attempt(cycle.approve, role, system)

    @rule(owner=st.sampled_from([3, None]))
    def assign(self, owner: int | None) -> None:
        self.told.tell(e.DealAssigned(owner))

    @rule()
    def pay_the_rest(self) -> None:
        left = self.told.deal.agreed - self.told.deal.paid
        if left > 0:
            self.pay(left, "RUB")

    @rule(which=st.integers(0, 1), amount=st.sampled_from([1, 50, 100, 300]))
    def refund(self, which: int, amount: int) -> None:
        self.attempt(closing.refund, self.payment(which), amount, None, None)

    @rule(which=st.integers(0, 1))
    def void(self, which: int) -> None:
        self.attempt(closing.void, self.payment(which), None)

    def payment(self, which: int) -> str:
        """A payment of the deal, or one that is nobody's."""
        known = self.told.deal.payments
        return known[which].id if which < len(known) else "nobody's"

    @rule()
    def offer(self) -> None:
        self.attempt(closing.offer_handover, None, None)

    @rule(by=st.sampled_from([CURATOR, SELLER]))
    def accept(self, by: str) -> None:
        self.attempt(closing.accept_handover, by, None, by=by)

    @rule()
    def return_handover(self) -> None:
        self.attempt(closing.return_handover, None)

    @invariant()
    def a_deal_is_won_by_money_and_an_accepted_handover_only(self) -> None:
        log = self.told.log
        last = max(
            (place for place, (event, _) in enumerate(log) if isinstance(event, e.DealWon)), default=None
        )
        if last is not None:
            assert Money(event for event, _ in log[:last]).allows(self.told.process)
        wins = sum(isinstance(event, e.DealWon) for event, _ in log)
        falls = sum(isinstance(event, e.DealWinRevoked) for event, _ in log)
        assert (self.told.deal.status == "won") == (wins > falls)

    @invariant()
    def the_deal_knows_what_the_log_says_of_money(self) -> None:
        deal, judge = self.told.deal, Money(event for event, _ in self.told.log)
        assert (deal.paid, deal.agreed) == (sum(judge.paid.values()), judge.agreed)
        assert (deal.handover == "accepted") == judge.accepted

    @invariant()
    def what_completes_the_rule_wins_at_once(self) -> None:
        if self.told.deal.status == "open":
            assert not Money(event for event, _ in self.told.log).allows(self.told.process)

    @invariant()
    def folding_anew_tells_the_same_deal(self) -> None:
        assert self.told.again() == self.told.deal

    @invariant()
    def stays_follow_each_other_up_to_where_the_deal_is(self) -> None:
        deal, stays = self.told.deal, visits(self.told.log)
        assert [one.place for one in stays] == list(range(1, len(stays) + 1)) and len(stays) == deal.visit
        for stay, following in pairwise(stays):
            assert stay.left_at is not None and stay.outcome and stay.left_at <= following.entered_at
        last = stays[-1]
        if deal.status == "open":
            assert last == Visit(deal.visit, deal.stage, deal.entered_at)
        else:
            assert (last.stage, last.left_at, last.outcome) == (deal.stage, deal.closed_at, deal.status)


def same_state(one: Deal, other: Deal) -> bool:
    """Equal but for the numbers of facts and the memory of the last move, which an undo uses up."""
    forgotten = {"moved_seq": None, "moved_at": None, "moved_from": "", "moved_entered_at": None}
    return replace(one, seq=0, state_seq=0, **forgotten) == replace(other, seq=0, state_seq=0, **forgotten)


AnyOrder.TestCase.settings = settings(max_examples=150, stateful_step_count=15, deadline=None)
TestAnyOrder = AnyOrder.TestCase

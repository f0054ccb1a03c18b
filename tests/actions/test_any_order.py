"""Any sequence of real actions by anyone: whatever is tried, the rules hold and the rows follow the log."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.actions.verbs import ON_DEAL, Verb, contact, inquiry
from tests.core.told import Money
from tests.world import MONDAY, PRICE, STAGES, World
from voronka.actions import entry
from voronka.actions.change import Outcome
from voronka.core import events as e
from voronka.core.problems import Invalid, NotAllowed, NotFound, Stale
from voronka.store import log, replay, values
from voronka.store.models import EventRow, Text

VERBS = {verb.name: verb for verb in ON_DEAL}
PEOPLE = ("owner", "head", "manager", "other_manager", "support", "curator", "accountant", "marketer")
BEGUN: dict[str, Callable[[World], int]] = {
    "new": World.deal,
    "call": lambda world: world.deal_at("call"),
    "payment": lambda world: world.deal_at("payment"),
    "handover": lambda world: world.deal_at("handover"),
    "offered": lambda world: world.deal_at("handover", ready=True),
    "won": World.won_deal,
    "lost": World.lost_deal,
}
sums = st.sampled_from([1, 100, PRICE // 2, PRICE, -1, 0, 10**18])


class AnyAction(RuleBasedStateMachine):
    """Two deals and an inquiry, on which everybody tries everything."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        # Each example begins with the same company: what it did is undone in teardown.
        self.room = transaction.atomic()
        self.room.__enter__()
        self.tried = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.room.__exit__(None, None, None)

    @initialize(first=st.sampled_from([*BEGUN]), second=st.sampled_from([*BEGUN]))
    def open(self, first: str, second: str) -> None:
        self.world.now = MONDAY
        self.keys = [BEGUN[first](self.world), BEGUN[second](self.world)]
        self.inquiry = inquiry(self.world)

    def attempt(self, act: Callable[..., Outcome], key: int, who: str, **asked: Any) -> None:
        """Try it, hold the answer to what every answer must be, and ask for the same once more."""
        self.tried += 1
        world, before = self.world, self.kept()
        known = {"by": getattr(world, who), "at": world.later(seconds=3), "request": f"r{self.tried}"}
        try:
            outcome = act(key=key, **known, **asked)
        except (NotAllowed, NotFound, Invalid, Stale):
            assert self.kept() == before, "what is not taken leaves nothing"
            return
        new = [log.recorded(row).event for row in EventRow.objects.filter(id__gt=before[0]).order_by("id")]
        refusals = [one for one in new if isinstance(one, e.DealMoveRefused | e.InquiryChangeRefused)]
        if outcome.refused:
            assert [list(one.missing) for one in refusals] == [[one.as_data() for one in outcome.refused]]
            assert len(new) == 1, "a refusal changes nothing"
        else:
            assert not refusals
        after = self.kept()
        again = act(key=key, **known, **asked)
        assert again.repeated and again.as_data() == outcome.as_data() and self.kept() == after
        self.holds()

    def kept(self) -> tuple[int, int]:
        """The last fact and the last text."""
        last = EventRow.objects.order_by("-id").values_list("id", flat=True).first() or 0
        return last, Text.objects.order_by("-id").values_list("id", flat=True).first() or 0

    def holds(self) -> None:
        """Rows, stays, payments and counters follow the log; every win is one by money and hand-over."""
        assert replay.differences() == []
        for key in self.keys:
            facts = [one.event for one in log.stream(f"deal:{key}")]
            wins = [place for place, fact in enumerate(facts) if isinstance(fact, e.DealWon)]
            falls = sum(isinstance(fact, e.DealWinRevoked) for fact in facts)
            assert all(Money(facts[:place]).allows(self.world.process) for place in wins)
            assert (values.deal(key).status == "won") == (len(wins) > falls)

    def verb(self, name: str, which: int, who: str, **changed: Any) -> None:
        """A verb on one of the deals, with the arguments of its example where no others are told."""
        verb: Verb = VERBS[name]
        key = self.keys[which]
        self.attempt(verb.act, key, who, **{**verb.asks(self.world, key), **changed})

    @rule(name=st.sampled_from([*VERBS]), which=st.integers(0, 1), who=st.sampled_from(PEOPLE))
    def anything(self, name: str, which: int, who: str) -> None:
        self.verb(name, which, who)

    @rule(to=st.sampled_from([*STAGES, "won"]), which=st.integers(0, 1), seen=st.integers(-1, 1))
    def move(self, to: str, which: int, seen: int) -> None:
        current = values.deal(self.keys[which]).state_seq
        self.verb("move_deal", which, "manager", to=to, seen=current + seen if seen else None)

    @rule(which=st.integers(0, 1))
    def honest_work(self, which: int) -> None:
        """What the stage asks for, and the next stage."""
        deal = values.deal(self.keys[which])
        if deal.status != "open":
            return
        match deal.stage:
            case "brief":
                self.verb("log_brief", which, "head")
                self.verb("set_next_step", which, "head", due=self.world.now + timedelta(days=1))
            case "call":
                self.verb("log_call", which, "head")
            case "contract":
                self.verb("log_contract", which, "head", amount=PRICE, reason="сумма")
            case "payment":
                self.verb("receive_payment", which, "head", amount=max(deal.agreed - deal.paid, 1))
            case _:
                self.verb(
                    "accept_handover" if deal.handover == "offered" else "offer_handover", which, "head"
                )
        place = STAGES.index(values.deal(self.keys[which]).stage)
        if place < 3:
            self.verb("move_deal", which, "head", to=STAGES[place + 1])

    @rule(
        name=st.sampled_from(["receive_payment", "refund_payment", "set_amount", "log_contract"]), amount=sums
    )
    def money(self, name: str, amount: int) -> None:
        self.verb(name, 0, "owner", amount=amount)

    @rule(owner=st.sampled_from(["manager", "other_manager", None]), who=st.sampled_from(PEOPLE))
    def assign(self, owner: str | None, who: str) -> None:
        self.verb("assign_deal", 0, who, owner=getattr(self.world, owner).id if owner else None)

    @rule(known=st.booleans())
    def client(self, known: bool) -> None:
        self.verb("set_client", 1, "head", contact=contact(self.world) if known else None)

    @rule(
        act=st.sampled_from([entry.answer_inquiry, entry.fill_brief, entry.promote_inquiry]),
        who=st.sampled_from(PEOPLE),
    )
    def ask(self, act: Callable[..., Outcome], who: str) -> None:
        self.attempt(act, self.inquiry, who)

    @rule(as_what=st.sampled_from(["spam", "mood"]))
    def close(self, as_what: str) -> None:
        self.attempt(entry.close_inquiry, self.inquiry, "support", as_what=as_what, note="слово")


def test_whatever_is_tried_the_rules_hold_and_the_rows_follow_the_log(world: World) -> None:
    AnyAction.world = world
    quick = settings(
        max_examples=40,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(AnyAction, settings=quick)

"""One deal that goes through the house: refused, mended, paid, won."""

from tests.world import SERVICES, World
from voronka.actions import closing, cycle
from voronka.store import log


def test_a_deal_is_refused_mended_paid_accepted_and_won(world: World) -> None:
    key = world.deal()
    refused = cycle.move_deal(key=key, to="call", by=world.manager, at=world.later())
    assert [one.guard for one in refused.refused] == ["brief_filled", "next_step_set"]
    world.fulfil(key, "brief")
    assert cycle.move_deal(key=key, to="call", by=world.manager, at=world.later()).stage == "call"
    world.fulfil(key, "call")
    cycle.move_deal(key=key, to="contract", by=world.manager, at=world.later())
    world.fulfil(key, "contract")
    cycle.move_deal(key=key, to="payment", by=world.manager, at=world.later())
    paid = world.pay(key)
    assert (paid.stage, paid.status) == ("handover", "open")
    closing.offer_handover(key=key, to=world.curator.id, by=world.manager, at=world.later())
    won = closing.accept_handover(key=key, by=world.curator, at=world.later())
    assert (won.status, won.kinds) == ("won", ("handover.accepted", "deal.won"))
    assert [one.event.kind for one in log.stream(f"deal:{key}")][-5:] == [
        "payment.received",
        "deal.moved",
        "handover.offered",
        "handover.accepted",
        "deal.won",
    ]


def test_the_published_passport_is_the_one_that_tests_without_a_database_use(world: World) -> None:
    assert world.process == SERVICES

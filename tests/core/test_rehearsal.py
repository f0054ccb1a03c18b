"""Trying a process on what it decided itself finds nothing; trying a stricter one finds just what it would stop."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from tests.core.told import SELLER, Told, with_stage
from tests.world import SERVICES
from voronka.core import closing, cycle
from voronka.core import events as e
from voronka.core.process import Guard
from voronka.core.rehearsal import WON, Rehearsal, Rehearsed

SAME = {stage.id: stage.id for stage in SERVICES.cycle.stages}
STRICT = with_stage(replace(SERVICES.stage("call"), leave_when=(Guard("call_logged"), Guard("offer_sent"))))
DOES: list[Callable[[Told], object]] = [
    lambda told: told.brief(),
    lambda told: told.tell(e.CallLogged()) if told.deal.status == "open" else None,
    lambda told: told.tell(e.OfferSent()) if told.deal.status == "open" else None,
    lambda told: told.contract() if told.deal.status == "open" else None,
    lambda told: told.let(cycle.move, _beside(told, 1)),
    lambda told: told.let(cycle.move, _beside(told, -1)),
    lambda told: told.let(lambda facts: cycle.undo_move(facts.deal, facts.at)),
    lambda told: told.pay(),
    lambda told: told.let(closing.offer_handover, None, None),
    lambda told: told.let(closing.accept_handover, SELLER, None),
    lambda told: told.let(cycle.lose, "price"),
    lambda told: told.let(cycle.reopen),
]


def _beside(told: Told, way: int) -> str:
    place = told.process.place(told.deal.stage) + way
    return told.process.cycle.stages[min(max(place, 0), len(told.process.cycle.stages) - 1)].id


def tried(told: Told, process: object = SERVICES) -> Rehearsed:
    found = Rehearsal(process, SAME, lambda text, deal, fields: True).try_on(told.log, 7)  # type: ignore[arg-type]
    assert found is not None
    return found


@given(st.lists(st.sampled_from(range(len(DOES))), max_size=40))
def test_what_the_rules_let_pass_they_would_let_pass_again(chosen: list[int]) -> None:
    told = Told()
    for place in chosen:
        DOES[place](told)
    found = tried(told)
    assert (found.refused, found.stopped, found.elsewhere) == (0, [], False)


@example([0, 4, 5, 6])  # a return that is undone
@given(st.lists(st.sampled_from(range(len(DOES))), max_size=40))
def test_a_stricter_rule_refuses_no_more_than_the_moves_there_were(chosen: list[int]) -> None:
    told = Told()
    for place in chosen:
        DOES[place](told)
    found = tried(told, STRICT)
    assert found.refused <= found.moves
    assert {one.guard for one in found.stopped} <= {"offer_sent"}
    if found.elsewhere:
        assert found.refused
        assert found.would_stand == "call" or found.stands == WON


def test_an_exception_that_was_granted_would_be_granted_again() -> None:
    told = Told().brief()
    told.let(cycle.move, "call")
    told.tell(e.DealExceptionGranted("call", "contract", ("call_logged",)), e.DealMoved("call", "contract"))
    found = tried(told)
    assert (found.refused, found.stands, found.would_stand) == (0, "contract", "contract")


def test_a_deal_of_another_process_is_not_tried() -> None:
    assert Rehearsal(replace(SERVICES, key="courses"), SAME).try_on(Told().log, 7) is None


def test_a_process_without_a_way_back_would_have_kept_the_deal() -> None:
    told = Told().brief()
    told.let(cycle.move, "call")
    told.let(cycle.move, "brief")
    found = tried(told, replace(SERVICES, cycle=replace(SERVICES.cycle, may_return=False)))
    assert (found.refused, found.stands, found.would_stand) == (1, "brief", "call")

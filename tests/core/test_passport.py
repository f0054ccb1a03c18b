"""The difference of two versions: nothing is missed, nothing is said twice, the fewest things have moved."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.world import SERVICES
from voronka.core.passport import Change, difference
from voronka.core.process import Guard, LostReason, Offer, Process, Span, Stage, Step, Targets


def with_stages(*stages: Stage) -> Process:
    return replace(SERVICES, cycle=replace(SERVICES.cycle, stages=stages))


def changed(stage: str, **new: Any) -> Process:
    return with_stages(*(replace(one, **new) if one.id == stage else one for one in SERVICES.cycle.stages))


def told(new: Process) -> list[tuple[str, str]]:
    return [(one.path, one.kind) for one in difference(SERVICES, new)]


def test_two_equal_versions_differ_in_nothing_and_their_number_is_no_difference() -> None:
    assert difference(SERVICES, replace(SERVICES, version=9)) == ()


def test_a_stage_is_new_gone_renamed_or_in_another_place() -> None:
    brief, call, contract, payment, handover = SERVICES.cycle.stages
    strategy = Stage("strategy", "Стратегия")
    (new,) = difference(SERVICES, with_stages(brief, call, strategy, contract, payment, handover))
    assert (new.path, new.kind, new.old, new.thing) == ("cycle.stages", "added", call, strategy)
    (gone,) = difference(SERVICES, with_stages(brief, call, contract, handover))
    assert (gone.kind, gone.thing) == ("removed", payment)
    (renamed,) = difference(SERVICES, changed("call", title="Встреча"))
    assert (renamed.kind, renamed.old, renamed.new) == ("renamed", "Созвон", "Встреча")
    (moved,) = difference(SERVICES, with_stages(brief, contract, payment, call, handover))
    assert (moved.kind, moved.thing, moved.new) == ("moved", call, payment)
    assert moved.word == "cycle"


def test_conditions_are_asked_no_longer_asked_or_kept_otherwise() -> None:
    asks = Guard("contract_signed")
    assert told(changed("call", leave_when=(Guard("call_logged"), asks))) == [
        ("cycle.stages.leave_when", "added")
    ]
    assert told(changed("call", leave_when=())) == [("cycle.stages.leave_when", "removed")]
    warned = replace(asks, mode="warn")
    (mode,) = difference(SERVICES, changed("contract", leave_when=(warned,)))
    assert (mode.path, mode.old, mode.new) == ("cycle.stages.leave_when.mode", "enforce", "warn")
    (half,) = difference(SERVICES, changed("payment", leave_when=(Guard("paid", 50),)))
    assert (half.kind, half.old, half.new) == ("changed", Guard("paid", 100), Guard("paid", 50))
    assert half.within[-1].id == "payment"


def test_values_inside_of_things_are_told_with_what_they_belong_to() -> None:
    (norm,) = difference(SERVICES, changed("call", norm=Span(5, "d")))
    assert (norm.path, norm.old, norm.new) == ("cycle.stages.norm", Span(3, "d"), Span(5, "d"))
    (none,) = difference(SERVICES, changed("call", norm=None))
    assert none.kind == "removed"
    (step,) = difference(SERVICES, changed("call", steps=(Step("ask", "Спросить о бюджете"),)))
    assert (step.path, step.kind, step.within[-1].id) == ("cycle.stages.steps", "added", "call")


def test_every_answer_is_compared() -> None:
    new = replace(
        SERVICES,
        title="Продажи",
        closing=replace(SERVICES.closing, paid=50),
        product=replace(SERVICES.product, offers=(Offer("audit", "Аудит", 950_000),)),
        cycle=replace(SERVICES.cycle, may_return=False, lost_reasons=(LostReason("price", "Дорого"),)),
        targets=Targets({"2026-11": 100}, teams={"север": {"2026-11": 5}}),
    )
    assert told(new) == [
        ("title", "changed"),
        ("cycle.may_return", "changed"),
        ("cycle.lost_reasons", "removed"),
        ("closing.paid", "changed"),
        ("product.offers", "removed"),
        ("product.offers.price", "changed"),
        ("targets.revenue", "added"),
        ("targets.teams", "added"),
    ]


@given(st.permutations(SERVICES.cycle.stages))
def test_the_fewest_stages_have_moved(stages: list[Stage]) -> None:
    moved = [one for one in difference(SERVICES, with_stages(*stages)) if one.kind == "moved"]
    kept = [one.id for one in stages if one.id not in {change.thing.id for change in moved}]
    places = [SERVICES.place(one) for one in kept]
    assert places == sorted(places)
    assert len(moved) < len(stages)


@given(st.data())
def test_two_versions_differ_where_and_only_where_they_are_not_equal(data: st.DataObject) -> None:
    new = data.draw(st.builds(_shuffled, st.just(SERVICES), st.sets(st.integers(0, 12)), st.integers(0, 3)))
    assert bool(difference(SERVICES, new)) == (new != SERVICES)


def _shuffled(process: Process, gone: set[int], turn: int) -> Process:
    stages = tuple(one for place, one in enumerate(process.cycle.stages) if place not in gone)
    return with_stages(*stages[turn:], *stages[:turn])


def test_nothing_that_a_passport_can_say_is_left_out() -> None:
    """Every field of every class of the passport is reached: another value in it is told."""
    for one in fields(SERVICES):
        if one.name in ("key", "version"):
            continue
        answer = getattr(SERVICES, one.name)
        if is_dataclass(answer) and not isinstance(answer, type):
            for inner in fields(answer):
                other = replace(answer, **{inner.name: _other(getattr(answer, inner.name))})  # type: ignore[type-var]
                found: tuple[Change, ...] = difference(SERVICES, replace(SERVICES, **{one.name: other}))
                assert found, f"{one.name}.{inner.name}"


def _other(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return value + "!"
        case tuple():
            return value[1:] if value else (Step("new", "Новое"),)
        case None:
            return Span(1, "d")
        case Span():
            return replace(value, amount=value.amount + 1)
    return {**value, "new": "x"}

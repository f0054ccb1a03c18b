"""What the passport says of itself: answers as agreed, figures as they are, lists that agree with them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.world import MONDAY, SERVICES, World
from voronka.actions import closing, cycle
from voronka.actions import passport as verbs
from voronka.core.access import Actor
from voronka.core.problems import NotFound
from voronka.core.process import Closing, Guard, LostReason, PaymentMethod, Process, Role
from voronka.formats.passport import write
from voronka.queries import figures, passport
from voronka.queries.cycle.deals import Filters, deals
from voronka.queries.passport import actual, checks
from voronka.queries.passport.actual import median
from voronka.queries.passport.lines import Answer, PassportPage
from voronka.store.models import PaymentRow, Person

TODAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def hall(world: World, at: datetime | None = None) -> PassportPage:
    return passport.passport(world.head, at or world.now, TODAY)


def answer(page: PassportPage, word: str) -> Answer:
    return next(one for one in page.answers if one.word == word)


def said(lines: tuple) -> str:  # type: ignore[type-arg]
    return " ".join("".join(piece.text for piece in line) for line in lines)


def publish(world: World, process: Process) -> None:
    verbs.publish(text=write(process), by=world.head, at=world.later())


def lenient() -> Process:
    """The story's passport, in which the call is only asked for, not insisted on."""
    stages = tuple(
        replace(stage, leave_when=(Guard("call_logged", mode="warn"),)) if stage.id == "call" else stage
        for stage in SERVICES.cycle.stages
    )
    return replace(SERVICES, cycle=replace(SERVICES.cycle, stages=stages))


def test_the_ten_answers_are_said_as_agreed(world: World) -> None:
    page = hall(world)
    assert [one.number for one in page.answers] == list(range(1, 11))
    assert said(answer(page, "owner").agreed) == (
        "Илья Ремнёв, руководитель продаж: no interest of their own."
    )
    assert said(answer(page, "cycle").agreed) == "5 stages: бриф → созвон → договор → оплата → передача."
    assert "Selling begins when the brief is filled." in said(answer(page, "entry").agreed)
    assert "Won when 100% of the agreed sum is received" in said(answer(page, "closing").agreed)
    assert said(answer(page, "documents").agreed) == "Not answered yet."
    assert (page.answered, page.holding) == (5, 0)


def test_without_deals_every_answer_is_only_answered_or_not(world: World) -> None:
    states = {one.word: one.seen.verdict.state for one in hall(world).answers}
    assert {states[word] for word in ("owner", "cycle", "entry", "closing", "product")} == {"answered"}
    assert {states[word] for word in ("resources", "targets", "control", "neighbours", "documents")} == {
        "not_answered"
    }
    assert "Too little data yet: 0 of the 10" in answer(hall(world), "cycle").seen.sentence


def test_finished_deals_are_counted_and_the_cycle_holds(world: World) -> None:
    for _ in range(10):
        world.lost_deal()
    seen = answer(hall(world), "cycle")
    assert "10 of 10 finished deals followed the cycle." in said(seen.actual)
    assert seen.seen.verdict.state == "holds"


def test_a_move_past_a_warning_is_an_exception_that_is_seen(world: World) -> None:
    publish(world, lenient())
    for place in range(10):
        key = world.deal_at("call", by=world.head)
        if place > 1:
            world.fulfil(key, "call", by=world.head)
        assert cycle.move_deal(key=key, to="contract", by=world.head, at=world.later()).done
        cycle.lose_deal(key=key, reason="price", by=world.head, at=world.later())
    page = hall(world)
    assert "8 of 10 finished deals followed the cycle." in said(answer(page, "cycle").actual)
    assert answer(page, "cycle").seen.verdict.state == "remark"
    shown = deals(world.head, world.now, Filters(status="all", figure="by_exception"))
    assert (len(shown.cards), shown.count) == (2, 2)


def test_an_undone_move_past_a_warning_is_no_exception(world: World) -> None:
    publish(world, lenient())
    key = world.deal_at("call", by=world.head)
    cycle.move_deal(key=key, to="contract", by=world.head, at=world.now)
    assert cycle.undo_move(key=key, by=world.head, at=world.now).done
    cycle.lose_deal(key=key, reason="price", by=world.head, at=world.later())
    assert actual.facts(SERVICES, world.now).cycle.by_exception == 0


def test_what_ended_before_the_window_is_not_counted(world: World) -> None:
    world.lost_deal()
    later = world.now + timedelta(days=91)
    assert actual.facts(SERVICES, later).counts["finished"] == 0
    assert actual.facts(SERVICES, world.now + timedelta(days=89)).counts["finished"] == 1


def test_wins_have_their_money_and_money_by_hand_is_a_remark(world: World) -> None:
    for _ in range(3):
        world.won_deal()
    seen = answer(hall(world), "closing")
    assert "3 of 3 won deals have their money." in said(seen.actual)
    assert "Payments entered by hand: in 3." in said(seen.actual)
    assert (seen.seen.verdict.state, seen.seen.verdict.why) == ("remark", ("by_hand",))


def test_a_signed_deal_that_is_not_paid_in_time_is_shown_with_its_sum(world: World) -> None:
    world.deal_at("payment")
    soon = said(answer(hall(world), "closing").actual)
    assert "Signed and not yet paid: 1, all within the norm." in soon
    month = world.now + timedelta(days=30)
    late = said(answer(hall(world, month), "closing").actual)
    assert "Signed and not yet paid: 1, beyond the norm 1 for 120,000\u00a0₽." in late


def test_a_revoked_win_is_seen(world: World) -> None:
    key = world.won_deal()
    (payment,) = closing_payments(key)
    closing.void_payment(key=key, payment=payment, reason="чужие деньги", by=world.head, at=world.later())
    assert "1 win was revoked." in said(answer(hall(world), "closing").actual)


def closing_payments(key: int) -> list[str]:
    return list(PaymentRow.objects.filter(deal_id=key).values_list("pk", flat=True))


def test_refusals_are_counted_by_guard_with_the_deals_behind_them(world: World) -> None:
    first, second = world.deal(), world.deal()
    for key in (first, first, second):
        cycle.move_deal(key=key, to="call", by=world.manager, at=world.later())
    counted = {one.guard: (one.count, one.deals) for one in actual.refusals(world.process, world.now)}
    assert counted == {"brief_filled": (3, 2), "next_step_set": (3, 2)}
    shown = deals(world.head, world.now, Filters(status="all", figure="refused.brief_filled"))
    assert {card.key for card in shown.cards} == {first, second}


@pytest.mark.parametrize("name", [*actual.COUNTED, "late.brief", "late.payment", "lost.price"])
def test_a_number_and_the_list_behind_it_agree(world: World, name: str) -> None:
    world.won_deal()
    world.lost_deal()
    world.deal()
    world.deal_at("payment")
    at = world.now + timedelta(days=30)
    condition = figures.part(name, at)
    assert condition is not None
    listed = deals(world.head, at, Filters(status="all", figure=name))
    assert len(listed.cards) == listed.count
    if name in actual.COUNTED:
        assert listed.count == actual.facts(SERVICES, at).counts[name]


@pytest.mark.parametrize("name", ["", "won.call", "late", "late.", "late.'; --", "nothing", "refused.A b"])
def test_there_is_no_figure_of_another_name(name: str) -> None:
    assert not figures.known(name)


def test_a_figure_lists_only_what_the_person_may_see(world: World) -> None:
    world.lost_deal(by=world.manager)
    world.lost_deal(by=world.other_manager)
    at = world.now
    assert deals(world.manager, at, Filters(status="all", figure="finished")).count == 1
    assert deals(world.curator, at, Filters(status="all", figure="finished")).count == 0


def test_the_hall_costs_the_same_however_many_deals_there_are(world: World) -> None:
    world.lost_deal()
    hall(world)
    few = statements(world)
    for _ in range(12):
        world.lost_deal()
    assert statements(world) == few <= 12


def statements(world: World) -> int:
    with CaptureQueriesContext(connection) as made:
        hall(world)
    return len(made)


def test_times_on_a_stage_count_those_that_still_stay(world: World) -> None:
    world.deal_at("contract")
    stuck = world.deal()
    at = MONDAY + timedelta(days=14)
    times = {one.title: one for one in actual.times(SERVICES, at)}
    brief = times["Бриф"]
    assert (brief.stays, brief.still_here, brief.decided, brief.within) == (2, 1, 2, 1)
    assert brief.late == 1
    listed = deals(world.head, at, Filters(status="all", figure=brief.figure))
    assert [card.key for card in listed.cards] == [stuck]


@pytest.mark.parametrize(
    ("lengths", "middle"),
    [
        ([], None),
        ([(3, True)], 3),
        ([(1, True), (2, True), (9, True)], 2),
        ([(1, True), (5, False), (5, False)], None),
        ([(1, True), (2, False), (4, True), (6, True)], 4),
    ],
)
def test_the_median_does_not_take_what_goes_on_for_ended(
    lengths: list[tuple[int, bool]], middle: int | None
) -> None:
    assert median(lengths) == middle


def test_losses_because_clients_could_not_pay_are_always_shown(world: World) -> None:
    reasons = (*SERVICES.cycle.lost_reasons, LostReason("cannot_pay", "Не может оплатить"))
    ways = replace(SERVICES.closing, payment_methods=(PaymentMethod("card", "Карта"),))
    lossy = replace(SERVICES, cycle=replace(SERVICES.cycle, lost_reasons=reasons), closing=ways)
    publish(world, lossy)
    key = world.deal()
    assert not [gap for gap in hall(world).gaps if gap.word == "closing"]
    cycle.lose_deal(key=key, reason="cannot_pay", by=world.head, at=world.later())
    (gap,) = [gap for gap in hall(world).gaps if gap.word == "closing"]
    assert "1 deal was lost" in gap.sentence and gap.figure == "lost.cannot_pay"


def test_the_page_of_a_question_brings_its_proof(world: World) -> None:
    page = passport.question(world.manager, "cycle", world.now, TODAY)
    assert [stage.title for stage in page.stages] == [stage.title for stage in SERVICES.cycle.stages]
    assert page.stages[0].asks == ("the brief is filled", "the next step is set")
    assert len(page.times) == 5
    assert passport.question(world.manager, "product", world.now, TODAY).rows[0] == ("Аудит", "9,000\u00a0₽")
    with pytest.raises(NotFound):
        passport.question(world.manager, "weather", world.now, TODAY)


def test_everybody_may_read_the_passport_but_not_everybody_publish(world: World) -> None:
    for person in (world.manager, world.curator, world.marketer):
        assert not passport.passport(person, world.now, TODAY).may_publish
    assert hall(world).may_publish


def test_there_is_no_passport_before_the_first(db: None) -> None:
    with pytest.raises(NotFound):
        passport.passport(Actor("system", role="system"), MONDAY, TODAY)


def test_the_exit_rule_is_said_with_its_percent(world: World) -> None:
    publish(world, replace(SERVICES, closing=Closing(50)))
    assert "Won when 50% of the agreed sum" in said(answer(hall(world), "closing").agreed)


def test_a_finding_is_a_sentence_with_its_hint_in_both_languages(db: None) -> None:
    text = "voronka: 1\nproces: x\n"
    english = {one.code: (one.sentence, one.hint) for one in checks.check(text).errors}
    assert english["unknown_key"] == ("There is no key “proces” here.", "Did you mean “process”?")
    with translation.override("ru"):
        russian = {one.code: (one.sentence, one.hint) for one in checks.check(text).errors}
    assert russian["unknown_key"] == ("Ключа «proces» здесь нет.", "Может быть, «process»?")


def test_what_a_version_leaves_open_is_shown_with_its_question(world: World) -> None:
    gaps = {(gap.word, gap.sentence) for gap in hall(world).gaps}
    assert ("cycle", "The stage “Созвон” has no instruction.") in gaps
    assert ("owner", "“Руководитель продаж” is responsible, but has no interest of their own.") in gaps
    assert not any("not answered" in sentence for _word, sentence in gaps)


def test_a_role_that_nobody_here_holds_is_always_shown(world: World) -> None:
    partner = Role("investor", "Инвестор", "accountant")
    publish(world, replace(SERVICES, owner=replace(SERVICES.owner, roles=(*SERVICES.owner.roles, partner))))
    assert not [gap for gap in hall(world).gaps if "Инвестор" in gap.sentence]
    Person.objects.filter(role="accountant").update(is_active=False)
    (gap,) = [gap for gap in hall(world).gaps if "Инвестор" in gap.sentence]
    assert gap.word == "owner"

"""The verdicts of all ten: what they are judged by, kept by the worker, week by week."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from tests.world import MONDAY, World
from voronka.actions import closing, cycle, entry, figures, people
from voronka.actions import passport as verbs
from voronka.core.access import SYSTEM
from voronka.core.process import Document, Process, Resources, Service, Targets
from voronka.formats.passport import write
from voronka.queries import passport, rail
from voronka.queries.cycle.deals import Filters, deals
from voronka.queries.passport.lines import Answer, StageTime
from voronka.queries.passport.measured import judge, week_of
from voronka.store import values
from voronka.store.models import KeptFigure, PaymentRow

TODAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def recount(world: World, at: datetime | None = None) -> None:
    figures.recount(reckon=lambda *told: {}, judge=judge, by=SYSTEM, at=at or world.now)


def answer(world: World, word: str, at: datetime | None = None) -> Answer:
    page = passport.passport(world.head, at or world.now, TODAY)
    return next(one for one in page.answers if one.word == word)


def said(one: Answer) -> str:
    return " ".join("".join(piece.text for piece in line) for line in one.actual)


def counts(world: World, at: datetime | None = None) -> dict[str, int]:
    found: dict[str, Any] = judge(values.latest(), at or world.now)["facts"]
    return found["counts"]  # type: ignore[no-any-return]


def listed(world: World, figure: str) -> int | None:
    return deals(world.head, world.now, Filters(status="all", figure=figure)).count


def publish(world: World, **changed: Any) -> Process:
    verbs.publish(text=write(replace(values.latest(), **changed)), by=world.head, at=world.later())
    return values.latest()


def test_before_the_first_count_the_page_says_that_figures_are_being_counted(world: World) -> None:
    assert answer(world, "entry").seen.sentence == (
        "Figures are being counted, they will be here within a minute."
    )
    recount(world)
    assert "Too little data yet: 0 of the 10" in answer(world, "entry").seen.sentence
    page = passport.passport(world.head, world.now, TODAY)
    assert page.counted_at == world.now


def test_what_is_kept_says_the_same_as_what_is_counted_at_once(world: World) -> None:
    for _ in range(3):
        world.won_deal()
    for _ in range(7):
        world.lost_deal()
    at_once = {word: answer(world, word) for word in ("cycle", "closing")}
    recount(world)
    for word, one in at_once.items():
        assert replace(answer(world, word), weeks=()) == one


def test_the_times_on_stages_are_kept_and_are_as_of_the_count(world: World) -> None:
    def times() -> tuple[StageTime, ...]:
        return passport.question(world.head, "cycle", world.now, TODAY).times

    world.deal_at("contract")
    at_once = times()
    recount(world)
    assert times() == at_once
    world.deal()
    assert times() == at_once
    recount(world)
    assert times() != at_once
    publish(world, cycle=replace(values.latest().cycle, stages=values.latest().cycle.stages[:-1]))
    assert len(times()) == len(values.latest().cycle.stages)


def test_the_entry_point_counts_answers_in_time_missed_ones_and_early_deals(world: World) -> None:
    start = world.now
    for minutes in (5, 10, 20, 25, 29, 40, 50, 10, 10):
        key = entry.receive_inquiry(channel="phone", name="Пётр", by=world.support, at=start).key
        entry.answer_inquiry(key=key, message="Да", by=world.support, at=start + timedelta(minutes=minutes))
    spam = entry.receive_inquiry(channel="phone", name="Спам", by=world.support, at=start).key
    entry.close_inquiry(key=spam, as_what="spam", by=world.support, at=start)
    early = entry.receive_inquiry(channel="phone", name="Рано", by=world.support, at=start).key
    entry.promote_inquiry(key=early, title="Сайт", by=world.head, at=start + timedelta(minutes=3))
    entry.receive_inquiry(channel="phone", name="Забыт", by=world.support, at=start)
    world.now = start + timedelta(days=4)
    found = counts(world)
    assert {name: found[name] for name in ("inquiries", "missed", "due", "in_time")} == {
        "inquiries": 11, "missed": 1, "due": 11, "in_time": 8,
    }  # fmt: skip
    assert (found["opened"], found["early"]) == (1, 1)
    assert listed(world, "early") == 1
    recount(world)
    seen = answer(world, "entry")
    assert seen.seen.verdict.state == "fails"
    assert seen.seen.verdict.why == ("early", "missed", "slow")
    assert "Inquiries answered in time: 8 of 11, missed 1." in said(seen)
    assert seen.seen.sentence.startswith("More than one deal of twenty")


def test_the_product_counts_projects_accepted_the_first_time_and_refunds(world: World) -> None:
    won = [world.won_deal() for _ in range(3)]
    back = world.deal_at("handover")
    closing.offer_handover(key=back, by=world.manager, at=world.later())
    closing.return_handover(key=back, reason="Нет доступов", by=world.curator, at=world.later())
    closing.offer_handover(key=back, by=world.manager, at=world.later())
    closing.accept_handover(key=back, by=world.curator, at=world.later())

    paid = PaymentRow.objects.filter(deal_id=won[0]).values_list("pk", flat=True)[0]
    closing.refund_payment(
        key=won[0], payment=paid, amount=100_00, reason="скидка", by=world.head, at=world.later(days=29)
    )
    paid = PaymentRow.objects.filter(deal_id=won[1]).values_list("pk", flat=True)[0]
    closing.refund_payment(
        key=won[1], payment=paid, amount=100_00, reason="скидка", by=world.head, at=world.later(days=2)
    )
    found = counts(world)
    assert (found["accepted"], found["first_time"], found["won"], found["refunded"]) == (4, 3, 4, 1)
    assert [listed(world, name) for name in ("accepted", "first_time", "refunded")] == [4, 3, 1]
    recount(world)
    assert answer(world, "product").seen.verdict.why == ("again", "refunded")


def test_an_open_deal_of_somebody_who_left_is_seen(world: World) -> None:
    world.deal(by=world.other_manager)
    world.deal()
    recount(world)
    assert answer(world, "owner").seen.verdict.why == ("later",)
    assert said(answer(world, "owner")) == "Every open deal has somebody who leads it."
    person = world.person("other_manager")
    people.change_person(
        key=person.pk, name=person.name, role="manager", active=False, by=world.head, at=world.later()
    )
    recount(world)
    seen = answer(world, "owner")
    assert (seen.seen.verdict.state, seen.seen.verdict.why) == ("fails", ("ownerless",))
    assert said(seen) == "1 of 2 open deals are led by nobody who works here."
    assert listed(world, "ownerless") == 1


def test_services_plans_and_documents_are_judged_by_what_is_now(world: World) -> None:
    process = publish(
        world,
        resources=Resources(
            services=(
                Service("phone", "Телефония", holder="manager"),
                Service("bank", "Банк", holder="", renews=date(2026, 11, 1)),
            )
        ),
        targets=Targets(revenue={"2026-11": 1_000_000_00}),
        documents=(
            Document("brief-how", "Как разобрать бриф", link="https://docs.example/brief"),
            Document("duties", "Что делает менеджер"),
        ),
    )
    assert process.documents
    world.won_deal()
    recount(world)
    resources, targets, documents = (answer(world, word) for word in ("resources", "targets", "documents"))
    assert resources.seen.verdict.why == ("holder", "overdue")
    assert "Nobody who works here holds: “Банк”." in said(resources)
    assert (targets.seen.verdict.state, targets.seen.verdict.why) == ("answered", ("later",))
    assert said(targets) == "Received this month: 120,000\u00a0₽ of 1,000,000\u00a0₽."
    assert documents.seen.verdict.why == ("unpublished",)
    assert said(documents) == "Documents with a text: 1 of 2."
    publish(world, targets=Targets(revenue={"2026-12": 1_000_000_00}))
    recount(world)
    assert answer(world, "targets").seen.verdict.why == ("no_plan",)


def test_weeks_are_kept_and_past_ones_are_judged_as_of_their_end(world: World) -> None:
    for _ in range(10):
        world.lost_deal()
    month = MONDAY + timedelta(days=28)
    recount(world, month)
    weeks = answer(world, "cycle", month).weeks
    assert [week for week, _ in weeks] == [f"{MONDAY + timedelta(days=7 * n):%Y-%m-%d}" for n in range(5)]
    assert {state for _, state in weeks} == {"holds"}
    # What can't be told of the past has no state there, only from now on.
    assert [state for _, state in answer(world, "owner", month).weeks] == ["", "", "", "", "answered"]
    # What happens later changes nothing of a week that is over.
    world.now = month
    key = world.deal()
    cycle.lose_deal(key=key, reason="price", by=world.head, at=world.later())
    KeptFigure.objects.filter(name="weeks").delete()
    recount(world, world.later(minutes=5))
    assert answer(world, "cycle").weeks[:4] == weeks[:4]
    assert week_of(month) == "2026-12-14"


def test_the_rail_tells_how_many_of_ten_hold(world: World) -> None:

    assert rail.counts(world.head, world.now).holding is None
    for _ in range(10):
        world.lost_deal()
    recount(world)
    assert rail.counts(world.head, world.now).holding == 1
    told = json.loads(KeptFigure.objects.get(name="verdicts").data)
    assert told["cycle"] == "holds"

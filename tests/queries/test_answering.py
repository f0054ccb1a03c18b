"""How soon inquiries are answered, in working time, and the inquiries behind each number."""

from datetime import timedelta

import pytest
from django.utils import translation

from tests.world import MONDAY, World
from voronka.actions import entry
from voronka.actions.figures import recount
from voronka.core.access import SYSTEM
from voronka.core.problems import Invalid
from voronka.queries import answering
from voronka.queries import entry as queries
from voronka.queries.answering import Answering, first_answer
from voronka.queries.passport.measured import judge
from voronka.queries.records import inquiries
from voronka.store import values

pytestmark = pytest.mark.both


def inquiry(world: World, minutes: int, answered: int | None = None) -> int:
    """Received so many minutes after ten on Monday, and answered so many minutes later."""
    at = MONDAY + timedelta(minutes=minutes)
    key = entry.receive_inquiry(channel="phone", name=f"И{minutes}", by=world.manager, at=at).key
    if answered is not None:
        entry.answer_inquiry(key=key, by=world.manager, at=at + timedelta(minutes=answered))
    return key


def count(world: World, **later: float) -> answering.Answering:
    recount(reckon=lambda *told: {}, judge=judge, by=SYSTEM, at=MONDAY + timedelta(**later))
    found = answering.answering(world.head)
    assert found is not None
    return found


def test_nothing_is_told_before_it_is_counted(world: World) -> None:
    assert answering.answering(world.head) is None
    assert queries.inbox(world.head).answering is None


def test_each_number_opens_the_inquiries_that_it_counts(world: World) -> None:
    in_time, late = inquiry(world, 0, 10), inquiry(world, 1, 45)
    waits = inquiry(world, 300)
    closed = inquiry(world, 3)
    entry.close_inquiry(key=closed, as_what="spam", by=world.manager, at=MONDAY + timedelta(minutes=9))
    promoted = inquiry(world, 4)
    entry.promote_inquiry(key=promoted, by=world.manager, at=MONDAY + timedelta(minutes=20))
    found = count(world, minutes=310)
    assert (found.in_time, found.late, found.due, found.missed, found.waiting) == (2, 1, 3, 0, 1)
    assert (found.early, found.opened, found.middle) == (1, 1, None)

    def behind(figure: str) -> set[int]:
        return {one.key for one in queries.inbox(world.head, figure=figure).lines}

    assert behind("in_time") == {in_time, promoted}
    assert (behind("late"), behind("waiting")) == ({late}, {waits})
    found = count(world, days=7)
    assert (found.missed, found.late) == (1, 2) and behind("missed") == {waits}
    assert queries.inbox(world.head, figure="moon").figure == ""


def test_a_manager_is_shown_of_a_number_what_they_may_see(world: World) -> None:
    inquiry(world, 0, 10)
    count(world, hours=1)
    assert not queries.inbox(world.other_manager, figure="in_time").lines
    assert queries.inbox(world.manager, figure="in_time").lines


def test_nights_and_days_off_are_no_waiting(world: World) -> None:
    for number in range(10):
        # Friday, ten minutes and more before closing; answered on Monday, twenty minutes after opening.
        inquiry(world, 4 * 24 * 60 + 8 * 60 - 10 - number, 2 * 24 * 60 + 15 * 60 + 30 + number)
    found = count(world, days=8)
    assert (found.n, found.middle, found.in_time) == (10, 34, 1)


def test_working_time_between_two_moments_ends_where_the_span_does(world: World) -> None:
    calendar = values.calendar()
    for start in range(0, 8 * 24 * 60, 97):
        for length in (1, 30, 600, 4000):
            begun = MONDAY + timedelta(minutes=start)
            ended = begun + timedelta(minutes=length)
            passed = sum(
                calendar.works((moment := begun + timedelta(minutes=one)).astimezone(calendar.zone).date())
                and calendar.opens <= moment.astimezone(calendar.zone).time() < calendar.closes
                for one in range(length)
            )
            assert calendar.worked(begun, ended) == timedelta(minutes=passed), (begun, length)


def test_offers_that_were_asked_about_are_counted_with_the_inquiries_behind(world: World) -> None:
    keys = [inquiry(world, number) for number in range(3)]
    told = {"by": world.manager, "at": MONDAY + timedelta(minutes=5)}
    for key, offers in zip(keys, (["site", "audit"], ["site"], ["site", "site"]), strict=True):
        entry.add_message(key=key, asked=offers, **told)  # type: ignore[arg-type]
    found = count(world, hours=1)
    assert found.asked == (("site", "Сайт под ключ", 3), ("audit", "Аудит", 1))
    assert [one.key for one in queries.inbox(world.head, figure="asked.audit").lines] == [keys[0]]
    page = inquiries.inquiries(by=world.head, figure="asked.site")
    assert {one.key for one in page.items} == set(keys)
    assert not inquiries.inquiries(by=world.head, figure="asked.moon").items
    with pytest.raises(Invalid):
        inquiries.inquiries(by=world.head, figure="moon")


@pytest.mark.parametrize(
    ("low", "middle", "high", "says"),
    [
        (14, 15, 17, "15 working minutes (14–17 minutes)"),
        (15, 15, 15, "15 working minutes"),
        (130, 190, 290, "3 working hours (2–5 hours)"),
        (90, 190, 290, "3 working hours (90 minutes – 5 hours)"),
        (125, 130, 140, "2 working hours (2 hours)"),
    ],
)
def test_every_number_of_the_first_answer_has_its_unit(low: int, middle: int, high: int, says: str) -> None:
    seen = Answering(30, MONDAY, 9, 0, 9, 9, 0, 0, 9, middle, low, high, 0, 0)
    with translation.override("en"):
        assert first_answer(seen) == says

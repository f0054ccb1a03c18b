"""What happens by the clock: once, and also when the machine was off at that time."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.contrib.sessions.models import Session

from voronka.store.models import Heartbeat, Job
from voronka.worker import loop, schedule
from voronka.worker.schedule import Entry, due_at, tick

EVENING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # nine in the evening in Moscow


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    times: list[datetime] = []
    monkeypatch.setattr(schedule, "ENTRIES", [Entry("night", time(3, 30), times.append)])
    return times


def test_the_first_start_has_missed_nothing(db: None, done: list[datetime]) -> None:
    assert tick(EVENING) == []


def test_it_happens_once_when_its_time_comes(db: None, done: list[datetime]) -> None:
    tick(EVENING)
    assert tick(EVENING + timedelta(hours=6)) == []  # three at night: not yet
    assert tick(EVENING + timedelta(hours=7)) == ["night"]
    assert tick(EVENING + timedelta(hours=8)) == []


def test_a_week_that_was_missed_is_made_up_once(db: None, done: list[datetime]) -> None:
    tick(EVENING)
    assert tick(EVENING + timedelta(days=7)) == ["night"]
    assert tick(EVENING + timedelta(days=7, minutes=1)) == []
    assert len(done) == 1


def test_the_time_is_the_company_s(db: None) -> None:
    entry = Entry("night", time(3, 30), lambda now: None)
    assert due_at(entry, EVENING) == datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


def test_the_night_removes_what_nobody_will_ask_for_again(db: None) -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=EVENING - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=EVENING + timedelta(days=99999))
    for number, days in enumerate((91, 1)):
        at = EVENING - timedelta(days=days)
        Job.objects.create(
            id=f"{number:032x}", kind="backup", state="done", by="system", created_at=at, ended_at=at
        )
    schedule.collect(EVENING)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert Job.objects.count() == 1


def test_a_worker_that_was_silent_for_long_is_gone(db: None) -> None:
    loop.beat("here-1")
    Heartbeat.objects.create(name="worker:there-1", beat_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert loop.gone("here-1") == ["there-1"]

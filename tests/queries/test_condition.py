"""The doctor finds what is wrong, and each finding says what mends it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.migrations.recorder import MigrationRecorder

from tests.world import World
from voronka.queries import condition
from voronka.queries.condition import Check
from voronka.store.models import DealRow, Heartbeat

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def look(name: str, now: datetime = NOW) -> Check:
    """One line of what the doctor says."""
    return next(check for check in condition.checks(now) if check.name == name)


def test_in_a_sound_installation_nothing_is_bad(world: World, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    tmp_path.chmod(0o700)
    world.won_deal()
    Heartbeat.objects.create(name="worker:here-1", beat_at=NOW)
    found = {check.name: check.state for check in condition.checks(NOW)}
    assert set(found) == set(condition.CHECKS)
    assert "bad" not in found.values()
    assert found["worker"] == found["tables"] == found["log"] == found["data"] == "ok"


def test_every_finding_that_is_not_well_says_what_mends_it(db: None) -> None:
    for check in condition.checks(NOW):
        assert check.state in ("ok", "warn", "bad")
        assert bool(check.mend) == (check.state != "ok"), check


def test_a_worker_that_never_ran_is_a_warning_and_a_silent_one_is_bad(db: None) -> None:
    assert look("worker").state == "warn"
    Heartbeat.objects.create(name="worker:here-1", beat_at=NOW - timedelta(seconds=10))
    assert look("worker").state == "ok"
    assert condition.worker_is_alive(NOW)
    later = NOW + timedelta(minutes=1)
    assert look("worker", later).state == "bad"
    assert not condition.worker_is_alive(later)


def test_tables_of_an_older_version_are_bad(db: None) -> None:
    MigrationRecorder.Migration.objects.filter(app="store").order_by("-id")[0].delete()
    check = look("tables")
    assert check.state == "bad" and check.mend == "voronka migrate" and "store.0" in check.found
    assert not condition.tables_are_current()


def test_a_folder_that_others_can_look_into_is_a_warning(db: None, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    tmp_path.chmod(0o755)
    assert look("data").state == "warn" and "chmod 700" in look("data").mend


def test_a_folder_that_is_away_is_bad(db: None, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "none"
    assert look("data").state == "bad"
    assert look("space").state == "bad"  # a check that fails is a bad one, not the end of the doctor


def test_a_secret_that_others_can_read_is_bad(db: None, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    (tmp_path / "secret").write_text("x")
    (tmp_path / "secret").chmod(0o644)
    assert look("secret").state == "bad" and "chmod 600" in look("secret").mend


def test_an_unknown_time_zone_is_bad(db: None, settings: Any) -> None:
    assert look("time").state == "ok"
    settings.TIME_ZONE = "Europe/Atlantis"
    assert look("time").state == "bad"


def test_a_clock_that_runs_behind_is_a_warning(world: World) -> None:
    world.deal()
    assert look("time", world.now + timedelta(minutes=1)).state == "ok"
    assert look("time", world.now - timedelta(hours=1)).state == "warn"


def test_a_mail_server_that_does_not_answer_is_bad(db: None, settings: Any) -> None:
    assert look("mail").state == "warn"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert look("mail").state == "bad"


@pytest.mark.unequal
def test_a_row_that_was_changed_by_hand_is_bad(world: World) -> None:
    deal = world.deal_at("call")
    assert look("log").state == "ok"
    DealRow.objects.filter(pk=deal).update(stage="payment")
    check = look("log")
    assert check.state == "bad" and f"deal:{deal}" in check.found and "voronka log verify" in check.mend

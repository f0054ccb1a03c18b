"""A backup is one file from which everything comes back; a restore happens whole or not at all."""

import io
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engine.installation import Installation, own_database

pytestmark = pytest.mark.both

STATE = """
from voronka.store import log, replay
from voronka.store.models import DealRow, EventRow, Person, Upload
from voronka.actions.files import path_of
from pathlib import Path
uploads = [path_of(one.digest) for one in Upload.objects.order_by("id")]
tell({
    "position": log.position(),
    "hashes": list(EventRow.objects.order_by("id").values_list("hash", flat=True)),
    "differences": [str(one) for one in replay.differences(5)],
    "deals": list(DealRow.objects.order_by("id").values_list("id", "status", "stage", "paid")),
    "people": Person.objects.count(),
    "uploads": [path.read_bytes().hex() for path in uploads],
})
"""
MORE = """
from datetime import UTC, datetime
from voronka.actions import entry
from voronka.store.models import Person
who = Person.objects.get(role="owner").actor
entry.open_deal(by=who, at=datetime.now(UTC), title="Сделка", channel="site_form")
"""
ROOT = str(Path(__file__).resolve().parent.parent.parent)


def state(one: Installation) -> dict[str, Any]:
    found: dict[str, Any] = one.python(STATE)
    return found


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Installation]:
    """A second, empty installation."""
    with own_database() as database:
        one = Installation(tmp_path / "other", database)
        yield one
        one.stop()


@pytest.fixture(scope="module")
def kept(model: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup of what every installation here is a copy of."""
    file = tmp_path_factory.mktemp("backup") / "kept" / "backup.tar.gz"
    done = model.run("backup", "--to", str(file))
    assert done.returncode == 0, done.stderr
    assert [path.name for path in file.parent.iterdir()] == ["backup.tar.gz"]
    return file


@pytest.fixture
def archive(kept: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copy2(kept, tmp_path))


def test_everything_comes_back_and_the_log_agrees(
    installation: Installation, archive: Path, other: Installation
) -> None:
    before = state(installation)
    assert before["position"] > 10 and before["uploads"] and before["differences"] == []
    done = other.run("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert f"Restored: {before['position']} facts" in done.stdout
    assert state(other) == before
    other.start()
    other.wait_until_ready()


def test_a_backup_of_a_working_installation_is_of_one_moment(
    installation: Installation, other: Installation
) -> None:
    installation.start()
    installation.wait_until_ready()
    writer = subprocess.Popen(
        [sys.executable, "-c", "import django; django.setup(set_prefix=False)\n"
         f"import sys; sys.path.insert(0, {ROOT!r})\n"
         "from datetime import datetime, UTC\nfrom tests.world import World\n"
         "from voronka.store.models import Person\nfrom voronka.actions import entry\n"
         "who = Person.objects.get(role='owner').actor\nprint('go', flush=True)\n"
         "while True: entry.open_deal(by=who, at=datetime.now(UTC), title='Сделка', channel='site_form')\n"],
        env={**installation.environment, "DJANGO_SETTINGS_MODULE": "voronka.config.settings"},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert writer.stdout is not None and writer.stdout.readline() == "go\n"
        file = installation.folder / "busy.tar.gz"
        done = installation.run("backup", "--to", str(file))
        assert done.returncode == 0, done.stderr
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
    assert other.run("restore", str(file)).returncode == 0
    assert state(other)["differences"] == []


def test_data_that_is_there_is_not_replaced_by_mistake(installation: Installation, archive: Path) -> None:
    before = state(installation)
    done = installation.run("restore", str(archive))
    assert done.returncode == 1
    assert "there is data here already; --replace" in done.stderr
    assert state(installation) == before


def test_with_replace_the_backup_takes_the_place_and_the_old_state_is_gone(
    installation: Installation, archive: Path
) -> None:
    before = state(installation)
    installation.python(MORE)
    assert state(installation)["position"] > before["position"]
    done = installation.run("restore", "--replace", str(archive))
    assert done.returncode == 0, done.stderr
    assert state(installation) == before


def test_a_running_installation_is_not_restored_into(installation: Installation, archive: Path) -> None:
    installation.start()
    done = installation.run("restore", "--replace", str(archive))
    assert done.returncode == 1
    assert "stop it first" in done.stderr
    installation.wait_until_ready()


def damaged(archive: Path, how: str) -> Path:
    """The archive as a bad disk or a bad person would leave it."""
    bad = archive.with_name(f"{how}.tar.gz")
    content = archive.read_bytes()
    match how:
        case "cut":
            bad.write_bytes(content[: len(content) // 2])
        case "empty":
            bad.write_bytes(b"")
        case "other":
            bad.write_bytes(b"%PDF-1.4")
        case "changed" | "foreign" | "outside" | "newer":
            with tarfile.open(archive) as old, tarfile.open(bad, "w:gz") as new:
                for entry in old.getmembers():
                    data = old.extractfile(entry)
                    assert data is not None
                    text = data.read()
                    if how == "changed" and entry.name.startswith("files/"):
                        text = text[:-1] + b"?"
                    if how == "newer" and entry.name == "manifest.json":
                        text = text.replace(b'"0001_initial"', b'"9999_of_tomorrow"', 1)
                    if how == "foreign" and entry.name == "manifest.json":
                        continue
                    if how == "outside" and entry.name.startswith("files/"):
                        entry.name = "../../../escaped"
                    entry.size = len(text)
                    new.addfile(entry, io.BytesIO(text))
    return bad


DAMAGES = {
    "cut": "damaged",
    "empty": "damaged",
    "other": "damaged",
    "changed": "damaged",
    "outside": "damaged",
    "foreign": "not a backup",
    "newer": "newer Voronka (account.9999_of_tomorrow)",
}


def test_a_damaged_backup_changes_nothing(installation: Installation, archive: Path) -> None:
    before = state(installation)
    for how, words in DAMAGES.items():
        done = installation.run("restore", "--replace", str(damaged(archive, how)))
        assert done.returncode == 1, how
        assert words in done.stderr, how
        assert "Traceback" not in done.stderr
        assert not list(installation.data.glob("restore-*"))
        assert not (installation.folder / "escaped").exists()
    assert state(installation) == before


def test_a_restore_that_is_killed_leaves_the_old_or_the_new_never_a_mixture(
    installation: Installation, archive: Path
) -> None:
    new = state(installation)
    installation.python(MORE)
    old = state(installation)
    for number in range(6):
        process = subprocess.Popen(
            [sys.executable, "-m", "voronka.cli", "restore", "--replace", str(archive)],
            env=installation.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(0.25 + 0.15 * number)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert state(installation) in (old, new)
    assert installation.run("restore", "--replace", str(archive)).returncode == 0
    assert state(installation) == new


def test_without_the_programs_of_postgresql_it_says_what_to_install(installation: Installation) -> None:
    if not installation.environment["VORONKA_DATABASE_URL"]:
        pytest.skip("is about PostgreSQL")
    done = installation.run("backup", PATH="/nonexistent", VORONKA_POSTGRES_PROGRAMS="/nonexistent")
    assert done.returncode == 1
    assert "pg_dump of PostgreSQL is missing" in done.stderr


def test_a_folder_that_cannot_be_written_is_said(installation: Installation) -> None:
    done = installation.run("backup", "--to", "/proc/nowhere/backup.tar.gz")
    assert done.returncode == 1
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr

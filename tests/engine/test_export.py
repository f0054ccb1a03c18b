"""Everything goes out of one installation into another, of either database; whatever is cut leaves it empty."""

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engine.installation import Installation, own_database
from tests.engine.test_backup import STATE, state

pytestmark = pytest.mark.both
EMPTY = """
from voronka.store.models import EventRow, Person, Text
tell([Person.objects.count(), EventRow.objects.count(), Text.objects.count()])
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Installation]:
    """A second, empty installation on the database of this run."""
    with own_database() as database:
        yield Installation(tmp_path / "other", database)


@pytest.fixture(scope="module")
def everything(model: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of what every installation here is a copy of."""
    file = tmp_path_factory.mktemp("export") / "kept" / "everything.zip"
    done = model.run("export", "--to", str(file))
    assert done.returncode == 0, done.stderr
    assert "Passwords and tokens are not in it" in done.stdout
    assert [path.name for path in file.parent.iterdir()] == ["everything.zip"]
    assert file.stat().st_mode & 0o777 == 0o600
    return file


@pytest.fixture
def exported(everything: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    return Path(shutil.copy2(everything, tmp_path))


def lines(file: Path) -> list[bytes]:
    """Its lines in an order that no collation decides, without the opening and the end."""
    with zipfile.ZipFile(file) as archive:
        return sorted(archive.read("voronka.jsonl").splitlines()[1:-1])


def test_it_moves_to_the_other_database_and_back_with_the_same_log(
    installation: Installation, exported: Path, other: Installation, tmp_path: Path
) -> None:
    before = state(installation)
    assert before["uploads"] and before["position"] > 10
    between = Installation(tmp_path / "between", "")  # SQLite; on a run of PostgreSQL the other database
    files = [exported]
    for number, one in enumerate((between, other)):
        done = one.run("restore", str(files[-1]))
        assert done.returncode == 0, done.stderr
        assert "The log and the rows agree" in done.stdout
        assert state(one) == before
        assert one.run("log", "verify").returncode == 0
        files.append(one.folder / f"again-{number}.zip")
        assert one.run("export", "--to", str(files[-1])).returncode == 0
        assert lines(files[-1]) == lines(exported)


def test_people_come_in_again_and_the_installation_lives(
    installation: Installation, exported: Path, other: Installation
) -> None:
    assert other.run("restore", str(exported)).returncode == 0
    done = other.run("person", "invite", "owner@voronka.test")
    assert done.returncode == 0, done.stderr
    other.start()
    try:
        other.wait_until_ready()
        assert other.get(done.stdout.strip())[0] == 200
    finally:
        other.stop()


def test_with_secrets_everybody_comes_in_as_before(installation: Installation, other: Installation) -> None:
    file = installation.folder / "secret.zip"
    assert installation.run("export", "--secrets", "--to", str(file)).returncode == 0
    assert other.run("restore", str(file)).returncode == 0
    code = "from voronka.store.models import Person; tell(list(Person.objects.order_by('id').values_list('password')))"
    assert other.python(code) == installation.python(code)


def test_what_is_there_is_never_overwritten(installation: Installation, exported: Path) -> None:
    before = state(installation)
    for more in ((), ("--replace",)):
        done = installation.run("restore", str(exported), *more)
        assert done.returncode == 1
        assert "an export goes into an empty installation only" in done.stderr
    assert state(installation) == before


def test_lines_alone_say_which_files_are_missing(installation: Installation, other: Installation) -> None:
    file = installation.folder / "lines.jsonl"
    done = installation.run("export", "--to", str(file))
    assert done.returncode == 0 and "Attached files that are not in it: 1" in done.stdout
    done = other.run("restore", str(file))
    assert done.returncode == 1 and "attached files are missing in it: 1; --without-files" in done.stderr
    assert other.python(EMPTY) == [0, 0, 0]
    done = other.run("restore", str(file), "--without-files")
    assert done.returncode == 0 and "Attached files that are not here: 1" in done.stdout
    assert state_of_facts(other) == state_of_facts(installation)


def state_of_facts(one: Installation) -> Any:
    return one.python(STATE.replace("[path.read_bytes().hex() for path in uploads]", "[]"))


def spoilt(exported: Path, how: str) -> Path:
    """The file as a bad disk, a bad wire or a hasty person would leave it."""
    bad = exported.with_name(f"{how}.zip")
    whole = exported.read_bytes()
    if how == "cut":
        bad.write_bytes(whole[: len(whole) // 2])
    elif how == "garbled":
        bad.write_bytes(whole[:2000] + bytes(len(whole) - 4000) + whole[-2000:])
    else:
        with zipfile.ZipFile(exported) as old, zipfile.ZipFile(bad, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if how == "other lines" and name.endswith(".jsonl"):
                    content = content.replace(b'"seq":2', b'"seq":7', 1)
                if how == "other file" and name.startswith("files/"):
                    content = content[:-1] + b"?"
                if how != "no lines" or name.startswith("files/"):
                    new.writestr(name, content)
    return bad


SAID = {
    "cut": "the file is damaged or cut",
    "garbled": "the file is damaged or cut",
    "other lines": "should stand here; nothing was changed",
    "other file": "the file is damaged or cut (files/",
    "no lines": "this is not an export of Voronka",
}


@pytest.mark.parametrize("how", SAID)
def test_a_spoilt_file_leaves_an_empty_installation(exported: Path, other: Installation, how: str) -> None:
    done = other.run("restore", str(spoilt(exported, how)))
    assert done.returncode == 1
    assert SAID[how] in done.stderr and "Traceback" not in done.stderr
    assert other.python(EMPTY) == [0, 0, 0]
    assert not [path for path in (other.data / "files").rglob("*") if path.is_file()]
    assert other.run("restore", str(exported)).returncode == 0


def test_taking_in_that_is_killed_leaves_everything_or_nothing(
    installation: Installation, exported: Path, other: Installation
) -> None:
    assert other.run("migrate").returncode == 0
    whole = state(installation)
    for number in range(5):
        process = subprocess.Popen(
            [sys.executable, "-m", "voronka.cli", "restore", str(exported)],
            env=other.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(0.4 + 0.15 * number)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        if other.python(EMPTY) != [0, 0, 0]:
            break
    else:
        assert other.run("restore", str(exported)).returncode == 0
    assert state(other) == whole


def test_a_place_that_cannot_be_written_is_said_and_nothing_half_is_left(installation: Installation) -> None:
    done = installation.run("export", "--to", "/proc/nowhere/everything.zip")
    assert done.returncode == 1
    assert "could not be written" in done.stderr and "Traceback" not in done.stderr
    done = installation.run("export", "--to", str(installation.folder / "everything.doc"))
    assert done.returncode == 1 and ".zip, .jsonl" in done.stderr

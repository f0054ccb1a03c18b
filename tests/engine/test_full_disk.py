"""A full disk: the change is refused with a clear sentence, nothing is half done, and afterwards it works again."""

import os
import random
import shutil
import string
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pytest

from tests.engine.installation import Installation, eventually, own_database
from tests.engine.program import Program, token
from tests.world import PASSWORD, address

STATE = """
from voronka.store import log, replay
tell([log.position(), [str(one) for one in replay.differences(5)]])
"""
NOTE = {"what": "call", "note": "x" * 9000}
ROOM = 200  # megabytes


@pytest.fixture
def small(tmp_path: Path, model_on_sqlite: Installation) -> Iterator[Installation]:
    """An installation whose data lie on a small disk of their own."""
    if os.environ.get("VORONKA_DATABASE_URL"):
        pytest.skip("is about SQLite")
    with small_disk(tmp_path / "disk") as disk:
        shutil.copytree(model_on_sqlite.data, disk / "data")
        one = Installation(disk)
        one.said = tmp_path / "said.txt"
        yield one
        one.stop()


@pytest.fixture
def crowded(tmp_path: Path, model: Installation) -> Iterator[tuple[Installation, Path]]:
    """An installation whose database PostgreSQL keeps on a small disk, and that disk.

    The server is another user and must be able to go there: not into pytest's folders, which every run of
    pytest closes to others anew.
    """
    name = f"small_{uuid4().hex[:12]}"
    with TemporaryDirectory(prefix="voronka-") as folder, small_disk(Path(folder) / "disk") as disk:
        Path(folder).chmod(0o711)
        server = os.environ["VORONKA_DATABASE_URL"]
        with psycopg.connect(server, autocommit=True) as door:
            kept = door.execute("SHOW data_directory").fetchone()
            assert kept is not None
            owner = os.stat(str(kept[0]))
            os.chown(disk, owner.st_uid, owner.st_gid)
            door.execute(f"CREATE TABLESPACE {name} LOCATION '{disk}'")
        with own_database(model.environment["VORONKA_DATABASE_URL"], place=name) as database:
            shutil.copytree(model.data, tmp_path / "data")
            one = Installation(tmp_path, database)
            yield one, disk
            one.stop()
        with psycopg.connect(server, autocommit=True) as door:
            door.execute(f"DROP TABLESPACE {name}")


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of ROOM megabytes at this place."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}m", "tmpfs", str(folder)], check=False
    )
    if mounted.returncode:
        pytest.skip("only root can make a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Not a byte is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return ballast


def test_a_change_on_a_full_disk_is_refused_in_a_sentence_and_done_later(small: Installation) -> None:
    program = Program(lambda: small.address, token(small))
    small.start()
    small.wait_until_ready()
    key = program.insist("POST", "/deals", {"title": "Сайт", "channel": "phone", "brief_filled": True})["key"]
    before = small.python(STATE)
    ballast = fill(small.folder)
    for _ in range(3):
        status, answer = program.ask("POST", f"/deals/{key}/facts", NOTE, "k1")
        assert status == 507, answer
        assert answer["title"] == "The disk is full"
        assert "Nothing was changed" in answer["detail"]
    assert program.ask("GET", f"/deals/{key}")[0] == 200  # reading goes on
    assert small.get("/readyz")[0] == 503
    status, page = sign_in(small)
    assert status == 507
    assert "The disk is full" in page and "Ask the administrator" in page
    done = small.run("backup")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "No space left" in done.stderr or "full" in done.stderr
    done = small.run("doctor")
    assert done.returncode == 1 and "MB free" in done.stdout
    ballast.unlink()
    assert small.python(STATE) == before
    status, answer = program.ask("POST", f"/deals/{key}/facts", NOTE, "k1")
    assert status == 200 and answer["repeated"] is False
    position, differences = small.python(STATE)
    assert position == before[0] + 1 and differences == []
    eventually(lambda: small.get("/readyz")[0] == 200, patience=60)
    assert len(small.children()) == 2


def test_what_has_no_room_is_not_taken_out_half(small: Installation) -> None:
    ballast = fill(small.folder)
    there = sorted(path.name for path in small.folder.iterdir())
    for words in (
        ["--to", str(small.folder / "all.zip")],
        ["deals", "--to", str(small.folder / "deals.xlsx")],
    ):
        done = small.run("export", *words)
        assert done.returncode == 1, done.stdout
        assert "No space left" in done.stderr or "The disk is full" in done.stderr
        assert "Traceback" not in done.stderr
        assert sorted(path.name for path in small.folder.iterdir()) == there
    ballast.unlink()
    done = small.run("export", "deals", "--to", str(small.folder / "deals.xlsx"))
    assert done.returncode == 0, done.stderr


@pytest.mark.both
@pytest.mark.postgres
def test_a_change_that_postgresql_has_no_room_for_is_refused_in_a_sentence_and_done_later(
    crowded: tuple[Installation, Path],
) -> None:
    one, disk = crowded
    program = Program(lambda: one.address, token(one))
    one.start()
    one.wait_until_ready()
    key = program.insist("POST", "/deals", {"title": "Сайт", "channel": "phone", "brief_filled": True})["key"]
    before = one.python(STATE)
    ballast = fill(disk)
    # Nothing repeats in it: PostgreSQL would press what does, and find room for it in an old page.
    dice = random.Random(1)
    note = {"what": "call", "note": "".join(dice.choices(string.ascii_letters + string.digits, k=9000))}
    for _ in range(3):
        status, answer = program.ask("POST", f"/deals/{key}/facts", note, "k1")
        assert status == 507, answer
        assert answer["title"] == "The disk is full"
    assert program.ask("GET", f"/deals/{key}")[0] == 200  # reading goes on
    ballast.unlink()
    assert one.python(STATE) == before
    status, answer = program.ask("POST", f"/deals/{key}/facts", note, "k1")
    assert status == 200 and answer["repeated"] is False
    position, differences = one.python(STATE)
    assert position == before[0] + 1 and differences == []
    assert len(one.children()) == 2


def sign_in(one: Installation) -> tuple[int, str]:
    """A browser's form that must write: to sign in makes a session."""
    jar = urllib.request.HTTPCookieProcessor()
    browser = urllib.request.build_opener(jar)
    browser.open(one.address + "/accounts/login/", timeout=20).read()
    mark = next(cookie.value for cookie in jar.cookiejar if cookie.name == "voronka_csrf")
    form = urlencode(
        {"csrfmiddlewaretoken": mark, "login": address("manager"), "password": PASSWORD}
    ).encode()
    try:
        answer = browser.open(one.address + "/accounts/login/", form, timeout=20)
        return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()

"""A job that is cut by kill -9 goes on behind its last finished piece; nothing of it is lost or stuck."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.engine.installation import Installation, eventually
from voronka.worker import slot

pytestmark = pytest.mark.both

ASK = """
from uuid import UUID
from django.utils import timezone
from voronka.actions.jobs import ask_for_job
from voronka.core.access import SYSTEM
tell(str(ask_for_job(kind={kind!r}, by=SYSTEM, at=timezone.now(), arguments={arguments!r})))
"""
LOOK = """
from uuid import UUID
from voronka.queries.jobs import job
from voronka.core.access import SYSTEM
state = job(key=UUID({key!r}), by=SYSTEM)
tell([state.state, state.percent, dict(state.outcome)])
"""
# A kind of job for the test, known to the worker through a module on its path.
SLOW = """
import os, time
from pathlib import Path
from voronka.worker.jobs import KINDS, Kind

def piece(arguments, number, say):
    with Path(arguments["file"]).open("a") as file:
        file.write(f"{number}\\n")
    if arguments.get("deadly") == number:
        os.kill(os.getpid(), 9)
    time.sleep(arguments["seconds"])
    return number

KINDS["backup"] = Kind(lambda arguments: 8, piece, lambda arguments, results: {"done": results})
"""


def with_slow_jobs(one: Installation, code: str = SLOW) -> None:
    """The worker's processes import the module at their start, by Python's own door for that."""
    folder = one.folder / "extra"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import sys\n"
        "if 'voronka.worker' in sys.orig_argv:\n"
        "    import importlib.abc, importlib.util\n"
        "    class After(importlib.abc.MetaPathFinder):\n"
        "        def find_spec(self, name, path, target=None):\n"
        "            if name == 'voronka.worker.loop':\n"
        "                import voronka.worker.kinds, slow\n"
        "    sys.meta_path.insert(0, After())\n"
    )
    (folder / "slow.py").write_text(code)
    path = [str(folder), os.environ.get("PYTHONPATH", "")]
    one.environment["PYTHONPATH"] = os.pathsep.join(filter(None, path))


def pieces(one: Installation) -> list[int]:
    file = one.folder / "pieces"
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def test_a_killed_worker_goes_on_behind_the_last_finished_piece(installation: Installation) -> None:
    with_slow_jobs(installation)
    installation.start()
    arguments = {"file": str(installation.folder / "pieces"), "seconds": 0.3}
    key = installation.python(ASK.format(kind="backup", arguments=arguments))
    eventually(lambda: len(pieces(installation)) >= 4, patience=40)
    os.kill(installation.children()["worker"], signal.SIGKILL)
    eventually(lambda: installation.python(LOOK.format(key=key))[0] == "done", patience=60)
    assert installation.python(LOOK.format(key=key)) == ["done", 100, {"done": list(range(8))}]
    done = pieces(installation)
    assert sorted(set(done)) == list(range(8))
    assert len(done) <= 9  # the piece in hand was done again, none of the finished ones


# The first time, writing a list stops in the middle and waits to be killed.
HALTING = """
import time
from pathlib import Path
from voronka.queries.lists import written

whole = written.write

def write(file, *told, **more):
    marker = Path({marker!r})
    if not marker.exists():
        file.write(b"half a row;")
        file.flush()
        marker.touch()
        time.sleep(120)
    return whole(file, *told, **more)

written.write = write
"""
EXPORT = """
from django.utils import timezone
from voronka.actions.exports import ask_for_export
from voronka.core.access import SYSTEM
told = {"what": "deals", "form": "csv", "asked": {"status": "all"}, "language": "ru", "zone": "Europe/Moscow"}
tell(str(ask_for_export(by=SYSTEM, at=timezone.now(), **told)))
"""
TAKEN = """
from uuid import UUID
from voronka.queries.lists.taken import export
from voronka.core.access import SYSTEM
seen = export(key=UUID({key!r}), by=SYSTEM)
tell([seen.state, seen.rows])
"""


def test_a_list_that_is_cut_in_the_middle_is_offered_whole_or_not_at_all(installation: Installation) -> None:
    marker = installation.folder / "halted"
    with_slow_jobs(installation, HALTING.format(marker=str(marker)))
    installation.start()
    key = installation.python(EXPORT)
    eventually(marker.exists, patience=40)
    folder = installation.data / "exports"
    assert [path.name for path in folder.iterdir()] == [f"{key}.work"]
    os.kill(installation.children()["worker"], signal.SIGKILL)
    assert installation.python(TAKEN.format(key=key)) in (["running", None], ["queued", None])
    assert not (folder / f"{key}.csv").exists()
    eventually(lambda: installation.python(TAKEN.format(key=key))[0] == "done", patience=90)
    assert installation.python(TAKEN.format(key=key)) == ["done", 3]
    assert [path.name for path in folder.iterdir()] == [f"{key}.csv"]
    assert "half a row" not in (folder / f"{key}.csv").read_text(encoding="utf-8-sig")


@pytest.mark.slow
def test_a_job_that_kills_its_worker_every_time_is_given_up(installation: Installation) -> None:
    with_slow_jobs(installation)
    installation.start()
    arguments = {"file": str(installation.folder / "pieces"), "seconds": 0.0, "deadly": 2}
    key = installation.python(ASK.format(kind="backup", arguments=arguments))
    deadline = time.monotonic() + 100
    while installation.python(LOOK.format(key=key))[0] != "failed":
        assert time.monotonic() < deadline, installation.said.read_text()[-2000:]
        time.sleep(0.5)
    assert pieces(installation).count(2) <= 5
    installation.wait_until_ready()


@pytest.mark.slow
def test_a_stop_in_the_middle_of_a_job_is_no_end_of_it(installation: Installation) -> None:
    with_slow_jobs(installation)
    installation.start()
    arguments = {"file": str(installation.folder / "pieces"), "seconds": 1.5}
    key = installation.python(ASK.format(kind="backup", arguments=arguments))
    eventually(lambda: len(pieces(installation)) >= 2, patience=40)
    assert installation.stop() == 0
    installation.start()
    eventually(lambda: installation.python(LOOK.format(key=key))[0] == "done", patience=60)
    assert sorted(set(pieces(installation))) == list(range(8))


@pytest.mark.slow
def test_the_work_of_a_machine_that_is_gone_is_taken_over_by_another(installation: Installation) -> None:
    """Two machines, one PostgreSQL: the first one dies with a job in hand and never comes back."""
    if not installation.environment["VORONKA_DATABASE_URL"]:
        pytest.skip("is about PostgreSQL")
    with_slow_jobs(installation)
    renamed = subprocess.run(["unshare", "--uts", "true"], check=False, capture_output=True)
    if renamed.returncode:
        pytest.skip("only root can pretend to be another machine")
    script = f'hostname there && exec "{sys.executable}" -m voronka.cli worker'
    there = subprocess.Popen(
        ["unshare", "--uts", "sh", "-c", script], env=installation.environment, stderr=subprocess.DEVNULL
    )
    arguments = {"file": str(installation.folder / "pieces"), "seconds": 0.5}
    key = installation.python(ASK.format(kind="backup", arguments=arguments))
    eventually(lambda: len(pieces(installation)) >= 3, patience=60)
    there.kill()
    there.wait()
    time.sleep(7)  # its worker leaves with it
    installation.python(
        "from datetime import timedelta; from django.db.models import F\n"
        "from voronka.store.models import Heartbeat\n"
        "Heartbeat.objects.filter(name__startswith='worker:there').update(beat_at=F('beat_at') - timedelta(minutes=5))"
    )
    installation.start()
    eventually(lambda: installation.python(LOOK.format(key=key))[0] == "done", patience=90)
    assert sorted(set(pieces(installation))) == list(range(8))
    assert len(pieces(installation)) <= 9


@pytest.mark.postgres
def test_two_workers_of_one_machine_have_two_names(db: None) -> None:
    first, second = slot.take(), slot.take()
    assert first.name != second.name
    first.leave()
    third = slot.take()
    assert third.name == first.name
    for held in (second, third):
        held.check()
        held.leave()


@pytest.mark.sqlite
def test_on_sqlite_there_is_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slot, "PATIENCE", 0.2)
    held = slot.take()
    with pytest.raises(slot.NoSlot):
        slot.take()
    held.leave()
    slot.take().leave()

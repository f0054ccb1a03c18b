"""`voronka up`: two processes under a supervisor that keeps them alive and leaves nothing behind."""

import os
import signal
import socket
import threading
import time
from pathlib import Path

import pytest

from tests.engine.installation import Installation, alive, eventually
from voronka.cli.supervisor import FIRST_PAUSE, LONGEST_MISSED, LONGEST_PAUSE, Child


def test_one_command_starts_web_and_worker_and_stops_both(embedded: Installation) -> None:
    embedded.start()
    embedded.wait_until_ready()
    assert embedded.get("/healthz") == (200, "ok\n")
    assert embedded.get("/accounts/login/")[0] == 200
    children = embedded.children()
    assert set(children) == {"web", "worker"}
    assert embedded.stop() == 0
    assert not any(alive(pid) for pid in children.values())
    assert "Traceback" not in embedded.said.read_text()


def test_a_killed_child_is_back_at_once_and_waiting_visitors_are_served(embedded: Installation) -> None:
    embedded.start()
    embedded.wait_until_ready()
    before = embedded.children()
    os.kill(before["web"], signal.SIGKILL)
    assert embedded.get("/healthz", patience=0)[0] == 200  # the socket is the supervisor's: no refusal
    os.kill(before["worker"], signal.SIGKILL)
    eventually(
        lambda: len(embedded.children()) == 2 and not set(embedded.children().values()) & set(before.values())
    )
    embedded.wait_until_ready()
    assert "ended (signal 9)" in embedded.said.read_text()


def test_nobody_outlives_a_killed_supervisor(embedded: Installation) -> None:
    embedded.start()
    embedded.wait_until_ready()
    children = embedded.children()
    assert embedded.process is not None
    embedded.process.kill()
    embedded.process.wait()
    eventually(lambda: not any(alive(pid) for pid in children.values()), patience=8)
    embedded.start()  # and the next start finds nothing in its way
    embedded.wait_until_ready()


def test_a_child_that_keeps_falling_is_started_ever_later(embedded: Installation) -> None:
    embedded.start()
    embedded.wait_until_ready()
    starts = []
    for _ in range(4):
        eventually(lambda: "worker" in embedded.children())
        os.kill(embedded.children()["worker"], signal.SIGKILL)
        begun = time.monotonic()
        eventually(lambda: "worker" not in embedded.children())
        eventually(lambda: "worker" in embedded.children())
        starts.append(time.monotonic() - begun)
    assert starts[-1] > 0.35  # the fourth time it waits at least so long, however quick the machine is
    assert embedded.get("/healthz")[0] == 200


def test_whoever_waits_for_a_web_that_falls_again_and_again_waits_a_moment_only() -> None:
    web = Child("web", [], [])
    pauses = []
    for _ in range(12):
        web.born, web.served = time.monotonic(), True
        web.ended()
        pauses.append(web.pause)
    assert pauses[0] == FIRST_PAUSE
    assert max(pauses) == LONGEST_MISSED
    for _ in range(6):  # it does not even come up any more: there is no hurry
        web.served = False
        web.ended()
    assert web.pause == LONGEST_PAUSE


def test_a_taken_port_is_said_in_one_sentence(embedded: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = embedded.run("up", "--port", str(port))
        in_russian = embedded.run("up", "--port", str(port), VORONKA_LANGUAGE="ru")
    assert done.returncode == in_russian.returncode == 1
    assert done.stderr == (
        f"voronka: the port {port} is taken by another program; choose another, for example --port {port + 1}\n"
    )
    assert f"порт {port} занят другой программой" in in_russian.stderr


def test_a_second_one_on_the_same_data_is_told_so(embedded: Installation) -> None:
    embedded.start()
    done = embedded.run("up", "--port", "0")
    assert done.returncode == 1
    assert "another Voronka serves this data already" in done.stderr
    assert embedded.get("/healthz")[0] == 200


def test_a_wrong_setting_is_said_in_one_sentence(embedded: Installation) -> None:
    done = embedded.run("up", "--port", "0", VORONKA_MAIL_PORT="abc")
    assert done.returncode == 1
    assert "VORONKA_MAIL_PORT='abc' was not understood: a whole number from 1 is needed" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_away_is_said_and_nothing_is_left_running(embedded: Installation) -> None:
    done = embedded.run("up", "--port", "0", VORONKA_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "cannot reach the database" in done.stderr
    assert "Traceback" not in done.stderr


def test_stopping_waits_for_the_answer_in_hand(embedded: Installation) -> None:
    """A slow request that is running when SIGTERM comes still gets its answer."""
    embedded.start()
    embedded.wait_until_ready()
    host, port = embedded.address.removeprefix("http://").split(":")
    answers: list[bytes] = []
    with socket.create_connection((host, int(port))) as door:
        body = b"x" * 1000
        door.sendall(
            b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n" + body[:10]
        )
        time.sleep(0.3)
        stopping = threading.Thread(target=embedded.stop)
        stopping.start()
        time.sleep(0.3)
        door.sendall(body[10:])
        door.settimeout(10)
        answers.append(door.recv(1000))
        stopping.join(20)
    assert answers[0].startswith(b"HTTP/1.1 403")  # there was no token: an answer, not a cut connection


def test_the_worker_may_live_inside_the_web_process(embedded: Installation) -> None:
    embedded.start("up", "--single")
    embedded.wait_until_ready()
    assert set(embedded.children()) == {"web"}
    assert embedded.stop() == 0
    assert "killed" not in embedded.said.read_text()


def test_the_second_start_does_nothing_twice(embedded: Installation) -> None:
    embedded.start()
    embedded.stop()
    static = Path(embedded.data / "static" / ".sources").stat().st_mtime_ns
    embedded.start()
    assert Path(embedded.data / "static" / ".sources").stat().st_mtime_ns == static


def test_the_web_process_does_without_what_the_worker_needs(embedded: Installation) -> None:
    loaded = embedded.python(
        "import sys; from importlib import import_module as load\n"
        "for name in ('web', 'wsgi', 'urls', 'start'): load('voronka.config.' + name)\n"
        "from django.test import Client\n"
        "assert Client().get('/accounts/login/', headers={'host': 'localhost'}).status_code == 200\n"
        "heavy = ('dbos', 'sqlalchemy', 'numpy', 'duckdb', 'ibis', 'cel', 'typer', 'ninja', 'pydantic')\n"
        "tell([name for name in heavy if name in sys.modules])"
    )
    assert loaded == []


def test_the_web_alone_asks_for_its_tables_first(tmp_path: Path) -> None:
    done = Installation(tmp_path).run("web", "--port", "0")
    assert done.returncode == 1
    assert "run voronka migrate" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.both
def test_on_postgresql_several_web_processes_share_the_socket(installation: Installation) -> None:
    if not installation.environment["VORONKA_DATABASE_URL"]:
        done = installation.run("up", "--port", "0", "--workers", "2")
        assert done.returncode == 1 and "need PostgreSQL" in done.stderr
        return
    installation.start("up", "--workers", "2")
    installation.wait_until_ready()
    for _ in range(3):
        victim = installation.children()["web"]
        os.kill(victim, signal.SIGKILL)
        assert installation.get("/healthz", patience=0)[0] == 200
        eventually(lambda pid=victim: not alive(pid))  # the signal is sent, its work may still be under way
    assert installation.stop() == 0

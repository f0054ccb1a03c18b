"""The name of this worker among the workers: unique while it lives, the same after a restart."""

import fcntl
import socket
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

SLOTS = 16  # workers of one machine on PostgreSQL; SQLite has one
PATIENCE = 10.0  # seconds; a worker that was told to leave may need a moment
WORKERS = 7_301_985  # the class of our advisory locks


class NoSlot(Exception):
    """Another worker is at work here."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A held name; the lock goes with the process, however it ends. `check` raises when it was lost."""

    name: str
    check: Callable[[], object]
    leave: Callable[[], object]


def take() -> Slot:
    """The first free name, waiting for a predecessor to leave."""
    names = [f"{socket.gethostname()[:40]}-{number}" for number in range(1, SLOTS + 1)]
    deadline = time.monotonic() + PATIENCE
    while True:
        held = _of_database(names) if connection.vendor == "postgresql" else _of_folder(names[0])
        if held is not None:
            return held
        if time.monotonic() > deadline:
            raise NoSlot
        time.sleep(0.1)


def _of_folder(name: str) -> Slot | None:
    """SQLite: whoever has the data folder's lock is the worker."""
    file = (Path(settings.DATA) / "worker").open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return Slot(name, lambda: None, file.close)


def _of_database(names: list[str]) -> Slot | None:
    """PostgreSQL: a lock of a connection of its own, seen by the workers of all machines."""
    import psycopg  # five megabytes that a worker on SQLite does without

    kept = connection.get_connection_params()
    for ours in ("cursor_factory", "context"):
        kept.pop(ours, None)
    door = psycopg.connect(**kept, autocommit=True)
    for name in names:
        row = door.execute("SELECT pg_try_advisory_lock(%s, %s)", [WORKERS, _number(name)]).fetchone()
        if row and row[0]:
            return Slot(name, lambda: door.execute("SELECT 1"), door.close)
    door.close()
    return None


def _number(name: str) -> int:
    return zlib.crc32(name.encode()) - 2**31

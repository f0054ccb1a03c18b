"""Brings an installation up to date: its tables and its static files. Quick when there is nothing to do."""

import fcntl
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from voronka.store import migrated

PATIENCE = 2.0  # seconds in which a process that was told to leave is gone
MIGRATING = 7_301_984_455  # the advisory lock of PostgreSQL: one machine migrates, the others wait


# The frame serves its style sheets joined into one; source maps are for those who write the libraries.
NOT_SERVED = ["css", "*.map", "redoc*"]


class AlreadyRunning(Exception):
    """Something that needs the installation for itself met a running one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@contextmanager
def presence(alone: bool = False, name: str = "in-use") -> Iterator[None]:
    """Mark the data folder as in use while a process runs; `alone` refuses to start beside any other."""
    deadline = time.monotonic() + (PATIENCE if alone else 0)
    with (Path(settings.DATA) / name).open("a") as file:
        while True:
            try:
                fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise AlreadyRunning(name) from None
                time.sleep(0.05)
        yield


def prepare() -> list[str]:
    """Apply what is pending, collect static files when they changed; the migrations that were applied."""
    with _one_at_a_time():
        applied = migrated.pending()
        if applied:
            with _one_machine_at_a_time():
                call_command("migrate", interactive=False, verbosity=0)
        collect_static()
    return applied


def collect_static() -> bool:
    """Copy static files under hashed names, unless the ones laid out are of the same sources."""
    stamp = Path(settings.STATIC_ROOT) / ".sources"
    found = _static_sources()
    if stamp.exists() and stamp.read_text(encoding="ascii") == found:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_SERVED)
    stamp.write_text(found, encoding="ascii")
    return True


def _static_sources() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(NOT_SERVED):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (Path(settings.DATA) / "preparing").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _one_machine_at_a_time() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])

"""The name of this worker among the workers: unique while it lives, the same after a restart."""

import fcntl
import socket
import time
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.db import connection

SLOTS = 16  # workers of one machine; SQLite has one
PATIENCE = 10.0  # a worker that was told to leave may need a moment


class NoSlot(Exception):
    """Another worker is at work here."""


class Slot:
    """A held name. The lock goes with the process, however it ends."""

    def __init__(self, name: str, held: TextIO) -> None:
        self.name, self._held = name, held

    def leave(self) -> None:
        """Give the name back."""
        self._held.close()


def take() -> Slot:
    """The first free name, waiting for a predecessor to leave."""
    count = SLOTS if connection.vendor == "postgresql" else 1
    deadline = time.monotonic() + PATIENCE
    while True:
        for number in range(1, count + 1):
            file = (Path(settings.DATA) / f"worker-{number}").open("a")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                continue
            return Slot(f"{socket.gethostname()}-{number}"[:50], file)
        if time.monotonic() > deadline:
            raise NoSlot
        time.sleep(0.1)

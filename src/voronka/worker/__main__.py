"""`python -m voronka.worker` is the worker process."""

import os
import signal
import sys
import threading
from importlib import import_module

import django


def main() -> int:
    """Work until SIGTERM."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voronka.config.settings")
    os.umask(0o077)
    django.setup(set_prefix=False)
    installation, loop = import_module("voronka.actions.installation"), import_module("voronka.worker.loop")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        # In a thread: the handler may interrupt the very lock that `set` needs.
        signal.signal(number, lambda *_: threading.Thread(target=stop.set).start())
    try:
        with installation.presence():
            loop.work(stop)
    except loop.slot.NoSlot:
        print("voronka: another worker is at work with this data folder", file=sys.stderr)
        return 1
    except installation.AlreadyRunning:
        print("voronka: a backup is being restored, wait until it is done", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

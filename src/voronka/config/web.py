"""The web process: prepares the installation when asked to, then serves it with granian in this very process.

The stock granian server keeps a parent process beside the serving one; we have a supervisor already, so the serving
part is called directly. A test holds the three private names against the installed version.
"""

import argparse
import gc
import os
import socket
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer, SocketHolder


def options() -> argparse.Namespace:
    """What the supervisor asks for."""
    parser = argparse.ArgumentParser(prog="voronka web process")
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument(
        "--prepare", action="store_true", help="bring tables and static files up to date first"
    )
    parser.add_argument(
        "--demo", action="store_true", help="fill an empty installation with the demo company"
    )
    parser.add_argument("--today", default="", help="the day the demo is told on")
    parser.add_argument("--address", default="", help="say this address when the page can be opened")
    parser.add_argument("--single", action="store_true", help="run the worker in a thread of this process")
    return parser.parse_args()


def main() -> None:
    """Prepare, load, tell the supervisor, serve until SIGTERM."""
    asked = options()
    gc.disable()  # what is imported stays: looking through it for garbage costs a tenth of the start
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voronka.config.settings")
    import django

    os.umask(0o077)
    django.setup(set_prefix=False)
    start = import_module("voronka.config.start")
    with start.alone_with_the_database():
        if asked.prepare:
            start.prepare(demo=asked.demo, today=asked.today)
        else:
            start.require_tables()
        application = load()
        end = import_module("voronka.worker.loop").start_thread() if asked.single else None
        if asked.address:
            start.welcome(asked.address + f":{listener().getsockname()[1]}")
        say_ready()
        serve(application, asked.threads)
        if end is not None:
            end()


def load() -> Callable[..., Any]:
    """The application with its addresses imported, so that the first visitor does not wait for that."""
    application: Callable[..., Any] = import_module("voronka.config.wsgi").application
    import_module("voronka.config.urls")
    gc.freeze()
    gc.enable()
    return application


def say_ready() -> None:
    """The supervisor may start the others."""
    if number := os.environ.pop("VORONKA_READY_FD", ""):
        os.write(int(number), b"ready")
        os.close(int(number))


@cache
def listener() -> socket.socket:
    """The socket that the supervisor holds for all web processes."""
    return socket.socket(fileno=int(os.environ["VORONKA_LISTEN_FD"]))


def serve(application: Callable[..., Any], threads: int) -> None:
    """Answer requests on the supervisor's socket; returns when the last one is answered after SIGTERM."""
    shared = listener()
    server = MPServer(
        "voronka.config.wsgi:application",
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,
        websockets=False,
        log_level=LogLevels.error,
    )
    server.runtime_mode = import_module("granian.constants").RuntimeModes.st
    server._ssp, server._shd, server._sso = None, SocketHolder(shared.fileno(), False, 1024), shared
    server._start_ipc()
    worker = server._spawn_worker(0, MPServer._spawn_wsgi_worker, lambda: application)
    worker.inner.run()


if __name__ == "__main__":
    sys.exit(main())

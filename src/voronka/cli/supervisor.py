"""Keeps the web and the worker alive: a small program of its own that imports nothing but the standard library.

It holds the listening socket, so a web process that is killed loses no waiting connection. Its children hold one
end of a pipe: when this process is killed, they read its end and leave.
"""

import errno
import json
import os
import select
import signal
import socket
import sys
import time
from typing import Any

CHILD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "child.py")
FIRST_PAUSE, STEADY = 0.1, 5.0  # seconds; a child that lived STEADY starts at once again
LONGEST_PAUSE, LONGEST_MISSED = 30.0, 2.0  # for one that does not come up, and for one that had served people
REMINDER = 1.5  # seconds after which a child is asked again to leave
RUSSIAN = {
    "the port {0} is taken by another program; choose another, for example --port {1}": (
        "порт {0} занят другой программой; выберите другой, например --port {1}"
    ),
    "the port {0} may not be opened by this user; choose one above 1023, for example --port 8000": (
        "этому пользователю нельзя открыть порт {0}; выберите порт больше 1023, например --port 8000"
    ),
    "the address {0} does not belong to this machine": "адрес {0} не принадлежит этой машине",
    "cannot listen at {0}: {1}": "не получилось слушать {0}: {1}",
    "{0} ended ({1}); starting it again": "{0}: процесс завершился ({1}), запускаю снова",
    "{0} did not start; see above": "{0}: не запускается, причина выше",
    "stopping": "останавливаюсь",
    "{0} did not leave in {1} s and was killed": "{0}: не завершился за {1} с и остановлен принудительно",
}


def say(sentence: str, *values: object) -> None:
    """One line to the operator, in the language of the installation."""
    if os.environ.get("VORONKA_LANGUAGE", "ru") != "en":
        sentence = RUSSIAN[sentence]
    print("voronka: " + sentence.format(*values), file=sys.stderr, flush=True)


def listen(host: str, port: int) -> socket.socket:
    """The socket that all web processes share; a sentence instead of a traceback when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)
    except (OSError, OverflowError) as error:
        number = getattr(error, "errno", None)
        if number == errno.EADDRINUSE:
            say(
                "the port {0} is taken by another program; choose another, for example --port {1}",
                port,
                port + 1,
            )
        elif number == errno.EACCES:
            say(
                "the port {0} may not be opened by this user; choose one above 1023, for example --port 8000",
                port,
            )
        elif number == errno.EADDRNOTAVAIL:
            say("the address {0} does not belong to this machine", host)
        else:
            say("cannot listen at {0}: {1}", f"{host}:{port}", error)
        sys.exit(1)
    listener.set_inheritable(True)
    return listener


class Child:
    """One process that should be alive."""

    def __init__(self, name: str, argv: list[str], once: list[str]) -> None:
        self.name, self.argv = name, argv
        self.once = once  # arguments of its first start alone
        self.pid = 0
        self.born = 0.0
        self.pause = 0.0
        self.due: float | None = None
        self.served = False  # it has said that it is ready

    def start(self, inherited: dict[str, int]) -> None:
        """Start it with the descriptors it needs."""
        environment = {**os.environ, **{name: str(number) for name, number in inherited.items()}}
        command = [sys.executable, "-P", CHILD, *self.argv, *self.once]
        self.once = []
        self.pid = os.posix_spawn(sys.executable, command, environment)
        self.born, self.due, self.served = time.monotonic(), None, False

    def ended(self) -> None:
        """Plan its next start: at once after a steady life, ever later when it keeps falling."""
        steady = time.monotonic() - self.born > STEADY
        longest = LONGEST_MISSED if self.served else LONGEST_PAUSE
        self.pause = 0.0 if steady else min(max(self.pause * 2, FIRST_PAUSE), longest)
        self.pid, self.due = 0, time.monotonic() + self.pause


class Supervisor:
    """The loop: start, wait for a signal or the end of a child, start again, stop in order."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.children = [Child(*child) for child in plan["children"]]
        self.grace = float(plan["grace"])
        self.listener = listen(plan["host"], plan["port"]) if plan.get("port") is not None else None
        self.life, self.life_end = os.pipe()  # nobody ever writes: its end means that we are gone
        self.ready, self.ready_end = os.pipe()  # the first child says here, at every start, that it serves
        self.bell, bell_end = os.pipe()
        for number in (self.life, self.ready_end):
            os.set_inheritable(number, True)
        os.set_blocking(bell_end, False)
        signal.set_wakeup_fd(bell_end, warn_on_full_buffer=False)
        self.first_is_ready = False
        self.stop_asked = 0
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def ask_to_stop(self, *_: object) -> None:
        self.stop_asked += 1

    def start(self, child: Child) -> None:
        inherited = {"VORONKA_LIFE_FD": self.life, "VORONKA_READY_FD": self.ready_end}
        if self.listener is not None:
            inherited["VORONKA_LISTEN_FD"] = self.listener.fileno()
        child.start(inherited)

    def run(self) -> int:
        """Until asked to stop; the exit code of the whole."""
        self.start(self.children[0])
        while not self.stop_asked:
            if (lost := self.reap()) and not self.first_is_ready and lost is self.children[0]:
                say("{0} did not start; see above", lost.name)
                self.stop(quiet=True)
                return 1
            now = time.monotonic()
            due = [child.due for child in self.children if child.due is not None]
            self.wait(max(0.0, min(due) - now) if due else 60.0)
            for child in self.children:
                if child.due is not None and child.due <= time.monotonic() and not self.stop_asked:
                    self.start(child)
        self.stop()
        return 0

    def wait(self, seconds: float) -> None:
        """Sleep until something happens."""
        heard, _, _ = select.select([self.bell, self.ready], [], [], seconds)
        if self.bell in heard:
            os.read(self.bell, 1024)
        if self.ready in heard and os.read(self.ready, 1024):
            self.children[0].served = True
            if not self.first_is_ready:
                self.first_is_ready = True
                for child in self.children[1:]:
                    self.start(child)

    def reap(self) -> Child | None:
        """Collect the ended; the last of them."""
        last = None
        while any(child.pid for child in self.children):
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            for child in self.children:
                if child.pid == pid:
                    child.ended()
                    last = child
                    if not self.stop_asked and self.first_is_ready:
                        say("{0} ended ({1}); starting it again", child.name, how(status))
        return last

    def stop(self, quiet: bool = False) -> None:
        """Ask all to finish what they do; whoever is not out at the deadline is killed."""
        if not quiet:
            say("stopping")
        if self.listener is not None:
            self.listener.close()
        self.signal_all(signal.SIGTERM)
        deadline = time.monotonic() + self.grace
        again = time.monotonic() + REMINDER
        while any(child.pid for child in self.children):
            left = deadline - time.monotonic()
            if left <= 0 or self.stop_asked > 1:
                for child in self.children:
                    if child.pid:
                        say("{0} did not leave in {1} s and was killed", child.name, round(self.grace - left))
                self.signal_all(signal.SIGKILL)
                deadline, self.stop_asked = time.monotonic() + 60, 1
            if time.monotonic() > again:  # a child that was only just starting may have missed it
                self.signal_all(signal.SIGTERM)
                again += REMINDER
            select.select([self.bell], [], [], min(max(left, 0.01), 0.2))
            self.stop_asked = max(self.stop_asked, 1)
            self.reap()

    def signal_all(self, number: int) -> None:
        for child in self.children:
            if child.pid:
                os.kill(child.pid, number)


def how(status: int) -> str:
    """An exit status in words."""
    code = os.waitstatus_to_exitcode(status)
    return f"signal {-code}" if code < 0 else f"code {code}"


if __name__ == "__main__":
    sys.exit(Supervisor(json.loads(sys.argv[1])).run())

"""kill -9 in the middle of moves: nothing that was acknowledged is lost, nothing is done twice or half."""

import os
import random
import signal
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.engine.installation import Installation, alive, eventually
from tests.engine.program import Program, token

pytestmark = pytest.mark.both

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()

LOGGED = """
from collections import Counter
from voronka.store import replay
from voronka.store.models import EventRow
moves = Counter(EventRow.objects.filter(kind__in=["deal.moved", "deal.returned"]).values_list("stream", flat=True))
opened = EventRow.objects.filter(kind="deal.opened").count()
tell({"moves": moves, "opened": opened, "differences": [str(one) for one in replay.differences(5)]})
"""


@dataclass
class Seller:
    """Opens deals and moves one of them to and fro, all the time, and counts what was acknowledged."""

    program: Program
    stop: threading.Event
    opened: int = 0
    moves: dict[str, int] = field(default_factory=dict)
    last: float = 0.0
    wrong: list[BaseException] = field(default_factory=list)

    def work(self) -> None:
        try:
            while not self.stop.is_set():
                self.lead_a_deal()
        except BaseException as error:
            self.wrong.append(error)

    def lead_a_deal(self) -> None:
        key = self.insist("POST", "/deals", {"title": "Сайт", "channel": "phone", "brief_filled": True})[
            "key"
        ]
        self.opened += 1
        stream = f"deal:{key}"
        self.moves[stream] = 0
        self.insist("PUT", f"/deals/{key}/next-step", {"due": TOMORROW, "text": "Позвонить"})
        for _ in range(5):
            self.insist("POST", f"/deals/{key}/moves", {"to": "call"})
            self.moves[stream] += 1
            self.insist("POST", f"/deals/{key}/returns", {"to": "brief", "reason": "Ещё раз"})
            self.moves[stream] += 1
            if self.stop.is_set():
                break

    def insist(self, *request: Any) -> Any:
        answer = self.program.insist(*request)
        self.last = time.monotonic()
        return answer


def kill_one(one: Installation, dice: random.Random) -> str:
    """Kill web, worker or supervisor at a moment when moves are going on; wait until it is back."""
    victim = dice.choices(["web", "worker", "supervisor"], weights=[7, 1, 2])[0]
    children = one.children()
    if victim == "supervisor":
        assert one.process is not None
        one.process.kill()
        one.process.wait()
        eventually(lambda: not any(alive(pid) for pid in children.values()), patience=15)
        one.start("up")
    else:
        eventually(lambda: victim in one.children())
        os.kill(one.children()[victim], signal.SIGKILL)
    return victim


def killed_under_moves(one: Installation, times: int) -> None:
    """Three sellers work while `times` processes are killed; then their books are compared with the log."""
    dice, stop = random.Random(times), threading.Event()
    one.environment["VORONKA_API_PER_MINUTE"] = "1000000"
    secret = token(one)
    before = one.python(LOGGED)
    one.start("up")
    sellers = [Seller(Program(lambda: one.address, secret), stop) for _ in range(3)]
    threads = [threading.Thread(target=seller.work) for seller in sellers]
    for thread in threads:
        thread.start()
    try:
        for _ in range(times):
            since = time.monotonic()
            eventually(lambda: all(s.last > since or s.wrong for s in sellers), patience=60)  # noqa: B023
            time.sleep(dice.random() * 0.15)
            kill_one(one, dice)
    finally:
        stop.set()
        for thread in threads:
            thread.join(90)
    assert [seller.wrong for seller in sellers] == [[], [], []]
    assert one.stop() == 0
    after = one.python(LOGGED)
    assert after["differences"] == []
    assert after["opened"] - before["opened"] == sum(seller.opened for seller in sellers)
    acknowledged = {stream: count for seller in sellers for stream, count in seller.moves.items() if count}
    assert {stream: after["moves"].get(stream, 0) for stream in acknowledged} == acknowledged
    assert sum(seller.program.cuts for seller in sellers) > 0  # the kills did hit work in hand
    assert "Traceback" not in one.said.read_text()


def test_ten_kills_under_moves_lose_nothing_acknowledged(installation: Installation) -> None:
    killed_under_moves(installation, 10)


@pytest.mark.slow
def test_a_hundred_kills_under_moves_lose_nothing_acknowledged(installation: Installation) -> None:
    killed_under_moves(installation, 100)


def test_a_stop_under_a_storm_of_moves_leaves_nothing_behind(installation: Installation) -> None:
    """SIGTERM, not SIGKILL: the requests in hand are answered, and the next start goes on."""
    stop = threading.Event()
    secret = token(installation)
    installation.start("up")
    sellers = [Seller(Program(lambda: installation.address, secret), stop) for _ in range(3)]
    threads = [threading.Thread(target=seller.work) for seller in sellers]
    for thread in threads:
        thread.start()
    for _ in range(2):
        since = time.monotonic()
        eventually(lambda: all(s.last > since or s.wrong for s in sellers), patience=60)  # noqa: B023
        children = installation.children()
        begun = time.monotonic()
        assert installation.stop() == 0
        assert time.monotonic() - begun < 15
        assert not any(alive(pid) for pid in children.values())
        installation.start("up")
    stop.set()
    for thread in threads:
        thread.join(90)
    assert [seller.wrong for seller in sellers] == [[], [], []]
    installation.stop()
    assert installation.python(LOGGED)["differences"] == []
    assert "was killed" not in installation.said.read_text()

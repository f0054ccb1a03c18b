"""Several people doing something at the same moment, each with a connection of their own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def at_once(*calls: Callable[[], Any], patience: float = 60) -> list[Any]:
    """What each call returned or raised, in their order; all begin together."""
    start = threading.Barrier(len(calls))
    ended: list[Any] = [TimeoutError("has not ended")] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()  # so that connecting is not what they do at once
            start.wait(patience)
            ended[place] = call()
        except Exception as error:
            ended[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patience)
    return ended

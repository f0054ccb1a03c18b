"""The SQLite backend: writers of one process stand in one queue, so none starves and none meets "database is locked".

SQLite lets one writer in at a time and makes the others poll; with several threads the unlucky one can poll for
seconds. A lock of our own wakes the next one at once. Reading outside of a transaction never takes it.
"""

import os
import threading
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from voronka.store.backend.driver import use_bundled_sqlite

use_bundled_sqlite()

from django.db import OperationalError  # noqa: E402
from django.db.backends.sqlite3 import base as sqlite  # noqa: E402


@lru_cache(maxsize=512)
def _as_text(moment: datetime) -> str:
    """A moment as Django keeps it in SQLite. The rows of one deal have the same few over and over."""
    return str(moment if moment.tzinfo is UTC else moment.astimezone(UTC))[:-6]


# Django hands over text already; the statements of store/sql.py hand over moments.
sqlite.Database.register_adapter(datetime, _as_text)

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")

_queues: dict[str, threading.Lock] = {}
_making = threading.Lock()


def _queue(name: str) -> threading.Lock:
    """The lock of a database file; two files do not wait for each other."""
    with _making:
        return _queues.setdefault(name, threading.Lock())


# A forked child must not inherit a lock that a thread of its parent holds.
os.register_at_fork(after_in_child=_queues.clear)


class DatabaseWrapper(sqlite.DatabaseWrapper):
    """One connection; it knows whether it holds the write lock."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: threading.Lock | None = None

    def hold(self) -> None:
        """Wait in the queue of writers; give up after the timeout with a sentence."""
        if self._held is not None:
            return
        queue = _queue(str(self.settings_dict["NAME"]))
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 20))
        if not queue.acquire(timeout=patience):
            raise OperationalError(
                f"database is busy: another change has held the write lock for {patience:g} s"
            )
        self._held = queue

    def let_go(self) -> None:
        """Wake the next writer; harmless when nothing is held."""
        held, self._held = self._held, None
        if held is not None:
            held.release()

    def _start_transaction_under_autocommit(self) -> None:
        self.hold()
        try:
            if self.execute_wrappers or self.queries_logged:
                super()._start_transaction_under_autocommit()
            else:
                with self.wrap_database_errors:
                    self.connection.execute(f"BEGIN {self.transaction_mode or ''}")
        except BaseException:
            self.let_go()
            raise

    def _commit(self) -> None:
        super()._commit()
        self.let_go()  # not in a `finally`: a commit that failed is rolled back first

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self.let_go()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self.let_go()

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = self.connection.cursor(factory=QueuedCursor)
        cursor.wrapper = self
        return cursor


class QueuedCursor(sqlite.SQLiteCursorWrapper):
    """A single writing statement outside of a transaction stands in the same queue."""

    wrapper: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        if self.wrapper._held is not None or not query.startswith(WRITES):
            return super().execute(query, params)
        self.wrapper.hold()
        try:
            return super().execute(query, params)
        finally:
            self.wrapper.let_go()

    def executemany(self, query: str, param_list: Any) -> Any:
        if self.wrapper._held is not None or not query.startswith(WRITES):
            return super().executemany(query, param_list)
        self.wrapper.hold()
        try:
            return super().executemany(query, param_list)
        finally:
            self.wrapper.let_go()

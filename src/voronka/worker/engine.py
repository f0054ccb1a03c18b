"""The jobs' engine, DBOS, behind this one file: a job that was cut goes on behind its last finished piece.

What it needs to be safe was learnt by failures: a constant application version (else an upgrade strands running
work), an executor name that only one live process has (slot.py), its own database file in WAL mode, JSON instead of
pickle, few recovery attempts, and adoption of the work of executors that are gone for good.
"""

import datetime as dt
import logging
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID
from django.conf import settings
from django.db import connection, connections

from voronka.worker import jobs

VERSION = "1"  # a kind of job whose pieces change their meaning gets a new name; this stays
QUEUE = "jobs"
AT_ONCE = 2
ATTEMPTS = 3  # of a piece that fails, and of a job that takes the whole process down with it
KEPT_DAYS = 30
OVER = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


def start(executor: str) -> None:
    """Launch; what this executor had in hand when it died goes on by itself."""
    config: DBOSConfig = {
        "name": "voronka",
        "application_version": VERSION,
        "executor_id": executor,
        "system_database_url": _address(),
        "dbos_system_schema": "voronka_jobs",
        "sys_db_pool_size": 4,
        "serializer": DBOSPortableJSONSerializer(),
        "log_level": "WARNING",
        "enable_otlp": False,
    }
    DBOS(config=config)
    logging.getLogger("dbos").setLevel(logging.WARNING)
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=AT_ONCE, polling_interval_sec=0.5)


def stop(patience: int = 5) -> None:
    """Let running pieces end for some seconds; what does not end in time goes on at the next start."""
    DBOS.destroy(workflow_completion_timeout_sec=patience)


def take(job: str) -> None:
    """Queue a job; the same one again changes nothing."""
    with SetWorkflowID(job):
        DBOS.enqueue_workflow(QUEUE, perform, job)


def given_up(running: Iterable[str]) -> list[str]:
    """Those of the jobs we think of as running that the engine does not know, or has ended without telling."""
    ids = list(running)
    known = DBOS.list_workflows(workflow_ids=ids, load_input=False, load_output=False)
    alive = {one.workflow_id for one in known if one.status not in OVER}
    return [one for one in ids if one not in alive]


def adopt(executors: list[str]) -> int:
    """Take over the work of executors that are gone for good; how many jobs that were."""
    return len(DBOS._recover_pending_workflows(executors)) if executors else 0


def collect(before: dt.datetime) -> int:
    """Forget ended jobs; how many."""
    old = DBOS.list_workflows(
        status=OVER, completed_before=before.isoformat(), load_input=False, load_output=False
    )
    if old:
        DBOS.delete_workflows([one.workflow_id for one in old])
    return len(old)


@DBOS.workflow(name="job_v1", max_recovery_attempts=ATTEMPTS)
def perform(job: str) -> None:
    """Piece by piece; each piece that ended is remembered and never done again."""
    try:
        results: list[Any] = []
        for number in range(plan(job)):
            results.append(piece(job, number))
        finish(job, results)
    except Exception as error:
        cause = (getattr(error, "errors", None) or [error])[-1]
        fail(job, type(cause).__name__, str(cause)[:500])


@DBOS.step(name="plan_v1")
def plan(job: str) -> int:
    return _with_own_connection(jobs.begin, job)


@DBOS.step(name="piece_v1", retries_allowed=True, max_attempts=ATTEMPTS, interval_seconds=1)
def piece(job: str, number: int) -> Any:
    return _with_own_connection(jobs.piece, job, number)


@DBOS.step(name="finish_v1")
def finish(job: str, results: list[Any]) -> None:
    _with_own_connection(jobs.finish, job, results)


@DBOS.step(name="fail_v1")
def fail(job: str, kind: str, words: str) -> None:
    _with_own_connection(jobs.fail, job, kind, words)


def _with_own_connection(act: Any, *arguments: Any) -> Any:
    """Threads of the engine come and go; none may leave a database connection behind."""
    try:
        return act(*arguments)
    finally:
        connections.close_all()


def _address() -> str:
    """An own file beside the SQLite database (in the same file, web writes would wait for it); else an own schema."""
    if connection.vendor == "sqlite":
        path = Path(settings.DATA) / "jobs.sqlite3"
        with sqlite3.connect(path) as file:
            file.execute("PRAGMA journal_mode=WAL")
        file.close()
        path.chmod(0o600)
        return f"sqlite:///{path}"
    kept = connection.settings_dict
    sign = quote(kept["USER"], safe="") + (":" + quote(kept["PASSWORD"], safe="") if kept["PASSWORD"] else "")
    where = f"{kept['HOST']}:{kept['PORT'] or 5432}" if not kept["HOST"].startswith("/") else ""
    socket = f"?host={quote(kept['HOST'], safe='')}&port={kept['PORT'] or 5432}" if not where else ""
    return f"postgresql://{sign}@{where}/{quote(kept['NAME'], safe='')}{socket}"

"""The long work there is: a backup, another working calendar, the proof that log and rows tell the same story."""

from dataclasses import asdict
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone, translation

from voronka.actions import (
    backup,
    bulk,
    bulking,
    company,
    exports,
    importing,
    imports,
    migration,
    taking_back,
)
from voronka.queries.passport import moving, rehearsal
from voronka.store import replay
from voronka.store.models import Job
from voronka.store.snapshot import snapshot
from voronka.worker.jobs import KINDS, Kind, Say, aside

FOUND = 20
"""How many differences a job tells of; the first one is what matters."""


def _backup_file(arguments: dict[str, Any]) -> tuple[Path, datetime]:
    """The same for every piece, also after a restart: named by the moment the job was asked for."""
    asked = Job.objects.get(pk=arguments["job"]).created_at
    return backup.place(timezone.localtime(asked)), asked


def backup_piece(arguments: dict[str, Any], number: int, say: Say) -> Any:
    """First the database, then the archive."""
    to, asked = _backup_file(arguments)
    folder = backup.working_folder(to)
    if number == 0:
        backup.snapshot(folder)
        return None
    made = backup.pack(folder, to, asked, say)
    backup.clean(to)
    return made


def verify_piece(arguments: dict[str, Any], number: int, say: Say) -> Any:
    """The whole log in one go: a difference in counters shows only at the end."""
    with aside(say) as tell:
        return [asdict(difference) for difference in replay.differences(FOUND, tell)]


def migrate_piece(arguments: dict[str, Any], number: int, say: Say) -> Any:
    """All of it, a transaction every 200 deals: what was cut goes on with the deals that are left."""
    return migration.perform(key=UUID(arguments["migration"]), now=timezone.now, say=say)


KINDS["migrate"] = Kind(
    plan=lambda arguments: 1,
    piece=migrate_piece,
    outcome=lambda arguments, results: results[0],
)


def moving_piece(arguments: dict[str, Any], number: int, say: Say) -> Any:
    """What a migration would do, without doing it: read as of one moment, in the language of whoever asked."""
    row = Job.objects.get(pk=arguments["job"])
    with aside(say) as tell, translation.override(arguments.get("language")), snapshot():
        found = moving.report(
            by=migration.actor_of(row.by),
            at=row.created_at,
            new=arguments.get("new"),
            stages=arguments.get("stages"),
            process=arguments.get("process"),
            say=tell,
        )
    asked = {name: arguments.get(name) for name in ("new", "stages", "seen")}
    return {**asdict(found), "unmapped": found.unmapped, **asked}


def rehearsal_piece(arguments: dict[str, Any], number: int, say: Say) -> Any:
    """A draft tried on the whole past, as of one moment, in the language of whoever asked."""
    row = Job.objects.get(pk=arguments["job"])
    with aside(say) as tell, translation.override(arguments.get("language")), snapshot():
        found = rehearsal.rehearse(
            by=migration.actor_of(row.by),
            process=arguments.get("process"),
            text=arguments.get("text"),
            say=tell,
        )
    return asdict(found)


KINDS["rehearsal"] = Kind(
    plan=lambda arguments: 1,
    piece=rehearsal_piece,
    outcome=lambda arguments, results: results[0],
)
KINDS["moving"] = Kind(
    plan=lambda arguments: 1,
    piece=moving_piece,
    outcome=lambda arguments, results: results[0],
)
KINDS["backup"] = Kind(
    plan=lambda arguments: 2,
    piece=backup_piece,
    outcome=lambda arguments, results: results[1],
    clean=lambda arguments: backup.clean(_backup_file(arguments)[0]),
)
KINDS["verify"] = Kind(
    plan=lambda arguments: 1,
    piece=verify_piece,
    outcome=lambda arguments, results: {"equal": not results[0], "differences": results[0]},
)


def import_piece(arguments: dict[str, Any], number: int, say: Say) -> Any:
    """All of it, a transaction a piece: what was cut goes on behind the last whole one."""
    work = {"trying": importing.try_it, "running": importing.run, "undoing": taking_back.undo}[
        arguments["do"]
    ]
    told = work(key=arguments["import"], now=timezone.now, say=say)
    if arguments["do"] != "trying":
        # Whoever goes on to the funnel looks at it now, not at the end of the usual pause.
        import_module("voronka.worker.figures").turn(timezone.now(), timedelta())
    return told


KINDS["import"] = Kind(
    plan=lambda arguments: 1,
    piece=import_piece,
    outcome=lambda arguments, results: results[0],
    clean=lambda arguments: imports.failed(key=arguments["import"]),
)


def bulk_piece(arguments: dict[str, Any], number: int, say: Say) -> Any:
    """All of it, a transaction every 200 deals: what was cut goes on behind the last of them."""
    return bulking.WORK[arguments["do"]](key=arguments["bulk"], now=timezone.now, say=say)


KINDS["bulk"] = Kind(
    plan=lambda arguments: 1,
    piece=bulk_piece,
    outcome=lambda arguments, results: results[0],
    clean=lambda arguments: bulk.failed(key=arguments["bulk"]),
)


def company_piece(arguments: dict[str, Any], number: int, say: Say) -> int:
    """The whole change in one transaction: at every moment norms are as the calendar says."""
    return company.carry_out(arguments, timezone.now())


KINDS["company"] = Kind(
    plan=lambda arguments: 1,
    piece=company_piece,
    outcome=lambda arguments, results: {"recounted": results[0]},
)


def export_piece(arguments: dict[str, Any], number: int, say: Say) -> Any:
    """The lists and what writes their files are read when somebody asks for one."""
    return import_module("voronka.worker.exporting").piece(arguments, number, say)


KINDS["export"] = Kind(
    plan=lambda arguments: 1,
    piece=export_piece,
    outcome=lambda arguments, results: results[0],
    clean=lambda arguments: exports.drop_work(UUID(arguments["job"])),
)

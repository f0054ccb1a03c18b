"""The whole database as one file and back: by SQLite itself, or by PostgreSQL's own programs."""

import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections

from voronka.store.backend import driver

driver.use_bundled_sqlite()

import sqlite3  # noqa: E402

JOBS = "voronka_jobs"  # the schema of the jobs' engine: what runs now means nothing elsewhere
FILE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class NoProgram(Exception):
    """A program of PostgreSQL that is needed is not installed."""


class DumpFailed(Exception):
    """The database's own program said no; its words are the message."""


def place() -> Path | None:
    """The folder in which the database is a file; None for a server."""
    return Path(connection.settings_dict["NAME"]).parent if connection.vendor == "sqlite" else None


def write(folder: Path) -> Path:
    """Write everything, as of one moment, into a file in the folder; work may go on meanwhile."""
    to = folder / FILE[connection.vendor]
    to.unlink(missing_ok=True)
    if connection.vendor == "sqlite":
        try:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(to)])
        except DatabaseError as error:
            raise DumpFailed(str(error)) from error
    else:
        _run("pg_dump", "--format=custom", f"--exclude-schema={JOBS}", f"--file={to}")
    to.chmod(0o600)
    return to


def check(file: Path) -> None:
    """Raise DumpFailed unless the file is whole."""
    if connection.vendor == "sqlite":
        opened = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        try:
            words = [row[0] for row in opened.execute("PRAGMA integrity_check")]
        except sqlite3.DatabaseError as error:
            words = [str(error)]
        finally:
            opened.close()
        if words != ["ok"]:
            raise DumpFailed("; ".join(words[:3]))
    else:
        _run("pg_restore", "--list", str(file), address=False)


def read(file: Path, keep_as: Path | None) -> None:
    """Put the file in the place of the database: all or nothing. Nobody else may use it meanwhile."""
    connections.close_all()
    if connection.vendor == "sqlite":
        _swap(file, Path(connection.settings_dict["NAME"]), keep_as)
    else:
        _run(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction",
            "--exit-on-error", f"--dbname={connection.settings_dict['NAME']}", str(file),
        )  # fmt: skip


def _swap(file: Path, place: Path, keep_as: Path | None) -> None:
    """One rename: before it there is the old database, after it the new one."""
    if place.exists():
        _fold_journal(place)
        if keep_as is not None:
            os.link(place, keep_as)
    with file.open("rb") as copied:
        os.fsync(copied.fileno())
    os.replace(file, place)
    handle = os.open(place.parent, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _fold_journal(place: Path) -> None:
    """The write-ahead journal must be inside its own file: beside another one it would be replayed into that."""
    opened = sqlite3.connect(place)
    try:
        opened.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError:
        pass  # a broken database is a reason to restore one
    finally:
        opened.close()
    for tail in ("-wal", "-shm"):
        journal = place.with_name(place.name + tail)
        if journal.exists():
            journal.rename(journal.with_name(journal.name + ".broken"))


def _run(program: str, *arguments: str, address: bool = True) -> None:
    kept = connection.settings_dict
    environment = dict(os.environ)
    if address:
        names = {
            "PGHOST": "HOST",
            "PGPORT": "PORT",
            "PGUSER": "USER",
            "PGPASSWORD": "PASSWORD",
            "PGDATABASE": "NAME",
        }
        environment.update({name: str(kept[key]) for name, key in names.items() if kept[key]})
    done = subprocess.run(
        [find(program), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DumpFailed(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else program)


def find(program: str) -> str:
    """The program's path, from VORONKA_POSTGRES_PROGRAMS or the usual ones."""
    folder = settings.POSTGRES_PROGRAMS
    path = shutil.which(program, path=folder or None)
    if path is None:
        raise NoProgram(program)
    return path

"""Restore: a backup in the place of the installation's data, all or nothing."""

import json
import shutil
import tarfile
import tempfile
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.utils import OperationalError, ProgrammingError

from voronka.actions import backup, installation
from voronka.store import dump, migrated
from voronka.store.models import EventRow, Person


class Refused(Exception):
    """The archive can't be taken; `code` says why, `data` names what."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code)
        self.code, self.data = code, data


def restore_backup(*, archive: Path, replace: bool, at: datetime) -> dict[str, Any]:
    """Put the archive's data in place and bring the tables up to date; Refused leaves everything as it was."""
    beside = dump.place() or Path(settings.DATA)  # on the same disk as the database: a rename is enough
    folder = Path(tempfile.mkdtemp(prefix="restore-", dir=beside))
    try:
        with installation.presence(alone=True):
            if not (empty := is_empty()) and not replace:
                raise Refused("not_empty")
            manifest = unpack(archive, folder)
            keep_as = None if empty else beside / f"replaced-{at:%Y-%m-%d-%H%M%S}.sqlite3"
            _bring_files(folder / "files")
            try:
                dump.read(folder / dump.FILE[connection.vendor], keep_as)
            except dump.DumpFailed as error:
                raise Refused("database_refused", words=str(error)) from None
            _drop_other_files(manifest)
            for leftover in Path(settings.DATA).glob("jobs.sqlite3*"):
                leftover.unlink()  # work in hand belonged to the old data
            installation.prepare()
    except installation.AlreadyRunning:
        raise Refused("running") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    kept = str(keep_as) if keep_as is not None and keep_as.exists() else ""
    return {"made_at": manifest["made_at"], "facts": manifest["facts"], "kept": kept}


def is_empty() -> bool:
    """Nobody is in this installation and nothing has happened in it."""
    try:
        return not (Person.objects.exists() or EventRow.objects.exists())
    except (OperationalError, ProgrammingError):
        return True


def unpack(archive: Path, folder: Path) -> dict[str, Any]:
    """The archive's files in the folder, each compared with the manifest; the manifest."""
    try:
        with tarfile.open(archive, "r:gz") as opened:
            _extract(opened, folder)
        manifest: dict[str, Any] = json.loads((folder / backup.MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise Refused(
            "no_manifest" if archive.exists() else "no_file", file=str(error.filename or archive)
        ) from None
    except (OSError, EOFError, tarfile.TarError, ValueError, zlib.error) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise Refused("unreadable", words=error.strerror) from None
        raise Refused("damaged", words=str(error)) from None
    _judge(manifest, folder)
    return manifest


def _extract(opened: tarfile.TarFile, folder: Path) -> None:
    """Plain files only, and none outside of the folder. The library's own filter came after Python 3.11.2."""
    for member in opened:
        target = (folder / member.name).resolve()
        content = opened.extractfile(member) if member.isfile() else None
        if (content is None and not member.isdir()) or not target.is_relative_to(folder.resolve()):
            raise tarfile.TarError(member.name)
        if content is not None:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with content, target.open("wb") as out:
                shutil.copyfileobj(content, out)


def _judge(manifest: dict[str, Any], folder: Path) -> None:
    if manifest.get("format") != backup.FORMAT:
        raise Refused("newer_format")
    if manifest["database"] != connection.vendor:
        raise Refused("other_database", theirs=manifest["database"], ours=connection.vendor)
    if newer := {tuple(pair) for pair in manifest["migrations"]} - migrated.wanted():
        raise Refused("newer_version", names=", ".join(sorted(".".join(pair) for pair in newer)))
    for entry in manifest["files"]:
        path = folder / entry["name"]
        if (
            not path.is_file()
            or path.stat().st_size != entry["size"]
            or backup.digest(path) != entry["sha256"]
        ):
            raise Refused("damaged", words=entry["name"])
    try:
        dump.check(folder / dump.FILE[connection.vendor])
    except dump.DumpFailed as error:
        raise Refused("damaged", words=str(error)) from None


def _bring_files(source: Path) -> None:
    """Beside the ones there are: files are named by their content, so this changes nothing that is in use."""
    for path in sorted(source.rglob("*")) if source.exists() else ():
        if path.is_file():
            target = Path(settings.MEDIA_ROOT) / path.relative_to(source)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(path, target)


def _drop_other_files(manifest: dict[str, Any]) -> None:
    wanted = {entry["name"] for entry in manifest["files"]}
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file() and f"files/{path.relative_to(settings.MEDIA_ROOT)}" not in wanted:
            path.unlink()

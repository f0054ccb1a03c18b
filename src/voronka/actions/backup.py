"""Backup: the database as of one moment and every uploaded file, in one archive that proves itself."""

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from voronka.core.access import Actor, require
from voronka.store import dump, log, migrated
from voronka.store.dump import DumpFailed, NoProgram

__all__ = ["DumpFailed", "NoProgram", "make_backup", "place"]

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024

Say = Callable[[int, int], None]


def place(at: datetime) -> Path:
    """Where a backup goes unless told otherwise."""
    return Path(settings.DATA) / "backups" / f"voronka-{at:%Y-%m-%d-%H%M%S}.tar.gz"


def make_backup(*, to: Path, by: Actor, at: datetime, say: Say = lambda done, total: None) -> dict[str, Any]:
    """Write the archive; what is in it. Others may work meanwhile."""
    require(by, "backup.make")
    folder = working_folder(to)
    try:
        snapshot(folder)
        return pack(folder, to, at, say)
    finally:
        clean(to)


def working_folder(to: Path) -> Path:
    """A folder beside the archive, for its parts; one left by a cut backup is used anew."""
    folder = to.parent / (to.name + ".parts")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def clean(to: Path) -> None:
    """Remove what a backup that failed has left."""
    shutil.rmtree(to.parent / (to.name + ".parts"), ignore_errors=True)
    (to.parent / (to.name + ".part")).unlink(missing_ok=True)


def snapshot(folder: Path) -> None:
    """The database as of now into the folder, checked to be whole."""
    dump.check(dump.write(folder))


def pack(folder: Path, to: Path, at: datetime, say: Say) -> dict[str, Any]:
    """Database and uploaded files into the archive; it appears under its name only when it is complete."""
    files = [(folder / dump.FILE[connection.vendor], dump.FILE[connection.vendor])]
    files += [(path, f"files/{path.relative_to(settings.MEDIA_ROOT)}") for path in _uploads()]
    manifest = _manifest(files, at)
    total = sum(entry["size"] for entry in manifest["files"])
    part = to.parent / (to.name + ".part")
    with open(part, "wb", opener=_private) as target:
        with tarfile.open(fileobj=target, mode="w:gz", compresslevel=3) as archive:
            _add(archive, MANIFEST, io.BytesIO(json.dumps(manifest, indent=1).encode()))
            done = 0
            for path, name in files:
                with path.open("rb") as source:
                    _add(archive, name, source)
                done += path.stat().st_size
                say(done, total)
        target.flush()
        os.fsync(target.fileno())
    os.replace(part, to)
    return {"file": str(to), "size": to.stat().st_size, "facts": manifest["facts"], "files": len(files) - 1}


def _uploads() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return (
        sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
        if root.exists()
        else []
    )


def _manifest(files: list[tuple[Path, str]], at: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "database": connection.vendor,
        "migrations": sorted(map(list, migrated.applied())),
        "facts": log.position(),
        "files": [
            {"name": name, "size": path.stat().st_size, "sha256": digest(path)} for path, name in files
        ],
    }


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _add(archive: tarfile.TarFile, name: str, source: Any) -> None:
    source.seek(0, io.SEEK_END)
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = source.tell(), 0o600
    source.seek(0)
    archive.addfile(entry, source)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)

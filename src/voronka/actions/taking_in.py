"""Taking in: an empty installation filled from an export, all or nothing, on whichever database it has."""

import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction

from voronka.actions import export, files, installation
from voronka.actions.restore import Refused, is_empty
from voronka.store import values
from voronka.store.carry import taken
from voronka.store.carry.broken import Broken
from voronka.store.models import Upload

Say = Callable[[int, int], None]


def is_export(file: Path) -> bool:
    """Does this file begin as an export does, and not as a backup?"""
    try:
        with file.open("rb") as opened:
            return opened.read(4).lstrip()[:2] in (b"PK", b"{", b'{"')
    except OSError:
        return False


def take_in(
    *, file: Path, without_files: bool = False, say: Say = lambda done, total: None
) -> dict[str, Any]:
    """Fill this installation from the file; Refused or Broken leave it empty.

    `without_files`: also where contents of attached files are not in it.
    """
    made: list[Path] = []
    try:
        with installation.presence(alone=True):
            installation.prepare()
            if not is_empty():
                raise Refused("not_empty_for_export")
            with _opened(file) as (lines, total, archive), transaction.atomic():
                told = taken.take(lines, lambda read: say(read, total))
                lost = _bring(archive, made)
                if lost and not without_files:
                    raise Refused("files_lacking", count=lost)
    except installation.AlreadyRunning:
        raise Refused("running") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        _drop(made)
        raise Refused("damaged_export", words=str(error)) from None
    except BaseException:
        _drop(made)
        raise
    finally:
        values.forget_processes()
    return {**told, "files_lacking": lost}


@contextmanager
def _opened(file: Path) -> "Iterator[tuple[IO[bytes], int, zipfile.ZipFile | None]]":
    """The lines, how many bytes they are, and the archive in which they lie."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            if export.LINES not in archive.namelist():
                raise Refused("no_lines")
            with archive.open(export.LINES) as lines:
                yield lines, archive.getinfo(export.LINES).file_size, archive
    else:
        with file.open("rb") as lines:
            if lines.read(2) == b"PK":
                raise Refused("damaged_export", words=file.name)
            lines.seek(0)
            yield lines, file.stat().st_size, None


def _bring(archive: zipfile.ZipFile | None, made: list[Path]) -> int:
    """Contents of files in their place, each proved by its SHA-256; how many are nowhere."""
    lost = 0
    there = set(archive.namelist()) if archive is not None else set()
    for digest in Upload.objects.order_by("digest").values_list("digest", flat=True).distinct():
        target = files.path_of(digest)
        if target.is_file():
            continue
        if archive is None or f"{export.FILES}/{digest}" not in there:
            lost += 1
            continue
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = Path(settings.MEDIA_ROOT) / f".taken-{digest}"
        made += [draft, target]
        with archive.open(f"{export.FILES}/{digest}") as source, draft.open("wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
        with draft.open("rb") as kept:
            if hashlib.file_digest(kept, "sha256").hexdigest() != digest:
                raise Refused("damaged_export", words=f"{export.FILES}/{digest}")
        draft.chmod(0o600)
        draft.replace(target)
    return lost


def _drop(made: list[Path]) -> None:
    for path in made:
        path.unlink(missing_ok=True)


__all__ = ["Broken", "Refused", "is_export", "take_in"]

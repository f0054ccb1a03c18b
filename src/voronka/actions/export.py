"""Export: everything of an installation as lines of JSON, with its files beside; whole under its name or not there."""

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from voronka.actions import files
from voronka.core.access import Actor, require
from voronka.store.carry import written
from voronka.store.models import Upload

LINES = "voronka.jsonl"
"""The lines, inside of the archive."""
FILES = "files"

Say = Callable[[int, int], None]


def place(at: datetime) -> Path:
    """Where an export goes unless told otherwise."""
    return Path(settings.DATA) / "exports" / f"voronka-{at:%Y-%m-%d-%H%M%S}.zip"


def export_everything(
    *,
    to: Path,
    by: Actor,
    at: datetime,
    secrets: bool = False,
    say: Say = lambda done, total: None,
    work: Path | None = None,
) -> dict[str, Any]:
    """Write all lines, and into a `.zip` the files too; what is in it. Others may work meanwhile.

    `secrets`: with passwords, keys of programs and second steps, each as it is kept.
    """
    require(by, "company.export")
    with whole(to, work=work) as part:
        if to.suffix == ".zip":
            counts, left = _packed(part, at, secrets, say)
        else:
            counts, left = (
                _write(part.write, at, secrets, say),
                Upload.objects.values("digest").distinct().count(),
            )
    return {"file": str(to), "size": to.stat().st_size, "counts": counts, "files_left": left}


@contextmanager
def whole(to: Path, *, work: Path | None = None) -> Iterator[IO[bytes]]:
    """A file that appears under its name when it is complete; what was cut leaves nothing under it.

    `work` is a folder beside it for what is not complete yet.
    """
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = (work or to.parent) / f"{to.name}.{os.getpid()}.part"
    try:
        with open(part, "wb", opener=_private) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, to)
    finally:
        part.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write(out: Callable[[bytes], object], at: datetime, secrets: bool, say: Say) -> dict[str, int]:
    return written.write(out, at=at, program=version("voronka"), secrets=secrets, say=say)


def _packed(part: IO[bytes], at: datetime, secrets: bool, say: Say) -> tuple[dict[str, int], int]:
    left = 0
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        with archive.open(LINES, "w", force_zip64=True) as lines:
            counts = _write(lines.write, at, secrets, say)
        kept = Upload.objects.order_by("digest").values_list("digest", flat=True).distinct()
        for digest in kept.iterator():
            path = files.path_of(digest)
            if not path.is_file():
                left += 1
                continue
            with path.open("rb") as source, archive.open(f"{FILES}/{digest}", "w", force_zip64=True) as into:
                shutil.copyfileobj(source, into, 1 << 20)
    return counts, left

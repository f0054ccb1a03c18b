"""Keeping a file that somebody attached: by its content, never executed, its type read from its bytes."""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings

from voronka.core.access import Actor
from voronka.core.problems import Invalid, Problem
from voronka.store.models import Upload

MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"PK\x03\x04", "application/zip"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
)
"""First bytes of the types that are known; everything else is kept as plain bytes."""


def keep_file(*, name: str, content: IO[bytes], by: Actor, at: datetime) -> int:
    """Keep this file; its id. Equal contents lie on disk once.

    Raises Invalid with code `file_empty` or `file_too_large`.
    """
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    typed = name.encode(errors="replace").decode().replace("\x00", "")
    bare = Path(typed.replace("\\", "/")).name.strip()[:255] or "file"
    draft = folder / f".draft-{os.getpid()}-{id(content)}"
    digest, size, head = hashlib.sha256(), 0, b""
    try:
        with draft.open("wb") as out:
            while piece := content.read(1 << 20):
                size += len(piece)
                if size > settings.UPLOAD_LIMIT:
                    limit = settings.UPLOAD_LIMIT >> 20
                    raise Invalid(Problem("file_too_large", "proof", {"limit": limit}))
                head = head or piece[:16]
                digest.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        if size == 0:
            raise Invalid(Problem("file_empty", "proof"))
        target = path_of(digest.hexdigest())
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.chmod(0o600)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    upload = Upload.objects.create(
        name=bare,
        media_type=_media_type(head),
        size=size,
        digest=digest.hexdigest(),
        created_at=at,
        created_by=by.label,
    )
    return upload.pk


def drop_file(*, upload: int) -> None:
    """A file that turned out to be of no use goes, and its content where nobody else has kept the same."""
    row = Upload.objects.filter(pk=upload).first()
    if row is None:
        return
    row.delete()
    if not Upload.objects.filter(digest=row.digest).exists():
        path_of(row.digest).unlink(missing_ok=True)


def path_of(digest: str) -> Path:
    """Where a content with this SHA-256 lies."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def require_file(upload: int | None, field: str, by: Actor) -> None:
    """Invalid where a file is named that isn't there, or is somebody else's.

    To name a file on one's own deal is to see it: so a guessed number must not do.
    """
    if upload is None:
        return
    files = Upload.objects.filter(pk=upload)
    if by.scope != "all":
        files = files.filter(created_by=by.label)
    if not files.exists():
        raise Invalid(Problem("file_unknown", field, {"have": upload}))


def _media_type(head: bytes) -> str:
    return next((kind for magic, kind in MAGIC if head.startswith(magic)), "application/octet-stream")

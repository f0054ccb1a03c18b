"""Files as records: what is known of an attached file, for those who may open it."""

from dataclasses import dataclass
from datetime import datetime

from voronka.core.access import Actor
from voronka.core.problems import NotFound
from voronka.queries.records import sight
from voronka.store.models import DealRow, Upload


@dataclass(frozen=True, slots=True)
class FileRecord:
    """An attached file; its content lies under its SHA-256, `digest`."""

    key: int
    name: str
    media_type: str
    size: int
    digest: str
    created_at: datetime
    created_by: str


def file(key: int, *, by: Actor) -> FileRecord:
    """A file that the actor attached, or that a deal which they see refers to; NotFound otherwise.

    Whoever sees all deals sees all files.
    """
    row = Upload.objects.filter(pk=key).first()
    if row is None or not _opens(by, row):
        raise NotFound("file", key)
    return FileRecord(row.pk, row.name, row.media_type, row.size, row.digest, row.created_at, row.created_by)


def _opens(by: Actor, row: Upload) -> bool:
    if row.created_by == by.label or by.scope == "all":
        return True
    return DealRow.objects.filter(sight.deals(by), files__upload=row.pk).exists()


def own(digest: str, *, by: Actor) -> int | None:
    """The key of a file with this content that the actor has attached already; None where there is none."""
    return Upload.objects.filter(digest=digest, created_by=by.label).values_list("pk", flat=True).first()

"""Files as records: what is known of an attached file, for those who may open it."""

from dataclasses import dataclass
from datetime import datetime

from voronka.core.access import SCOPES, Actor
from voronka.core.problems import NotFound
from voronka.queries.records import facts
from voronka.store.models import Upload


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


def file(key: int, *, by: Actor, deal: int | None = None) -> FileRecord:
    """A file that the actor attached, or that a deal which they see refers to; NotFound otherwise.

    Whoever sees all deals sees all files.
    """
    row = Upload.objects.filter(pk=key).first()
    if row is None:
        raise NotFound("file", key)
    if row.created_by != by.label and SCOPES.get(by.role) != "all":
        if deal is None:
            raise NotFound("file", key)
        facts.file_of_deal(deal, key, by=by)
    return FileRecord(row.pk, row.name, row.media_type, row.size, row.digest, row.created_at, row.created_by)

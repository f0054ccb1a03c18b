"""Free text and files that facts refer to: emptied when a person is erased, while the log stays."""

from django.db import models


class Text(models.Model):
    """What somebody wrote: a note, a reason, a message, an answer."""

    body = models.TextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.body[:80]


class Upload(models.Model):
    """A file that somebody attached, kept by its SHA-256 under the data folder; never executed."""

    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.name

"""Versions of passports: published ones, immutable and numbered; beside them one draft a process."""

from django.db import models


class PassportVersion(models.Model):
    """One published version: the text as written, and `compiled`, the same as the rules read it (JSON).

    `gaps` is what the check left open when it was published (JSON); a version never changes, nor do they.
    """

    process = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    text = models.TextField()
    compiled = models.TextField()
    gaps = models.TextField(default="[]")
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="passport_version")]
        ordering = ["process", "-number"]

    def __str__(self) -> str:
        return f"{self.process} v{self.number}"


class Migration(models.Model):
    """The open deals of a process go on by a later version: who asked for it, along which map, what came of it.

    `id` is also the job's that does it; `stages` is the map (JSON); `left` counts the deals that had no place.
    """

    id = models.UUIDField(primary_key=True)
    process = models.CharField(max_length=64)
    to_version = models.PositiveIntegerField()
    stages = models.TextField(default="{}")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=32)
    ended_at = models.DateTimeField(null=True)
    moved = models.IntegerField(default=0)
    left = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["process", "-asked_at"], name="migration_process")]

    def __str__(self) -> str:
        return f"{self.process} to {self.to_version}"


class PassportDraft(models.Model):
    """What the next version of a process may become: its text as typed, with or without errors.

    `base` is the version from which it was begun (0: none); `seq` counts the times that it was saved, so that
    two tabs do not write over each other.
    """

    process = models.CharField(max_length=64, unique=True)
    base = models.PositiveIntegerField(default=0)
    text = models.TextField()
    seq = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=32)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=32)

    class Meta:
        ordering = ["process"]

    def __str__(self) -> str:
        return f"{self.process} draft {self.seq}"

"""Published versions of passports: immutable, numbered."""

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

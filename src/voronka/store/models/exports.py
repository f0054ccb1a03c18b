"""What was taken out: by whom, when, how much of it; the file, as long as it is offered."""

from django.db import models


class Export(models.Model):
    """One list, or everything. `asked` is how it was narrowed (JSON); `id` is also its job's, where one made it.

    `ended_at` is None until the last row is written. `file` is its name under the data folder, empty where it
    was given out at once, or is there no more.
    """

    id = models.UUIDField(primary_key=True)
    what = models.CharField(max_length=32)
    form = models.CharField(max_length=8)
    asked = models.TextField(default="{}")
    by = models.CharField(max_length=32)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    rows = models.BigIntegerField(null=True)
    size = models.BigIntegerField(null=True)
    file = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-asked_at"], name="export_asked")]

    def __str__(self) -> str:
        return f"{self.what} as {self.form}"

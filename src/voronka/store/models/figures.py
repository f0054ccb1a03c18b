"""Figures that the worker counted, as pages read them: no page counts over many deals itself."""

from django.db import models


class KeptFigure(models.Model):
    """One figure, or one table of them, of a process: `data` is JSON, `name` what was counted, `key` of which.

    `position` is how far the log had come. Not a fact: counted anew at any time, and equal then.
    """

    process = models.CharField(max_length=64)
    name = models.CharField(max_length=32)
    key = models.CharField(max_length=64)
    data = models.TextField()
    computed_at = models.DateTimeField()
    position = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "name", "key"], name="kept_figure")]

    def __str__(self) -> str:
        return f"{self.process}: {self.name} {self.key}"

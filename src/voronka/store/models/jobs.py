"""Long work that the worker does, as pages see it; and the worker's sign of life."""

from django.db import models


class Job(models.Model):
    """One job with its progress; `outcome` is JSON data, a sentence is made of it when shown."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=48)
    state = models.CharField(max_length=10, default="queued", db_index=True)
    arguments = models.TextField(default="{}")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    outcome = models.TextField(blank=True)
    by = models.CharField(max_length=32)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Heartbeat(models.Model):
    """When a process of this installation last said that it lives."""

    name = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField()
    pid = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.name

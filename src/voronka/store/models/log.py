"""The event log, its readers' cursors, and requests that were already answered."""

from django.db import models


class EventRow(models.Model):
    """One fact. Rows are only ever added, by store/log.py alone.

    `id` is the position in the log; (`stream`, `seq`) is unique. `hash` is the SHA-256 of the fact and of the
    hash before it in its stream, so that a changed or missing fact shows; `uuid`, a UUIDv7, follows from it
    and so needs no index of its own: nothing is looked up by it, and `log verify` computes it again. On
    PostgreSQL positions can become visible out of their order (see store/settled.py).
    """

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField()
    stream = models.CharField(max_length=64)
    seq = models.IntegerField()
    kind = models.CharField(max_length=48)
    kind_version = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=32)
    door = models.CharField(max_length=16)
    process_version = models.PositiveIntegerField(null=True)
    data = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="event_stream_seq")]
        indexes = [models.Index(fields=["kind", "at"], name="event_kind_at")]

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq} {self.kind}"


class ReaderCursor(models.Model):
    """How far a reader of the log has come."""

    reader = models.CharField(max_length=64, primary_key=True)
    position = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.reader} @ {self.position}"


class RequestRow(models.Model):
    """A request with an idempotency key that was answered: the same request again gets the same answer."""

    by = models.CharField(max_length=32)
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    answer = models.TextField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="request_key")]

    def __str__(self) -> str:
        return self.key

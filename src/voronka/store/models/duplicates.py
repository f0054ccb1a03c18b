"""Clients that may be one: the keys by which they meet, the pairs, what people said of them, and what was merged."""

from django.db import models


class ClientKey(models.Model):
    """A key of a client (core/duplicates.keys_of), written by the worker when it compares."""

    noun = models.CharField(max_length=8)
    client = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    word = models.CharField(max_length=160)

    class Meta:
        indexes = [
            models.Index(fields=["noun", "kind", "word", "client"], name="client_key"),
            models.Index(fields=["noun", "client"], name="client_keys_of"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.word}"


class DuplicatePair(models.Model):
    """Two clients that may be one, `one` the older; `doubt` is what certainty lacks to 100, `why` JSON."""

    noun = models.CharField(max_length=8)
    one = models.BigIntegerField()
    other = models.BigIntegerField()
    doubt = models.PositiveSmallIntegerField()
    why = models.TextField(default="[]")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["noun", "one", "other"], name="duplicate_pair")]
        indexes = [
            models.Index(fields=["noun", "doubt", "id"], name="duplicate_surest"),
            models.Index(fields=["noun", "other"], name="duplicate_other"),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.one} and {self.other}"


class Different(models.Model):
    """Somebody has said that these two are different clients, however much alike."""

    noun = models.CharField(max_length=8)
    one = models.BigIntegerField()
    other = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["noun", "one", "other"], name="different_pair")]
        indexes = [models.Index(fields=["noun", "other"], name="different_other")]

    def __str__(self) -> str:
        return f"{self.noun} {self.one} and {self.other}"


class Merge(models.Model):
    """A client went up in another. `before` and `after` are the values of the kept one, `moved` the keys of what went
    along, by noun (JSON): what splitting back needs. `split_at` and `split_by` are set when it was split back;
    `came` is what came of that (JSON).
    """

    noun = models.CharField(max_length=8)
    gone = models.BigIntegerField(db_index=True)
    kept = models.BigIntegerField(db_index=True)
    before = models.TextField()
    after = models.TextField()
    moved = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=32)
    split_at = models.DateTimeField(null=True)
    split_by = models.CharField(max_length=32, blank=True)
    came = models.TextField(default="{}")

    def __str__(self) -> str:
        return f"{self.noun} {self.gone} into {self.kept}"

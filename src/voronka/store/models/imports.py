"""Files of other systems that came in: how they are understood, what became of each line."""

from django.db import models

from voronka.store.models.texts import Upload


class Import(models.Model):
    """One file: `plan` is how it is to be understood (JSON), `seq` counts how often that was corrected.

    `state`: planned, trying, tried, running, cut, done, undoing, undone; `moved_at` is when the work last went on.
    `line` is the last line of the file whose piece is committed: what was cut goes on behind it. `counts` is what
    came of it, `tried` what the dry run found, `found` what the columns hold: headings, samples, words with their
    counts, doubts (JSON). `outline` is the first passport as the file tells it, until one is published (JSON, empty
    where there is one). `beside` is the import of deals whose history this file holds: it is tried and comes in with
    them. `heads` is a digest of the headings, by which the plan is remembered for the next file.
    """

    name = models.CharField(max_length=255)
    upload = models.ForeignKey(Upload, models.PROTECT)
    source = models.CharField(max_length=32)
    noun = models.CharField(max_length=16)
    heads = models.CharField(max_length=64, db_index=True)
    plan = models.TextField()
    seq = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, default="planned")
    line = models.BigIntegerField(default=0)
    lines = models.BigIntegerField(default=0)
    counts = models.TextField(default="{}")
    tried = models.TextField(blank=True)
    found = models.TextField(default="{}")
    outline = models.TextField(default="{}")
    beside = models.ForeignKey("self", models.CASCADE, null=True, related_name="histories")
    job = models.UUIDField(null=True)
    moved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=32)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class OutsideId(models.Model):
    """What a thing of ours is called in another system: the same line again makes no second one.

    `mark` is a digest of the client as it came in: one that somebody has changed since stays when the import goes.
    """

    source = models.CharField(max_length=32)
    noun = models.CharField(max_length=16)
    outside = models.CharField(max_length=120)
    key = models.BigIntegerField()
    mark = models.CharField(max_length=32, blank=True)
    whence = models.ForeignKey(Import, models.CASCADE, related_name="things")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "noun", "outside"], name="outside_id")]

    def __str__(self) -> str:
        return f"{self.source}: {self.noun} {self.outside}"


class RefusedLine(models.Model):
    """A line that could not be taken: the problem and the cells as they stood (JSON)."""

    whence = models.ForeignKey(Import, models.CASCADE, related_name="refused_lines")
    number = models.BigIntegerField()
    problem = models.TextField()
    cells = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["whence", "number"], name="refused_line")]

    def __str__(self) -> str:
        return f"line {self.number}"

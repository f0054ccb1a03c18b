"""One change of many deals: what is asked, of which deals, and what became of each."""

from django.db import models


class BulkEdit(models.Model):
    """A bulk edit: `change` is what becomes of every deal (JSON), `seq` counts how often that was chosen anew.

    `state`: chosen, trying, tried, running, cut, done, undoing, undone; `moved_at` is when the work last went on.
    `place` is the last deal whose piece is committed: what was cut goes on behind it. `tried` is what the preview
    found, `told` what came of it (JSON, see core/bulk.Tally); `undone_by` who takes it back.
    """

    process = models.CharField(max_length=64, blank=True)
    change = models.TextField(default="{}")
    seq = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, default="chosen")
    place = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    tried = models.TextField(default="{}")
    told = models.TextField(default="{}")
    job = models.UUIDField(null=True)
    moved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_index=True)
    created_by = models.CharField(max_length=32)
    ended_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return f"bulk edit {self.pk}"


class BulkDeal(models.Model):
    """A deal that was chosen: `state` as core/bulk names it (empty: its turn has not come; gone, left: taken back
    or not), `seq` of its last fact after the change, `before` what an undo returns to, `why` the reasons (JSON).
    """

    edit = models.ForeignKey(BulkEdit, models.CASCADE, related_name="deals", db_index=False)
    place = models.PositiveIntegerField()
    deal = models.BigIntegerField()
    state = models.CharField(max_length=8, blank=True)
    seq = models.IntegerField(default=0)
    before = models.TextField(default="{}")
    why = models.TextField(default="[]")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edit", "place"], name="bulk_place")]

    def __str__(self) -> str:
        return f"deal {self.deal} of bulk edit {self.edit_id}"

"""Deals as rows: the fold of their facts kept for lists, their visits of stages, payments and counters."""

from django.db import models

from voronka.store.models.clients import Company, Contact
from voronka.store.models.people import Person


class DealRow(models.Model):
    """One deal. Written by store/rows.py alone; equal to the fold of stream `deal:<id>`.

    Money in minor units. `state` is the part of the fold that no list asks for, as JSON.
    `due_at` is when the stage's norm is over; `urgent_at` orders the board: the earlier of `due_at` and the
    next step, or the moment the deal came to the stage where no next step is set. `title` is free text;
    `imported` the import that tells of the deal's past.
    """

    seq = models.IntegerField(default=0)
    state_seq = models.IntegerField(default=0)
    process = models.CharField(max_length=64)
    born_version = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=8)
    stage = models.CharField(max_length=64)
    entered_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField(default=0)
    contract_amount = models.BigIntegerField(null=True)
    offer_amount = models.BigIntegerField(null=True)
    agreed = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    owner = models.ForeignKey(Person, models.DO_NOTHING, null=True, related_name="deals")
    company = models.ForeignKey(Company, models.DO_NOTHING, null=True, related_name="deals", db_index=False)
    contact = models.ForeignKey(Contact, models.DO_NOTHING, null=True, related_name="deals", db_index=False)
    inquiry = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=64, blank=True)
    early = models.BooleanField(default=False)
    next_step_at = models.DateTimeField(null=True)
    next_step_text = models.BigIntegerField(null=True)
    handover = models.CharField(max_length=8, default="none")
    handover_to = models.BigIntegerField(null=True)
    lost_reason = models.CharField(max_length=64, blank=True)
    heard_at = models.DateTimeField(null=True)
    imported = models.BigIntegerField(null=True)
    due_at = models.DateTimeField(null=True)
    urgent_at = models.DateTimeField()
    state = models.TextField(default="{}")
    title = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["process", "status", "stage", "urgent_at", "id"], name="deal_board"),
            models.Index(
                fields=["process", "owner", "status", "stage", "urgent_at", "id"], name="deal_board_owner"
            ),
            models.Index(fields=["process", "status", "urgent_at", "id"], name="deal_today"),
            models.Index(fields=["process", "owner", "status", "urgent_at", "id"], name="deal_today_owner"),
            models.Index(fields=["process", "opened_at", "id"], name="deal_opened"),
            models.Index(fields=["process", "owner", "opened_at", "id"], name="deal_opened_owner"),
            models.Index(fields=["handover", "status"], name="deal_handover"),
            # Sums order lists of every status; the rest is asked of open deals only.
            models.Index(fields=["process", "status", "agreed", "id"], name="deal_agreed"),
            models.Index(fields=["process", "status", "paid", "id"], name="deal_paid"),
            *(
                models.Index(
                    fields=["process", column, "id"],
                    name=f"deal_open_{name}",
                    condition=models.Q(status="open"),
                )
                for name, column in (
                    ("entered", "entered_at"),
                    ("due", "due_at"),
                    ("step", "next_step_at"),
                    ("opened", "opened_at"),
                )
            ),
            # Walking along the names of clients, most deals are passed by: the index alone tells which.
            models.Index(fields=["company", "process", "status"], name="deal_company"),
            models.Index(fields=["contact", "process", "status", "company"], name="deal_contact"),
            # A list by clients: are there people without a company at all? It ends with deals that have neither.
            models.Index(
                fields=["process", "contact", "id"],
                name="deal_companyless",
                condition=models.Q(company__isnull=True),
            ),
            # Open deals by the client's silence; a move changes nothing of it.
            models.Index(
                fields=["process", "heard_at", "id"],
                name="deal_heard",
                condition=models.Q(status="open"),
            ),
            # Deals of another system: by the import that told of them, and all of them.
            models.Index(
                fields=["imported", "process"],
                name="deal_imported",
                condition=models.Q(imported__isnull=False),
            ),
            # Open deals of another system for which nobody has planned anything yet.
            models.Index(
                fields=["process", "owner", "id"],
                name="deal_unplanned",
                condition=models.Q(status="open", imported__isnull=False, next_step_at__isnull=True),
            ),
            # Signed but not yet paid: few among many open ones.
            models.Index(
                fields=["process", "urgent_at", "id"],
                name="deal_signed",
                condition=models.Q(status="open", contract_amount__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"deal {self.pk}"


class VisitRow(models.Model):
    """A deal's stay on a stage, from `entered_at` to `left_at`; `outcome` says how it ended.

    `place` counts the deal's visits from 1. An undone move leaves no visit.
    """

    # No index of its own: the unique key begins with the deal, and every move would pay for a second one.
    deal = models.ForeignKey(DealRow, models.CASCADE, related_name="visits", db_index=False)
    place = models.IntegerField()
    process = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    stage = models.CharField(max_length=64)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "place"], name="visit_place")]
        indexes = [
            models.Index(fields=["process", "stage", "entered_at"], name="visit_stage"),
            # Moves by exception: few among many, and asked for deal by deal.
            models.Index(fields=["deal"], name="visit_exception", condition=models.Q(outcome="exception")),
        ]

    def __str__(self) -> str:
        return f"deal {self.deal_id} on {self.stage}"


class PaymentRow(models.Model):
    """Money that came, for lists of payments; equal to the payments in the deal's fold."""

    id = models.CharField(max_length=64, primary_key=True)
    deal = models.ForeignKey(DealRow, models.CASCADE, related_name="payment_rows")
    amount = models.BigIntegerField()
    refunded = models.BigIntegerField(default=0)
    voided = models.BooleanField(default=False)
    currency = models.CharField(max_length=3)
    paid_on = models.DateField()
    by_hand = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["paid_on", "id"], name="payment_paid_on"),
            models.Index(fields=["amount", "id"], name="payment_amount"),
        ]

    def __str__(self) -> str:
        return self.id


class PassRow(models.Model):
    """A condition that was not met when a deal moved on: it only warned or was observed, or by an exception.

    `seq` is that of the move, `mode` that of the guard (`enforce`: an exception), `by` who moved the deal. An
    undone move leaves none.
    """

    deal = models.ForeignKey(DealRow, models.CASCADE, related_name="pass_rows")
    seq = models.IntegerField()
    place = models.PositiveSmallIntegerField()
    process = models.CharField(max_length=64)
    stage = models.CharField(max_length=64)
    guard = models.CharField(max_length=64)
    mode = models.CharField(max_length=8)
    at = models.DateTimeField()
    by = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "seq", "place"], name="pass_place")]
        indexes = [models.Index(fields=["process", "at"], name="pass_at")]

    def __str__(self) -> str:
        return f"deal {self.deal_id} passed {self.guard}"


class AskRow(models.Model):
    """What an open deal asks of other people: `what` as the fold names it (`approval/head`), since when.

    `system` is the system role that can answer; equal to the asks in the deal's fold.
    """

    deal = models.ForeignKey(DealRow, models.CASCADE, related_name="ask_rows")
    what = models.CharField(max_length=80)
    system = models.CharField(max_length=16)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "what"], name="ask_what")]
        indexes = [models.Index(fields=["system", "since"], name="ask_system")]

    def __str__(self) -> str:
        return f"deal {self.deal_id} asks {self.what}"


class FieldRow(models.Model):
    """A value of an own field that lists are narrowed and ordered by; equal to the values in the deal's fold.

    `word` is the value as it is kept (one row for each of several options), `number` what it counts for: minor units
    of money, the number of a day.
    """

    deal = models.ForeignKey(DealRow, models.CASCADE, related_name="field_rows", db_index=False)
    process = models.CharField(max_length=64)
    field = models.CharField(max_length=64)
    word = models.CharField(max_length=64)
    number = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "field", "word"], name="field_word_once")]
        indexes = [
            models.Index(fields=["process", "field", "word", "deal"], name="field_word"),
            models.Index(fields=["process", "field", "number", "deal"], name="field_number"),
        ]

    def __str__(self) -> str:
        return f"deal {self.deal_id}: {self.field}"


class StageCount(models.Model):
    """How many deals are at a place and their agreed sum; kept by the write door in the same transaction.

    `place` is a stage for open deals, `=won`, `=lost`, `=imported` or `=undone` for the others; `owner` 0 is nobody.
    """

    process = models.CharField(max_length=64)
    place = models.CharField(max_length=64)
    owner = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    count = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["process", "place", "owner", "currency"], name="stage_count")
        ]

    def __str__(self) -> str:
        return f"{self.process}/{self.place}: {self.count}"

"""Inquiries as rows: the fold of their facts, kept for lists."""

from django.db import models

from voronka.store.models.clients import Contact
from voronka.store.models.people import Person


class InquiryRow(models.Model):
    """One inquiry. Written by store/rows.py alone; equal to the fold of stream `inquiry:<id>`.

    `imported` is the import that tells of it: how soon it was answered is nothing of ours.
    """

    seq = models.IntegerField(default=0)
    process = models.CharField(max_length=64)
    channel = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    contact = models.ForeignKey(Contact, models.DO_NOTHING, null=True, related_name="inquiries")
    owner = models.ForeignKey(Person, models.DO_NOTHING, null=True, related_name="inquiries")
    service_questions = models.IntegerField(default=0)
    messages = models.IntegerField(default=1)
    brief_filled = models.BooleanField(default=False)
    status = models.CharField(max_length=8, default="open")
    as_what = models.CharField(max_length=64, blank=True)
    deal = models.BigIntegerField(null=True)
    imported = models.BigIntegerField(null=True)
    state = models.TextField(default="{}")

    class Meta:
        indexes = [
            models.Index(fields=["process", "status", "-received_at", "-id"], name="inquiry_inbox"),
            # Orders of the list: by the answer, and by channel and person each in the order of the inbox.
            models.Index(fields=["process", "status", "answered_at", "id"], name="inquiry_answered"),
            models.Index(
                fields=["process", "status", "channel", "received_at", "id"], name="inquiry_channel"
            ),
            models.Index(fields=["process", "status", "owner", "received_at", "id"], name="inquiry_owner"),
            # A list by names ends with those who told none.
            models.Index(
                fields=["process", "status", "id"],
                name="inquiry_contactless",
                condition=models.Q(contact__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"inquiry {self.pk}"

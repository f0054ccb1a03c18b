"""What people wrote, and where it stands; which deals refer to a file."""

from django.db import models

from voronka.store.models.deals import DealRow
from voronka.store.models.inquiries import InquiryRow
from voronka.store.models.texts import Upload


class TextUse(models.Model):
    """A fact of this deal, or of this inquiry, tells this text: by its number here it is found. Written by
    store/said.py.

    `kind` is the fact's kind, or `field:` and the field that it fills: there the last one alone is kept.
    """

    # No foreign key: words of a change that was refused are deleted, and each would be looked for here.
    text = models.BigIntegerField()
    deal = models.ForeignKey(DealRow, models.CASCADE, null=True, related_name="texts", db_index=False)
    inquiry = models.ForeignKey(InquiryRow, models.CASCADE, null=True, related_name="texts", db_index=False)
    seq = models.IntegerField()
    kind = models.CharField(max_length=80)
    at = models.DateTimeField()
    by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "seq"], name="text_of_deal"),
            models.UniqueConstraint(fields=["inquiry", "seq"], name="text_of_inquiry"),
        ]

    def __str__(self) -> str:
        return f"text {self.text}: {self.kind}"


class FileUse(models.Model):
    """A fact of this deal refers to this file: who sees the deal may read it. Written by store/rows.py."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="uses")
    deal = models.ForeignKey(DealRow, models.CASCADE, related_name="files")

    def __str__(self) -> str:
        return f"file {self.upload_id} of deal {self.deal_id}"

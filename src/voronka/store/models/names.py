"""Words by which companies, contacts and deals are found; which deals refer to a file."""

from django.db import models

from voronka.store.models.clients import Company, Contact
from voronka.store.models.deals import DealRow
from voronka.store.models.texts import Upload


class NameWord(models.Model):
    """A word of a client's name or of a deal's title, folded; written beside it by store/names.py."""

    word = models.CharField(max_length=64, db_index=True)
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="words")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="words")
    deal = models.ForeignKey(DealRow, models.CASCADE, null=True, related_name="words")

    def __str__(self) -> str:
        return self.word


class FileUse(models.Model):
    """A fact of this deal refers to this file: who sees the deal may read it. Written by store/rows.py."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="uses")
    deal = models.ForeignKey(DealRow, models.CASCADE, related_name="files")

    def __str__(self) -> str:
        return f"file {self.upload_id} of deal {self.deal_id}"

"""Words by which companies, contacts and deals are found."""

from django.db import models

from voronka.store.models.clients import Company, Contact
from voronka.store.models.deals import DealRow


class NameWord(models.Model):
    """A word of a client's name or of a deal's title, folded; written beside it by store/names.py."""

    word = models.CharField(max_length=64, db_index=True)
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="words")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="words")
    deal = models.ForeignKey(DealRow, models.CASCADE, null=True, related_name="words")

    def __str__(self) -> str:
        return self.word

"""Words by which companies, contacts and deals are found; which deals refer to a file."""

from django.db import models

from voronka.store.models.clients import Company, Contact
from voronka.store.models.deals import DealRow
from voronka.store.models.texts import Upload


def _by_word(noun: str) -> models.Index:
    """Finds things of this noun by the beginning of a word."""
    kinds = ["varchar_pattern_ops", "int8_ops"]
    there = models.Q(**{f"{noun}__isnull": False})
    return models.Index(fields=["word", noun], name=f"word_{noun}", condition=there, opclasses=kinds)


def _words_of(noun: str) -> models.Index:
    """Finds the words of one thing."""
    kinds = ["int8_ops", "varchar_pattern_ops"]
    there = models.Q(**{f"{noun}__isnull": False})
    return models.Index(fields=[noun, "word"], name=f"{noun}_word", condition=there, opclasses=kinds)


class NameWord(models.Model):
    """A word of a client's name or of a deal's title, folded; written beside it by store/names.py."""

    word = models.CharField(max_length=64)
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="words", db_index=False)
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="words", db_index=False)
    deal = models.ForeignKey(DealRow, models.CASCADE, null=True, related_name="words", db_index=False)

    class Meta:
        indexes = [
            _by_word("company"), _by_word("contact"), _by_word("deal"),
            _words_of("company"), _words_of("contact"), _words_of("deal"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.word


class FileUse(models.Model):
    """A fact of this deal refers to this file: who sees the deal may read it. Written by store/rows.py."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="uses")
    deal = models.ForeignKey(DealRow, models.CASCADE, related_name="files")

    def __str__(self) -> str:
        return f"file {self.upload_id} of deal {self.deal_id}"

"""Clients: companies and the people in them. Personal data lives here, never in the log."""

from django.db import models


class Company(models.Model):
    """A company that buys, or may.

    `merged_into` is the company that this one was found to be: it stands in no list, and its address leads there.
    `compared` is false until the worker has looked for its duplicates as it is now.
    """

    name = models.CharField(max_length=300)
    about = models.CharField(max_length=300, blank=True)
    inn = models.CharField(max_length=12, blank=True, db_index=True)
    site = models.CharField(max_length=300, blank=True)
    folded = models.CharField(max_length=300, db_index=True)
    own = models.TextField(default="{}")
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", models.DO_NOTHING, null=True, related_name="merged")
    compared = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="company_not_compared", condition=models.Q(compared=False)),
            models.Index(fields=["created_at", "id"], name="company_known_since"),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A person to talk to; `phone` in E.164 where it could be read, `folded` the name for searching.

    `merged_into` and `compared` as with companies.
    """

    company = models.ForeignKey(Company, models.SET_NULL, null=True, blank=True, related_name="contacts")
    name = models.CharField(max_length=300)
    phone = models.CharField(max_length=32, blank=True, db_index=True)
    email = models.CharField(max_length=254, blank=True, db_index=True)
    post = models.CharField(max_length=200, blank=True)
    folded = models.CharField(max_length=300, db_index=True)
    own = models.TextField(default="{}")
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", models.DO_NOTHING, null=True, related_name="merged")
    compared = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="contact_not_compared", condition=models.Q(compared=False)),
            models.Index(fields=["created_at", "id"], name="contact_known_since"),
            # A list by companies ends with those who belong to none.
            models.Index(fields=["id"], name="contact_companyless", condition=models.Q(company__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.name

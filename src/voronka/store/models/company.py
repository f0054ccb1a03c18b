"""Our own company: what it has chosen, and days of which it says itself whether they are worked."""

from django.db import models


class CompanySettings(models.Model):
    """What the company has chosen; there is one row at most. What is empty is as the installation has it.

    `weekdays` are the worked days of the week, Monday is 0, as `0,1,2,3,4`. `revision` grows with every change:
    processes that keep what is here notice by it that they must look again.
    """

    name = models.CharField(max_length=200, blank=True)
    languages = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    holidays = models.CharField(max_length=8, blank=True)
    weekdays = models.CharField(max_length=20, blank=True)
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    revision = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class OwnDay(models.Model):
    """A day that the company works though others rest, or on which it rests though others work."""

    day = models.DateField(primary_key=True)
    works = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.day.isoformat()

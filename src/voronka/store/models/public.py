"""The public form: what it says, what people agree to by it, whence they came, and what was sent by it."""

from django.db import models

from voronka.store.models.texts import Text


class ConsentText(models.Model):
    """A text to which people agree, as a document of its own. It never changes: a new one has a new number."""

    process = models.CharField(max_length=64)
    number = models.IntegerField()
    body = models.TextField()
    digest = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="consent_text_number")]

    def __str__(self) -> str:
        return f"consent text {self.process} {self.number}"


class PublicForm(models.Model):
    """The form of one process. What is empty is said as every form says it; `hosts` are pages that may show it."""

    process = models.CharField(max_length=64, unique=True)
    is_on = models.BooleanField(default=False)
    title = models.CharField(max_length=200, blank=True)
    lead = models.TextField(blank=True)
    thanks = models.TextField(blank=True)
    channel = models.CharField(max_length=64, blank=True)
    hosts = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"form of {self.process}"


class Consent(models.Model):
    """Somebody agreed: to which text, for what, when, and in which inquiry or deal they did so."""

    text = models.ForeignKey(ConsentText, models.DO_NOTHING, related_name="consents")
    purpose = models.CharField(max_length=32)
    given_at = models.DateTimeField()
    door = models.CharField(max_length=16)
    inquiry = models.BigIntegerField(null=True, db_index=True)
    deal = models.BigIntegerField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"consent {self.pk}"


class Origin(models.Model):
    """Whence somebody came who turned to us: marks of the link that they followed, and the page before the form."""

    source = models.CharField(max_length=200, blank=True)
    medium = models.CharField(max_length=200, blank=True)
    campaign = models.CharField(max_length=200, blank=True)
    content = models.CharField(max_length=200, blank=True)
    term = models.CharField(max_length=200, blank=True)
    referrer = models.CharField(max_length=1000, blank=True)
    inquiry = models.BigIntegerField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"origin {self.pk}"


class Submission(models.Model):
    """A form that was sent. `taken` ones are inquiries, and nothing of them is left here; `held` ones wait.

    `sender` is a keyed digest of the address, `digest` that of the words; `data` is all that was written, as JSON.
    """

    process = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    sender = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=8)
    reasons = models.CharField(max_length=100, blank=True)
    data = models.ForeignKey(Text, models.DO_NOTHING, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=32, blank=True)
    noun = models.CharField(max_length=16, blank=True)
    key = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["sender", "received_at"], name="submission_sender"),
            models.Index(fields=["digest", "received_at"], name="submission_words"),
            models.Index(fields=["process", "state", "-received_at", "-id"], name="submission_held"),
        ]

    def __str__(self) -> str:
        return f"submission {self.pk}"


class ReadyAnswer(models.Model):
    """What the company answers to those whose inquiry is no lead but `as_what`; a person reads it before it is sent."""

    process = models.CharField(max_length=64)
    as_what = models.CharField(max_length=64)
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "as_what"], name="ready_answer")]

    def __str__(self) -> str:
        return f"answer to {self.as_what} of {self.process}"

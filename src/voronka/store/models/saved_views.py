"""Views of lists that people saved, and those with which they begin."""

from django.db import models

from voronka.store.models.people import Person


class SavedView(models.Model):
    """A view of the list of deals: `asked` are the words of its address (JSON), `seq` counts its changes.

    `shared` views are everybody's; others only of who made them. A removed one can be brought back: `removed_at`.
    """

    process = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    asked = models.TextField(default="{}")
    shared = models.BooleanField(default=False)
    made_by = models.ForeignKey(Person, models.CASCADE, null=True, related_name="saved_views")
    seq = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["process", "made_by"], name="view_of")]

    def __str__(self) -> str:
        return self.name


class UsualView(models.Model):
    """With which view a person begins."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="usual_views", db_index=False)
    process = models.CharField(max_length=64)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "process"], name="usual_view")]

    def __str__(self) -> str:
        return f"person {self.person_id}: view {self.view_id}"

"""Readers ask PostgreSQL itself how far the log is settled (store/settled.py): the column says nothing more."""

from django.db import migrations


class Migration(migrations.Migration):
    """Small and reversible: backwards the column is there again with its zero."""

    dependencies = [("store", "0007_names_by_noun")]
    operations = [migrations.RemoveField(model_name="eventrow", name="tx")]

"""Indexes by which the lists of clients are ordered; words by their letters' numbers, alike on both databases."""

from typing import Any

from django.db import migrations, models

LETTERS = (("company", "inn"), ("contact", "email"))


def by_letters(apps: Any, editor: Any) -> None:
    """SQLite orders so by itself; PostgreSQL has indexes of its own language, and gets others beside them."""
    if editor.connection.vendor == "postgresql":
        for table, column in LETTERS:
            editor.execute(f'CREATE INDEX {table}_{column}_letters ON store_{table} ({column} COLLATE "C", id)')


def back(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        for table, column in LETTERS:
            editor.execute(f"DROP INDEX {table}_{column}_letters")


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0027_values_of_own_fields'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='company',
            index=models.Index(fields=['created_at', 'id'], name='company_known_since'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['created_at', 'id'], name='contact_known_since'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('company__isnull', True)), fields=['id'], name='contact_companyless'),
        ),
        migrations.RunPython(by_letters, back),
    ]

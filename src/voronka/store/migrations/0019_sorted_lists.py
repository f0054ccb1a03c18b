"""Indexes by which the list of deals is ordered; names by their letters' numbers, alike on both databases."""

from typing import Any

from django.db import migrations, models


def by_letters(apps: Any, editor: Any) -> None:
    """SQLite orders so by itself; PostgreSQL has an index of its own language, and gets a second one."""
    if editor.connection.vendor == "postgresql":
        for table in ("company", "contact"):
            editor.execute(f'CREATE INDEX {table}_letters ON store_{table} (folded COLLATE "C", id)')


def back(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        for table in ("company", "contact"):
            editor.execute(f"DROP INDEX {table}_letters")


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0018_duplicates'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='dealrow',
            index=models.Index(fields=['process', 'status', 'agreed', 'id'], name='deal_agreed'),
        ),
        migrations.AddIndex(
            model_name='dealrow',
            index=models.Index(fields=['process', 'status', 'paid', 'id'], name='deal_paid'),
        ),
        migrations.AddIndex(
            model_name='dealrow',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['process', 'entered_at', 'id'], name='deal_open_entered'),
        ),
        migrations.AddIndex(
            model_name='dealrow',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['process', 'due_at', 'id'], name='deal_open_due'),
        ),
        migrations.AddIndex(
            model_name='dealrow',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['process', 'next_step_at', 'id'], name='deal_open_step'),
        ),
        migrations.AddIndex(
            model_name='dealrow',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['process', 'opened_at', 'id'], name='deal_open_opened'),
        ),
        migrations.AddIndex(
            model_name='dealrow',
            index=models.Index(condition=models.Q(('company__isnull', True), ('contact__isnull', True)), fields=['process', 'id'], name='deal_clientless'),
        ),
        migrations.RunPython(by_letters, back),
    ]

"""On PostgreSQL every event keeps its transaction, so that readers never step over one that commits late."""

from typing import Any

from django.db import migrations


def keep_transaction(apps: Any, schema_editor: Any) -> None:
    """The column's default is the writing transaction."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE store_eventrow ALTER COLUMN tx SET DEFAULT (pg_current_xact_id()::text::bigint)"
        )


def forget_transaction(apps: Any, schema_editor: Any) -> None:
    """Back to zero."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE store_eventrow ALTER COLUMN tx SET DEFAULT 0")


class Migration(migrations.Migration):
    """Small and reversible."""

    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(keep_transaction, forget_transaction)]

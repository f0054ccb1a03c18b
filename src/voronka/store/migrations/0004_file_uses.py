"""Which deals refer to a file, so that whoever sees the deal may read it."""

import json
from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def keep_uses(apps: Any, schema_editor: Any) -> None:
    """What the facts that are there already refer to (store/rows.py keeps what later ones do)."""
    kept = apps.get_model("store", "FileUse")
    there = set(apps.get_model("store", "Upload").objects.values_list("pk", flat=True))
    facts = apps.get_model("store", "EventRow").objects.filter(
        stream__startswith="deal:", data__contains='"proof":'
    )
    uses = (
        (json.loads(data).get("proof"), int(stream.partition(":")[2]))
        for stream, data in facts.values_list("stream", "data").iterator()
    )
    kept.objects.bulk_create(
        (kept(upload_id=upload, deal_id=deal) for upload, deal in uses if upload in there), batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0003_names_and_signed"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="store.dealrow"
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="store.upload"
                    ),
                ),
            ],
        ),
        migrations.RunPython(keep_uses, migrations.RunPython.noop),
    ]

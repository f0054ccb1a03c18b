"""Clients and deals are found by any word of their names; deals that are signed and unpaid by an index of their own."""

import re
from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def keep_words(apps: Any, schema_editor: Any) -> None:
    """The words of the names that are there already (store/names.py keeps those of later ones)."""
    kept = apps.get_model("store", "NameWord")
    for noun, model, column in (
        ("company", "Company", "folded"),
        ("contact", "Contact", "folded"),
        ("deal", "DealRow", "title"),
    ):
        rows = apps.get_model("store", model).objects.exclude(**{column: ""}).values_list("pk", column)
        folded = (
            (pk, re.sub(r"[^\w]+", " ", name.lower().replace("ё", "е"))) for pk, name in rows.iterator()
        )
        words = ((pk, word[:64]) for pk, name in folded for word in list(dict.fromkeys(name.split()))[:12])
        kept.objects.bulk_create(
            (kept(word=word, **{f"{noun}_id": pk}) for pk, word in words), batch_size=500
        )


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0002_transaction_of_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(db_index=True, max_length=64)),
            ],
        ),
        migrations.AddIndex(
            model_name="dealrow",
            index=models.Index(
                condition=models.Q(("contract_amount__isnull", False), ("status", "open")),
                fields=["process", "urgent_at", "id"],
                name="deal_signed",
            ),
        ),
        migrations.AddField(
            model_name="nameword",
            name="company",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="words",
                to="store.company",
            ),
        ),
        migrations.AddField(
            model_name="nameword",
            name="contact",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="words",
                to="store.contact",
            ),
        ),
        migrations.AddField(
            model_name="nameword",
            name="deal",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="words",
                to="store.dealrow",
            ),
        ),
        migrations.RunPython(keep_words, migrations.RunPython.noop),
    ]

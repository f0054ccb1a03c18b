"""Search by words and by parts of numbers: what people wrote and where, and the two indexes beside the tables."""

import django.db.models.deletion
from django.db import migrations, models

NAMES, TEXTS = "store_nameindex", "store_textindex"
KEEPS_NOTHING = (3, 43)
"""Since this version FTS5 can forget a document without keeping its words."""


def create(apps, schema):
    for table in (NAMES, TEXTS):
        if schema.connection.vendor == "sqlite":
            lean = schema.connection.Database.sqlite_version_info >= KEEPS_NOTHING
            kept = "content='', contentless_delete=1, " if lean else ""
            schema.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(tokens, {kept}detail=none, tokenize='ascii',"
                f" prefix='3 4')"
            )
        else:
            schema.execute(f"CREATE TABLE {table} (id bigint PRIMARY KEY, tokens tsvector NOT NULL)")
            schema.execute(f"CREATE INDEX {table}_tokens ON {table} USING gin (tokens)")


def remove(apps, schema):
    for table in (NAMES, TEXTS):
        schema.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):

    dependencies = [
        ("store", "0022_imported_inquiries"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.BigIntegerField()),
                ("seq", models.IntegerField()),
                ("kind", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=32)),
                ("deal", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="store.dealrow")),
                ("inquiry", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="store.inquiryrow")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["deal", "seq"], name="text_of_deal"),
                    models.UniqueConstraint(fields=["inquiry", "seq"], name="text_of_inquiry"),
                ],
            },
        ),
        migrations.DeleteModel(name="NameWord"),
        migrations.RunPython(create, remove),
    ]

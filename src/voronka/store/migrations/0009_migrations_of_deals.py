"""What is kept of a migration of open deals to a later version."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("store", "0008_passed_conditions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Migration",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("process", models.CharField(max_length=64)),
                ("to_version", models.PositiveIntegerField()),
                ("stages", models.TextField(default="{}")),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=32)),
                ("ended_at", models.DateTimeField(null=True)),
                ("moved", models.IntegerField(default=0)),
                ("left", models.IntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["process", "-asked_at"], name="migration_process")],
            },
        ),
    ]

"""A draft of a passport beside its published versions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PassportDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("process", models.CharField(max_length=64, unique=True)),
                ("base", models.PositiveIntegerField(default=0)),
                ("text", models.TextField()),
                ("seq", models.PositiveIntegerField(default=1)),
                ("begun_at", models.DateTimeField()),
                ("begun_by", models.CharField(max_length=32)),
                ("saved_at", models.DateTimeField()),
                ("saved_by", models.CharField(max_length=32)),
            ],
            options={"ordering": ["process"]},
        ),
    ]

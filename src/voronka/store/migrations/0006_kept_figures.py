"""Figures that the worker counts for pages to read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("store", "0005_lighter_moves"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("process", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=32)),
                ("key", models.CharField(max_length=64)),
                ("data", models.TextField()),
                ("computed_at", models.DateTimeField()),
                ("position", models.BigIntegerField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="keptfigure",
            constraint=models.UniqueConstraint(fields=("process", "name", "key"), name="kept_figure"),
        ),
    ]

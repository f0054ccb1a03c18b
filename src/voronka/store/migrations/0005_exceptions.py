"""Moves by exception are found without going through all stays."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0004_file_uses")]

    operations = [
        migrations.AddIndex(
            model_name="visitrow",
            index=models.Index(
                condition=models.Q(("outcome", "exception")), fields=["deal"], name="visit_exception"
            ),
        ),
    ]

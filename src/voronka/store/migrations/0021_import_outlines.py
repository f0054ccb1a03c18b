from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0020_bulk_edits"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="outline",
            field=models.TextField(default="{}"),
        ),
    ]

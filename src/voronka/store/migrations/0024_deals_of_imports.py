from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0023_search"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dealrow",
            index=models.Index(
                condition=models.Q(("imported__isnull", False)),
                fields=["imported", "process"],
                name="deal_imported",
            ),
        ),
    ]

"""What a passport leaves open is kept with its version: a page need not read the text again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0005_exceptions")]

    operations = [
        migrations.AddField(model_name="passportversion", name="gaps", field=models.TextField(default="[]")),
    ]

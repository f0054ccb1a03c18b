"""Every move pays for indexes: two that nothing asks are gone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("store", "0004_asks_and_acknowledgements"),
    ]

    operations = [
        migrations.AlterField(
            model_name='eventrow',
            name='uuid',
            field=models.UUIDField(),
        ),
        migrations.AlterField(
            model_name='visitrow',
            name='deal',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='store.dealrow'),
        ),
    ]

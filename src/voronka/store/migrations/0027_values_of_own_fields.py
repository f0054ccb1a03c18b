"""Values of own fields as rows, so that lists are narrowed and ordered by them."""

import django.db.models.deletion
import json
import re
from datetime import date
from itertools import islice
from typing import Any

from django.db import migrations, models

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"-?[0-9]+([.][0-9]+)?")


def fill(apps: Any, editor: Any) -> None:
    """As the write door keeps them from now on."""
    deals, rows = apps.get_model("store", "DealRow"), apps.get_model("store", "FieldRow")
    told = deals.objects.filter(state__contains='"values"').values_list("pk", "process", "state")
    made = (
        rows(deal_id=key, process=process, field=field, word=word, number=number)
        for key, process, state in told.iterator(chunk_size=2000)
        for field, value in json.loads(state).get("values", {}).items()
        for word, number in counted(value)
    )
    while piece := list(islice(made, 2000)):
        rows.objects.bulk_create(piece, batch_size=500)


def counted(value: str) -> list[tuple[str, float | None]]:
    if DAY.fullmatch(value):
        return [(value, float(date.fromisoformat(value).toordinal()))]
    if NUMBER.fullmatch(value):
        return [(value[:64], float(value))]
    return [(one, None) for one in dict.fromkeys(one[:64] for one in value.split(",")) if one]


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0026_saved_views'),
    ]

    operations = [
        migrations.CreateModel(
            name='FieldRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('process', models.CharField(max_length=64)),
                ('field', models.CharField(max_length=64)),
                ('word', models.CharField(max_length=64)),
                ('number', models.FloatField(null=True)),
                ('deal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='field_rows', to='store.dealrow')),
            ],
            options={
                'indexes': [models.Index(fields=['process', 'field', 'word', 'deal'], name='field_word'), models.Index(fields=['process', 'field', 'number', 'deal'], name='field_number')],
                'constraints': [models.UniqueConstraint(fields=('deal', 'field', 'word'), name='field_word_once')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

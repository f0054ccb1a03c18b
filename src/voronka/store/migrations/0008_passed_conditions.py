"""What moves passed although a condition was not met."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("store", "0007_company"),
    ]

    operations = [
        migrations.CreateModel(
            name='PassRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.IntegerField()),
                ('place', models.PositiveSmallIntegerField()),
                ('process', models.CharField(max_length=64)),
                ('stage', models.CharField(max_length=64)),
                ('guard', models.CharField(max_length=64)),
                ('mode', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=32)),
                ('deal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pass_rows', to='store.dealrow')),
            ],
            options={
                'indexes': [models.Index(fields=['process', 'at'], name='pass_at')],
                'constraints': [models.UniqueConstraint(fields=('deal', 'seq', 'place'), name='pass_place')],
            },
        ),
    ]

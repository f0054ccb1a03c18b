"""The public form of a process, texts of consent, what was sent by it, and ready answers."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0013_exports'),
    ]

    operations = [
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=200)),
                ('medium', models.CharField(blank=True, max_length=200)),
                ('campaign', models.CharField(blank=True, max_length=200)),
                ('content', models.CharField(blank=True, max_length=200)),
                ('term', models.CharField(blank=True, max_length=200)),
                ('referrer', models.CharField(blank=True, max_length=1000)),
                ('inquiry', models.BigIntegerField(db_index=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PublicForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('process', models.CharField(max_length=64, unique=True)),
                ('is_on', models.BooleanField(default=False)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('lead', models.TextField(blank=True)),
                ('thanks', models.TextField(blank=True)),
                ('channel', models.CharField(blank=True, max_length=64)),
                ('hosts', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='ConsentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('process', models.CharField(max_length=64)),
                ('number', models.IntegerField()),
                ('body', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('written_at', models.DateTimeField()),
                ('written_by', models.CharField(max_length=32)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('process', 'number'), name='consent_text_number')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=32)),
                ('given_at', models.DateTimeField()),
                ('door', models.CharField(max_length=16)),
                ('inquiry', models.BigIntegerField(db_index=True, null=True)),
                ('deal', models.BigIntegerField(db_index=True, null=True)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='consents', to='store.consenttext')),
            ],
        ),
        migrations.CreateModel(
            name='ReadyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('process', models.CharField(max_length=64)),
                ('as_what', models.CharField(max_length=64)),
                ('body', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('process', 'as_what'), name='ready_answer')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('process', models.CharField(max_length=64)),
                ('received_at', models.DateTimeField()),
                ('sender', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('state', models.CharField(max_length=8)),
                ('reasons', models.CharField(blank=True, max_length=100)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=32)),
                ('noun', models.CharField(blank=True, max_length=16)),
                ('key', models.BigIntegerField(null=True)),
                ('data', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='store.text')),
            ],
            options={
                'indexes': [models.Index(fields=['sender', 'received_at'], name='submission_sender'), models.Index(fields=['digest', 'received_at'], name='submission_words'), models.Index(fields=['process', 'state', '-received_at', '-id'], name='submission_held')],
            },
        ),
    ]

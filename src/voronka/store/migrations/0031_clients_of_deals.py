"""Clients of deals by indexes that alone tell the process and the status."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0030_unplanned_deals'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='dealrow',
            name='deal_clientless',
        ),
        migrations.AlterField(
            model_name='dealrow',
            name='company',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='deals', to='store.company'),
        ),
        migrations.AlterField(
            model_name='dealrow',
            name='contact',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='deals', to='store.contact'),
        ),
        migrations.AddIndex(
            model_name='dealrow',
            index=models.Index(fields=['company', 'process', 'status'], name='deal_company'),
        ),
        migrations.AddIndex(
            model_name='dealrow',
            index=models.Index(fields=['contact', 'process', 'status', 'company'], name='deal_contact'),
        ),
        migrations.AddIndex(
            model_name='dealrow',
            index=models.Index(condition=models.Q(('company__isnull', True)), fields=['process', 'contact', 'id'], name='deal_companyless'),
        ),
    ]

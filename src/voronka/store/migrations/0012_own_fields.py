"""Inquiries, companies and contacts keep the fields that the company asks for itself."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("store", "0011_client_heard"),
    ]

    operations = [
        migrations.AddField("inquiryrow", "state", models.TextField(default="{}")),
        migrations.AddField("company", "own", models.TextField(default="{}")),
        migrations.AddField("contact", "own", models.TextField(default="{}")),
    ]

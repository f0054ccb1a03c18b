"""Words of names are found noun by noun: a word that every company has does not hide the people."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_gaps_of_passports"),
    ]

    operations = [
        migrations.AlterField(
            model_name="nameword",
            name="company",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="words",
                to="store.company",
            ),
        ),
        migrations.AlterField(
            model_name="nameword",
            name="contact",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="words",
                to="store.contact",
            ),
        ),
        migrations.AlterField(
            model_name="nameword",
            name="deal",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="words",
                to="store.dealrow",
            ),
        ),
        migrations.AlterField(
            model_name="nameword",
            name="word",
            field=models.CharField(max_length=64),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=models.Index(
                condition=models.Q(("company__isnull", False)),
                fields=["word", "company"],
                name="word_company",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=models.Index(
                condition=models.Q(("contact__isnull", False)),
                fields=["word", "contact"],
                name="word_contact",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=models.Index(
                condition=models.Q(("deal__isnull", False)),
                fields=["word", "deal"],
                name="word_deal",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=models.Index(
                condition=models.Q(("company__isnull", False)),
                fields=["company", "word"],
                name="company_word",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=models.Index(
                condition=models.Q(("contact__isnull", False)),
                fields=["contact", "word"],
                name="contact_word",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=models.Index(
                condition=models.Q(("deal__isnull", False)),
                fields=["deal", "word"],
                name="deal_word",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ),
    ]

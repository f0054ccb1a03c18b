from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0021_import_outlines'),
    ]

    operations = [
        migrations.AddField(
            model_name='inquiryrow',
            name='imported',
            field=models.BigIntegerField(null=True),
        ),
    ]

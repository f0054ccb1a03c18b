from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0024_deals_of_imports'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='beside',
            field=models.ForeignKey(null=True, on_delete=models.deletion.CASCADE, related_name='histories', to='store.import'),
        ),
    ]

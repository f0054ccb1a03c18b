"""An index by which open deals of a file that nobody has planned yet are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0029_sorted_inquiries'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='dealrow',
            index=models.Index(condition=models.Q(('imported__isnull', False), ('next_step_at__isnull', True), ('status', 'open')), fields=['process', 'owner', 'id'], name='deal_unplanned'),
        ),
    ]

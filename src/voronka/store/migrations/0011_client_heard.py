"""When each client was last heard, so that silence can be seen."""

from django.db import migrations, models

_HEARD = """
UPDATE store_dealrow SET heard_at = COALESCE(
    (SELECT e.at FROM store_eventrow e WHERE e.stream = 'deal:' || store_dealrow.id AND e.kind IN (
        'deal.opened', 'deal.reopened', 'brief.filled', 'call.logged', 'offer.accepted', 'contract.signed',
        'payment.received')
    ORDER BY e.seq DESC LIMIT 1), opened_at)
"""


class Migration(migrations.Migration):

    dependencies = [
        ("store", "0010_tour"),
    ]

    operations = [
        migrations.AddField(
            model_name="dealrow",
            name="heard_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(_HEARD, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="dealrow",
            index=models.Index(
                condition=models.Q(("status", "open")), fields=["process", "heard_at", "id"], name="deal_heard"
            ),
        ),
    ]

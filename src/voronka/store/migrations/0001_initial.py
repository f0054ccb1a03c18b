"""Every table of the first version."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "owner"),
                            ("head", "head"),
                            ("manager", "manager"),
                            ("support", "support"),
                            ("marketer", "marketer"),
                            ("curator", "curator"),
                            ("accountant", "accountant"),
                        ],
                        max_length=16,
                    ),
                ),
                ("language", models.CharField(default="ru", max_length=8)),
                ("theme", models.CharField(default="system", max_length=8)),
                ("time_zone", models.CharField(blank=True, max_length=64)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Company",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("about", models.CharField(blank=True, max_length=300)),
                ("inn", models.CharField(blank=True, db_index=True, max_length=12)),
                ("site", models.CharField(blank=True, max_length=300)),
                ("folded", models.CharField(db_index=True, max_length=300)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("beat_at", models.DateTimeField()),
                ("pid", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=48)),
                ("state", models.CharField(db_index=True, default="queued", max_length=10)),
                ("arguments", models.TextField(default="{}")),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("outcome", models.TextField(blank=True)),
                ("by", models.CharField(max_length=32)),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReaderCursor",
            fields=[
                ("reader", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(default=0)),
                ("moved_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Text",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.TextField()),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.BigIntegerField()),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("phone", models.CharField(blank=True, db_index=True, max_length=32)),
                ("email", models.CharField(blank=True, db_index=True, max_length=254)),
                ("post", models.CharField(blank=True, max_length=200)),
                ("folded", models.CharField(db_index=True, max_length=300)),
                ("created_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contacts",
                        to="store.company",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DealRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.IntegerField(default=0)),
                ("state_seq", models.IntegerField(default=0)),
                ("process", models.CharField(max_length=64)),
                ("born_version", models.PositiveIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("status", models.CharField(max_length=8)),
                ("stage", models.CharField(max_length=64)),
                ("entered_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField(default=0)),
                ("contract_amount", models.BigIntegerField(null=True)),
                ("offer_amount", models.BigIntegerField(null=True)),
                ("agreed", models.BigIntegerField(default=0)),
                ("paid", models.BigIntegerField(default=0)),
                ("inquiry", models.BigIntegerField(null=True)),
                ("channel", models.CharField(blank=True, max_length=64)),
                ("early", models.BooleanField(default=False)),
                ("next_step_at", models.DateTimeField(null=True)),
                ("next_step_text", models.BigIntegerField(null=True)),
                ("handover", models.CharField(default="none", max_length=8)),
                ("handover_to", models.BigIntegerField(null=True)),
                ("lost_reason", models.CharField(blank=True, max_length=64)),
                ("due_at", models.DateTimeField(null=True)),
                ("urgent_at", models.DateTimeField()),
                ("state", models.TextField(default="{}")),
                ("title", models.CharField(blank=True, max_length=300)),
                (
                    "company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="deals",
                        to="store.company",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="deals",
                        to="store.contact",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="deals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EventRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(unique=True)),
                ("stream", models.CharField(max_length=64)),
                ("seq", models.IntegerField()),
                ("kind", models.CharField(max_length=48)),
                ("kind_version", models.PositiveSmallIntegerField(default=1)),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("by", models.CharField(max_length=32)),
                ("door", models.CharField(max_length=16)),
                ("process_version", models.PositiveIntegerField(null=True)),
                ("data", models.TextField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "at"], name="event_kind_at")],
                "constraints": [models.UniqueConstraint(fields=("stream", "seq"), name="event_stream_seq")],
            },
        ),
        migrations.CreateModel(
            name="InquiryRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.IntegerField(default=0)),
                ("process", models.CharField(max_length=64)),
                ("channel", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("service_questions", models.IntegerField(default=0)),
                ("messages", models.IntegerField(default=1)),
                ("brief_filled", models.BooleanField(default=False)),
                ("status", models.CharField(default="open", max_length=8)),
                ("as_what", models.CharField(blank=True, max_length=64)),
                ("deal", models.BigIntegerField(null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="inquiries",
                        to="store.contact",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="inquiries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=64)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="store.company",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="store.contact",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="store.dealrow",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PassportVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("process", models.CharField(max_length=64)),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("text", models.TextField()),
                ("compiled", models.TextField()),
                ("gaps", models.TextField(default="[]")),
                ("digest", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField()),
                ("published_by", models.CharField(max_length=32)),
            ],
            options={
                "ordering": ["process", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("process", "number"), name="passport_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentRow",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("amount", models.BigIntegerField()),
                ("refunded", models.BigIntegerField(default=0)),
                ("voided", models.BooleanField(default=False)),
                ("currency", models.CharField(max_length=3)),
                ("paid_on", models.DateField(db_index=True)),
                ("by_hand", models.BooleanField(default=True)),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="payment_rows",
                        to="store.dealrow",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RequestRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(max_length=32)),
                ("key", models.CharField(max_length=100)),
                ("digest", models.CharField(max_length=64)),
                ("answer", models.TextField()),
                ("created_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("by", "key"), name="request_key")],
            },
        ),
        migrations.CreateModel(
            name="StageCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("process", models.CharField(max_length=64)),
                ("place", models.CharField(max_length=64)),
                ("owner", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("count", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("process", "place", "owner", "currency"), name="stage_count"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("hint", models.CharField(max_length=12)),
                ("scopes", models.CharField(default="read", max_length=100)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FileUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="store.dealrow"
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="store.upload"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VisitRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.IntegerField()),
                ("process", models.CharField(max_length=64)),
                ("version", models.PositiveIntegerField()),
                ("stage", models.CharField(max_length=64)),
                ("entered_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=10)),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="store.dealrow"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="dealrow",
            index=models.Index(fields=["process", "status", "stage", "urgent_at", "id"], name="deal_board"),
        ),
        migrations.AddIndex(
            model_name="dealrow",
            index=models.Index(
                fields=["process", "owner", "status", "stage", "urgent_at", "id"], name="deal_board_owner"
            ),
        ),
        migrations.AddIndex(
            model_name="dealrow",
            index=models.Index(fields=["process", "status", "urgent_at", "id"], name="deal_today"),
        ),
        migrations.AddIndex(
            model_name="dealrow",
            index=models.Index(
                fields=["process", "owner", "status", "urgent_at", "id"], name="deal_today_owner"
            ),
        ),
        migrations.AddIndex(
            model_name="dealrow",
            index=models.Index(fields=["process", "opened_at", "id"], name="deal_opened"),
        ),
        migrations.AddIndex(
            model_name="dealrow",
            index=models.Index(fields=["process", "owner", "opened_at", "id"], name="deal_opened_owner"),
        ),
        migrations.AddIndex(
            model_name="dealrow",
            index=models.Index(fields=["handover", "status"], name="deal_handover"),
        ),
        migrations.AddIndex(
            model_name="dealrow",
            index=models.Index(
                condition=models.Q(("contract_amount__isnull", False), ("status", "open")),
                fields=["process", "urgent_at", "id"],
                name="deal_signed",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiryrow",
            index=models.Index(fields=["process", "status", "-received_at", "-id"], name="inquiry_inbox"),
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
        migrations.AddIndex(
            model_name="visitrow",
            index=models.Index(fields=["process", "stage", "entered_at"], name="visit_stage"),
        ),
        migrations.AddIndex(
            model_name="visitrow",
            index=models.Index(
                condition=models.Q(("outcome", "exception")), fields=["deal"], name="visit_exception"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitrow",
            constraint=models.UniqueConstraint(fields=("deal", "place"), name="visit_place"),
        ),
    ]

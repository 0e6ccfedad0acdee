"""What was pressed, where it is on its way, and each try."""

import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import as_role, composite_key, read_only_for, wall

SQL = (Path(__file__).parent / "sql" / "pressed.sql").read_text(encoding="utf-8")
FORGET = """
DROP TRIGGER pressed ON public.integrations_delivery;
DROP TRIGGER pressed ON public.integrations_forward;
DROP FUNCTION public.integrations_pressed;
"""
PAIR = {"target_columns": "project_id, id"}
DUE = """
CREATE FUNCTION public.deliveries_due(p_now timestamptz)
    RETURNS TABLE (project_id bigint, account_id bigint, integration_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT DISTINCT d.project_id, p.account_id, d.integration_id
        FROM public.integrations_delivery d
        JOIN public.integrations_integration i ON i.project_id = d.project_id AND i.id = d.integration_id
        JOIN public.accounts_project p ON p.id = d.project_id
        WHERE d.state IN (''queued'', ''waiting'', ''sending'') AND d.next_at <= p_now
            AND (i.enabled OR i.removed_at IS NOT NULL) AND coalesce(i.rests_until, p_now) <= p_now
            AND coalesce(i.leased_until, p_now) <= p_now LIMIT 10000';
REVOKE ALL ON FUNCTION public.deliveries_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.deliveries_due TO parley_app
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_staff_sign_in"),
        ("integrations", "0001_integration"),
    ]

    operations = [
        migrations.AddField(
            model_name="integration",
            name="failures",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="integration",
            name="leased_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="integration",
            name="rests_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Forward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(editable=False, unique=True)),
                ("request_id", models.UUIDField()),
                ("conversation_id", models.BigIntegerField()),
                ("conversation", models.UUIDField()),
                ("conversation_number", models.IntegerField()),
                ("visitor", models.UUIDField()),
                ("actor_id", models.BigIntegerField()),
                ("actor_name", models.CharField(max_length=120)),
                ("fields", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ("method", models.CharField(max_length=10)),
                ("url", models.CharField(max_length=2000)),
                ("content_type", models.CharField(max_length=100)),
                ("headers", models.JSONField(default=dict)),
                ("body", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                ("purged_at", models.DateTimeField(null=True)),
                (
                    "integration",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="integrations.integration"
                    ),
                ),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("conversation_id", models.BigIntegerField()),
                ("actor_id", models.BigIntegerField()),
                ("actor_name", models.CharField(max_length=120)),
                ("reason", models.CharField(default="", max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("sending", "Sending"),
                            ("waiting", "Waiting"),
                            ("delivered", "Delivered"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=9,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("detail", models.CharField(default="", max_length=1024)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "integration",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="integrations.integration"
                    ),
                ),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
                (
                    "forward",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="integrations.forward"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("took_ms", models.PositiveIntegerField()),
                ("delivered", models.BooleanField()),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("detail", models.CharField(default="", max_length=1024)),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
                (
                    "delivery",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="integrations.delivery"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("project", "id"), name="integrations_attempt_pair"),
                    models.UniqueConstraint(fields=("project", "delivery", "number"), name="integrations_attempt_once"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="forward",
            index=models.Index(fields=["project", "conversation", "-id"], name="integrations_forward_of_talk"),
        ),
        migrations.AddConstraint(
            model_name="forward",
            constraint=models.UniqueConstraint(fields=("project", "id"), name="integrations_forward_pair"),
        ),
        migrations.AddConstraint(
            model_name="forward",
            constraint=models.UniqueConstraint(
                fields=("project", "integration", "conversation", "request_id"), name="integrations_forward_once"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["project", "integration", "-id"], name="integrations_delivery_newest"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["project", "forward"], name="integrations_delivery_of"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "waiting", "sending"])), fields=["next_at"], name="integrations_delivery_due"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "waiting", "sending"])),
                fields=["project", "integration", "conversation_id", "id"],
                name="integrations_delivery_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("project", "id"), name="integrations_delivery_pair"),
        ),
        wall("integrations_forward", "project_id"),
        wall("integrations_delivery", "project_id"),
        wall("integrations_attempt", "project_id"),
        composite_key("integrations_forward", "project_id, integration_id", "integrations_integration", **PAIR),
        composite_key("integrations_delivery", "project_id, integration_id", "integrations_integration", **PAIR),
        composite_key("integrations_delivery", "project_id, forward_id", "integrations_forward", **PAIR),
        composite_key("integrations_attempt", "project_id, delivery_id", "integrations_delivery", **PAIR),
        migrations.RunSQL(SQL, FORGET),
        read_only_for("parley_index", "integrations_delivery", "project_id, integration_id, state, next_at"),
        read_only_for("parley_index", "integrations_integration", "id, project_id, enabled, removed_at, rests_until, leased_until"),
        as_role("parley_index", DUE, "DROP FUNCTION public.deliveries_due"),
    ]

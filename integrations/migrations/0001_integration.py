"""What a project is connected to."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import wall


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0008_erasure"),
    ]

    operations = [
        migrations.CreateModel(
            name="Integration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("connector", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("settings", models.JSONField(default=dict)),
                ("sealed", models.TextField(default="")),
                ("fields", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ("mapping", models.JSONField(default=dict)),
                ("enabled", models.BooleanField(default=True)),
                ("disabled_at", models.DateTimeField(null=True)),
                ("disabled_reason", models.CharField(default="", max_length=300)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "health",
                    models.CharField(
                        choices=[("unknown", "Unknown"), ("working", "Working"), ("failing", "Failing")], default="unknown", max_length=8
                    ),
                ),
                ("health_at", models.DateTimeField(null=True)),
                ("health_detail", models.CharField(default="", max_length=1024)),
                ("failing_since", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("created_by", models.CharField(max_length=120)),
                ("removed_at", models.DateTimeField(null=True)),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("project", "id"), name="integrations_integration_pair")],
            },
        ),
        wall("integrations_integration", "project_id"),
        # A removed one stays for the log of what was sent: emptied, never deleted.
        migrations.RunSQL("REVOKE DELETE ON public.integrations_integration FROM parley_app", migrations.RunSQL.noop),
    ]

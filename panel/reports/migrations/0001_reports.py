"""One row a conversation for reports, and the minutes in which operators could answer."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from accounts.migrations._operations import composite_key, wall

OPTIONS = {"abstract": False, "base_manager_name": "objects"}
PROJECT = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "accounts.project"}
CASCADE = {"on_delete": django.db.models.deletion.CASCADE, "db_constraint": False, "related_name": "+"}


class Migration(migrations.Migration):
    initial = True

    dependencies = [("accounts", "0014_language_and_looks"), ("chat", "0011_work")]

    operations = [
        migrations.CreateModel(
            "Fact",
            [
                ("conversation", models.OneToOneField(primary_key=True, serialize=False, to="chat.conversation", **CASCADE)),
                ("seen", models.IntegerField(default=0)),
                ("asked_at", models.DateTimeField(null=True)),
                ("replied_at", models.DateTimeField(null=True)),
                ("replied_by", models.BigIntegerField(null=True)),
                ("replied_in_s", models.IntegerField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("resolved_in_s", models.IntegerField(null=True)),
                ("reopened", models.IntegerField(default=0)),
                ("merged", models.BooleanField(default=False)),
                ("missed", models.BooleanField(default=False)),
                ("operator", models.BigIntegerField(null=True)),
                ("department", models.BigIntegerField(null=True)),
                ("tags", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ("score", models.SmallIntegerField(null=True)),
                ("from_visitor", models.IntegerField(default=0)),
                ("texts", models.JSONField(default=dict)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            {
                **OPTIONS,
                "indexes": [
                    models.Index(
                        fields=["project", "-asked_at", "-conversation"],
                        condition=Q(("asked_at__isnull", False), ("merged", False)),
                        name="reports_fact_by_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "Attendance",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.DateTimeField()),
                ("minutes", models.IntegerField()),
                ("member", models.ForeignKey(to="accounts.member", **CASCADE)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            {
                **OPTIONS,
                "constraints": [models.UniqueConstraint(fields=("project", "quarter", "member"), name="reports_attendance_once")],
            },
        ),
        wall("reports_fact", "project_id"),
        wall("reports_attendance", "project_id"),
        composite_key(
            "reports_fact",
            "project_id, conversation_id",
            "chat_conversation",
            target_columns="project_id, id",
            on_delete="ON DELETE CASCADE",
        ),
    ]

"""How a project receives people: hours, departments, routing, what is asked before a chat, and what visitors agreed to."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Lower

from accounts.migrations._operations import as_role, composite_key, read_only_for, wall

OPTIONS = {"abstract": False, "base_manager_name": "objects"}
PROJECT = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "accounts.project"}
CASCADE = {"on_delete": django.db.models.deletion.CASCADE, "db_constraint": False, "related_name": "+"}
PAIR = {"target_columns": "project_id, id"}
WAYS = [("manual", "Manual"), ("round_robin", "Round Robin"), ("least_busy", "Least Busy")]
WHEN_AWAY = [("chat", "Chat"), ("form", "Form"), ("hide", "Hide")]


def row_id() -> tuple[str, models.BigAutoField]:
    return "id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("chat", "0007_files")]

    operations = [
        migrations.CreateModel(
            name="Department",
            fields=[
                row_id(),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("offered", models.BooleanField(default=True)),
                ("pages", django.contrib.postgres.fields.ArrayField(models.CharField(max_length=200), default=list, size=None)),
                ("way", models.CharField(blank=True, choices=WAYS, default="", max_length=12)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={
                **OPTIONS,
                "constraints": [
                    models.UniqueConstraint(fields=("project", "id"), name="chat_department_pair"),
                    models.UniqueConstraint("project", Lower("name"), condition=models.Q(removed_at=None), name="chat_department_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DepartmentMember",
            fields=[
                row_id(),
                ("department", models.ForeignKey(to="chat.department", **CASCADE)),
                ("member", models.ForeignKey(to="accounts.member", **CASCADE)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={
                **OPTIONS,
                "constraints": [models.UniqueConstraint(fields=("project", "department", "member"), name="chat_departmentmember_once")],
            },
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                row_id(),
                ("given_at", models.DateTimeField()),
                ("member", models.ForeignKey(to="accounts.member", **CASCADE)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={**OPTIONS, "constraints": [models.UniqueConstraint(fields=("project", "member"), name="chat_turn_once")]},
        ),
        migrations.CreateModel(
            name="Desk",
            fields=[
                row_id(),
                ("zone", models.CharField(default="UTC", max_length=64)),
                ("week", models.JSONField(null=True)),
                ("keeps_hours", models.BooleanField(default=False)),
                ("country", models.CharField(blank=True, default="", max_length=2)),
                ("region", models.CharField(blank=True, default="", max_length=10)),
                ("when_away", models.CharField(choices=WHEN_AWAY, default="chat", max_length=4)),
                ("away_text", models.CharField(blank=True, default="", max_length=300)),
                ("replies_within_min", models.PositiveIntegerField(default=0)),
                ("way", models.CharField(choices=WAYS, default="manual", max_length=12)),
                ("capacity", models.PositiveSmallIntegerField(default=5)),
                ("quiet_after_min", models.PositiveIntegerField(default=30)),
                ("away_after_min", models.PositiveIntegerField(default=15)),
                ("accept_within_s", models.PositiveIntegerField(default=120)),
                ("asks_before", models.JSONField(default=list)),
                ("asks_away", models.JSONField(default=list)),
                ("consent_text", models.CharField(blank=True, default="", max_length=500)),
                ("consent_href", models.CharField(blank=True, default="", max_length=500)),
                ("rating", models.BooleanField(default=True)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={**OPTIONS, "constraints": [models.UniqueConstraint(fields=("project",), name="chat_desk_once")]},
        ),
        migrations.CreateModel(
            name="SpecialDay",
            fields=[
                row_id(),
                ("date", models.DateField()),
                ("name", models.CharField(blank=True, max_length=80)),
                ("open", models.JSONField(default=list)),
                ("imported", models.BooleanField(default=False)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={**OPTIONS, "constraints": [models.UniqueConstraint(fields=("project", "date"), name="chat_specialday_once")]},
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                row_id(),
                ("version", models.CharField(max_length=12)),
                ("text", models.CharField(max_length=500)),
                ("agreed", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("page", models.CharField(blank=True, max_length=500)),
                ("address_hash", models.CharField(blank=True, max_length=64)),
                ("visitor", models.ForeignKey(to="chat.visitor", **CASCADE)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={**OPTIONS, "indexes": [models.Index(fields=["project", "visitor", "-id"], name="chat_consent_of_visitor")]},
        ),
        migrations.AddField(
            model_name="conversation",
            name="department",
            field=models.ForeignKey(
                db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chat.department"
            ),
        ),
        migrations.AddField(model_name="conversation", name="routed_at", field=models.DateTimeField(null=True)),
        *(wall(f"chat_{name}", "project_id") for name in ("desk", "specialday", "department", "departmentmember", "turn", "consent")),
        composite_key("chat_conversation", "project_id, department_id", "chat_department", **PAIR),
        composite_key("chat_departmentmember", "project_id, department_id", "chat_department", **PAIR, on_delete="ON DELETE CASCADE"),
        composite_key("chat_consent", "project_id, visitor_id", "chat_visitor", **PAIR, on_delete="ON DELETE CASCADE"),
        migrations.RunSQL(
            """
            -- To which words somebody agreed is evidence: it can go, and it cannot be rewritten.
            REVOKE UPDATE ON public.chat_consent FROM parley_app;
            -- Conversations keep the name of where they were.
            REVOKE DELETE ON public.chat_department FROM parley_app
            """,
            migrations.RunSQL.noop,
        ),
        read_only_for("parley_index", "chat_desk", "project_id, way, keeps_hours"),
        read_only_for("parley_index", "chat_department", "project_id, way, removed_at"),
        as_role(
            "parley_index",
            """
            CREATE FUNCTION public.projects_that_receive()
                RETURNS TABLE (project_id bigint, account_id bigint)
                LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
                AS 'SELECT p.id, p.account_id FROM public.accounts_project p WHERE p.id IN
                    (SELECT d.project_id FROM public.chat_desk d WHERE d.way <> ''manual'' OR d.keeps_hours
                     UNION SELECT o.project_id FROM public.chat_department o
                        WHERE o.way NOT IN ('''', ''manual'') AND o.removed_at IS NULL)';
            REVOKE ALL ON FUNCTION public.projects_that_receive FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION public.projects_that_receive TO parley_app
            """,
            "DROP FUNCTION public.projects_that_receive",
        ),
    ]

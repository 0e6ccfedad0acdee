"""What operators ask visitors for, and what visitors give."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import composite_key, wall

OF_CONVERSATION = models.Index(fields=["project", "conversation"], name="chat_form_of_conversation")
PROJECT = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "accounts.project"}
CASCADE = {"on_delete": django.db.models.deletion.CASCADE, "db_constraint": False}
GONE_WITH = {"target_columns": "project_id, id", "on_delete": "ON DELETE CASCADE"}


class Migration(migrations.Migration):
    dependencies = [("chat", "0004_limits")]

    operations = [
        migrations.CreateModel(
            name="Form",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("asked_by", models.CharField(max_length=120)),
                ("asked_at", models.DateTimeField()),
                ("asks", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ("purpose", models.CharField(max_length=200)),
                ("consent_version", models.CharField(default="", max_length=12)),
                ("consent_text", models.CharField(default="", max_length=500)),
                ("answered_at", models.DateTimeField(null=True)),
                ("conversation", models.ForeignKey(related_name="+", to="chat.conversation", **CASCADE)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [OF_CONVERSATION],
                "constraints": [models.UniqueConstraint(fields=("project", "id"), name="chat_form_pair")],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ask", models.CharField(max_length=20)),
                ("value", models.JSONField()),
                ("form", models.ForeignKey(related_name="answers", to="chat.form", **CASCADE)),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("project", "form", "ask"), name="chat_answer_once")],
            },
        ),
        wall("chat_form", "project_id"),
        wall("chat_answer", "project_id"),
        composite_key("chat_form", "project_id, conversation_id", "chat_conversation", **GONE_WITH),
        composite_key("chat_answer", "project_id, form_id", "chat_form", **GONE_WITH),
        migrations.RunSQL(
            """
            -- Who asked, why and in which words is evidence: it can go, and it cannot be rewritten.
            REVOKE UPDATE ON public.chat_form, public.chat_answer FROM parley_app;
            GRANT UPDATE (answered_at) ON public.chat_form TO parley_app
            """,
            migrations.RunSQL.noop,
        ),
    ]

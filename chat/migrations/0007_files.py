"""Files that people send, and the room that each project has for them."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from accounts.migrations._operations import as_role, composite_key, read_only_for, wall

PROJECT = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "accounts.project"}
STATES = [("uploading", "Uploading"), ("pending", "Pending"), ("ready", "Ready"), ("refused", "Refused")]
# Checks that got lost, uploads that nobody finished, and files that nobody sent: ids alone.
DUE = """
CREATE FUNCTION public.files_due(p_checks timestamptz, p_uploads timestamptz)
    RETURNS TABLE (project_id bigint, account_id bigint, attachment_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS '(SELECT a.project_id, p.account_id, a.id
         FROM public.chat_attachment a JOIN public.accounts_project p ON p.id = a.project_id
         WHERE a.state = ''pending'' AND a.touched_at < p_checks ORDER BY a.touched_at LIMIT 500)
        UNION
        (SELECT a.project_id, p.account_id, a.id
         FROM public.chat_attachment a JOIN public.accounts_project p ON p.id = a.project_id
         WHERE a.conversation_id IS NULL AND a.created_at < p_uploads LIMIT 500)';
REVOKE ALL ON FUNCTION public.files_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.files_due TO parley_app
"""


class Migration(migrations.Migration):
    dependencies = [("chat", "0006_search")]

    operations = [
        migrations.CreateModel(
            name="FileSpace",
            fields=[
                ("project", models.OneToOneField(primary_key=True, serialize=False, **PROJECT)),
                ("used_bytes", models.BigIntegerField(default=0)),
                ("quota_bytes", models.BigIntegerField(default=21474836480)),
                ("largest_bytes", models.BigIntegerField(default=26214400)),
                ("from_visitors", models.BooleanField(default=True)),
            ],
            options={"base_manager_name": "objects"},
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("key", models.CharField(editable=False, max_length=40)),
                ("author_kind", models.CharField(max_length=8)),
                ("author_id", models.BigIntegerField()),
                ("client_id", models.UUIDField()),
                ("name", models.CharField(max_length=160)),
                ("type", models.CharField(default="application/octet-stream", max_length=100)),
                ("size", models.BigIntegerField()),
                ("held", models.BigIntegerField()),
                ("width", models.IntegerField(null=True)),
                ("height", models.IntegerField(null=True)),
                ("state", models.CharField(choices=STATES, default="uploading", max_length=9)),
                ("reason", models.CharField(default="", max_length=12)),
                ("number", models.IntegerField(null=True)),
                ("place", models.SmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("touched_at", models.DateTimeField(auto_now=True)),
                (
                    "conversation",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="chat.conversation",
                    ),
                ),
                ("project", models.ForeignKey(**PROJECT)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["project", "conversation", "number"], name="chat_attachment_of_message"),
                    models.Index(condition=Q(("state__in", ["uploading", "pending"])), fields=["touched_at"], name="chat_attachment_due"),
                    models.Index(condition=Q(("conversation__isnull", True)), fields=["created_at"], name="chat_attachment_left"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "author_kind", "author_id", "client_id"), name="chat_attachment_once"),
                    models.CheckConstraint(
                        condition=Q(("conversation__isnull", True), ("number__isnull", True))
                        | Q(("conversation__isnull", False), ("number__isnull", False)),
                        name="chat_attachment_of_a_message",
                    ),
                ],
            },
        ),
        wall("chat_filespace", "project_id"),
        wall("chat_attachment", "project_id"),
        # No cascade: a row that went by itself would leave its file behind for ever.
        composite_key(
            "chat_attachment", "project_id, conversation_id, number", "chat_message", target_columns="project_id, conversation_id, number"
        ),
        read_only_for("parley_index", "chat_attachment", "id, project_id, state, conversation_id, created_at, touched_at"),
        as_role("parley_index", DUE, "DROP FUNCTION public.files_due"),
    ]

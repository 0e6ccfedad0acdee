"""What a team works with: its vocabulary of tags, canned replies, macros, views of the inbox, merges, and what was put off."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.migrations._operations import as_role, composite_key, wall

OPTIONS = {"abstract": False, "base_manager_name": "objects"}
PROJECT = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "accounts.project"}
CASCADE = {"on_delete": django.db.models.deletion.CASCADE, "db_constraint": False, "related_name": "+"}
OWN = {**CASCADE, "null": True, "to": "accounts.member"}
GONE_WITH = {"target_columns": "project_id, id", "on_delete": "ON DELETE CASCADE"}
WAITS = Q(("status", "open"), ("waiting_since__isnull", False))
PUT_OFF = Q(("snoozed_until__isnull", False), ("status", "snoozed"))


def row(**fields: models.Field) -> list[tuple[str, models.Field]]:
    first = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
    return [first, *fields.items(), ("project", models.ForeignKey(**PROJECT))]


def prepared(**fields: models.Field) -> list[tuple[str, models.Field]]:
    """What an outside id names, and when it was made."""
    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    return row(public_id=public_id, **fields, created_at=models.DateTimeField(auto_now_add=True))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_language_and_looks"), ("chat", "0010_file_limits")]

    operations = [
        migrations.CreateModel(
            "Tag",
            prepared(
                name=models.CharField(max_length=60),
                hue=models.PositiveSmallIntegerField(default=0),
                used=models.PositiveIntegerField(default=0),
                removed_at=models.DateTimeField(null=True),
            ),
            {
                **OPTIONS,
                "constraints": [
                    models.UniqueConstraint(fields=("project", "id"), name="chat_tag_pair"),
                    models.UniqueConstraint(F("project"), Lower("name"), name="chat_tag_name"),
                ],
            },
        ),
        migrations.CreateModel(
            "Tagging",
            row(tag=models.ForeignKey(to="chat.tag", **CASCADE), conversation=models.ForeignKey(to="chat.conversation", **CASCADE)),
            {
                **OPTIONS,
                "constraints": [models.UniqueConstraint(fields=("project", "tag", "conversation"), name="chat_tagging_once")],
                "indexes": [models.Index(fields=["project", "conversation"], name="chat_tagging_of")],
            },
        ),
        migrations.CreateModel(
            "CannedReply",
            prepared(
                member=models.ForeignKey(**OWN),
                shortcut=models.CharField(max_length=40),
                text=models.CharField(max_length=5000),
                used=models.PositiveIntegerField(default=0),
                used_at=models.DateTimeField(null=True),
            ),
            {
                **OPTIONS,
                "constraints": [
                    models.UniqueConstraint(F("project"), Lower("shortcut"), condition=Q(("member", None)), name="chat_cannedreply_shared"),
                    models.UniqueConstraint(
                        F("project"), F("member"), Lower("shortcut"), condition=~Q(("member", None)), name="chat_cannedreply_own"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Macro",
            prepared(
                name=models.CharField(max_length=60),
                does=models.JSONField(default=dict),
                used=models.PositiveIntegerField(default=0),
            ),
            {**OPTIONS, "constraints": [models.UniqueConstraint(F("project"), Lower("name"), name="chat_macro_name")]},
        ),
        migrations.CreateModel(
            "SavedView",
            prepared(
                member=models.ForeignKey(**OWN),
                name=models.CharField(max_length=60),
                wants=models.JSONField(default=dict),
            ),
            {**OPTIONS, "indexes": [models.Index(fields=["project", "member"], name="chat_savedview_of")]},
        ),
        migrations.CreateModel(
            "Merge",
            row(
                conversation=models.ForeignKey(to="chat.conversation", **CASCADE),
                into=models.ForeignKey(to="chat.conversation", **CASCADE),
                was_open=models.BooleanField(),
                by_name=models.CharField(max_length=120),
                at=models.DateTimeField(),
                undone_at=models.DateTimeField(null=True),
            ),
            {
                **OPTIONS,
                "constraints": [
                    models.UniqueConstraint(condition=Q(("undone_at", None)), fields=("project", "conversation"), name="chat_merge_once"),
                    models.CheckConstraint(condition=~Q(("conversation", F("into"))), name="chat_merge_of_two"),
                ],
                "indexes": [models.Index(condition=Q(("undone_at", None)), fields=["project", "into"], name="chat_merge_into")],
            },
        ),
        migrations.RemoveIndex("conversation", "chat_conversation_waiting"),
        migrations.AddIndex(
            "conversation",
            models.Index(condition=WAITS, fields=["project", "-priority", "waiting_since", "id"], name="chat_conversation_waiting"),
        ),
        migrations.AddIndex("conversation", models.Index(condition=PUT_OFF, fields=["snoozed_until"], name="chat_conversation_snoozed")),
        *(wall(f"chat_{name}", "project_id") for name in ("tag", "tagging", "cannedreply", "macro", "savedview", "merge")),
        composite_key("chat_tagging", "project_id, tag_id", "chat_tag", **GONE_WITH),
        composite_key("chat_tagging", "project_id, conversation_id", "chat_conversation", **GONE_WITH),
        composite_key("chat_merge", "project_id, conversation_id", "chat_conversation", **GONE_WITH),
        composite_key("chat_merge", "project_id, into_id", "chat_conversation", **GONE_WITH),
        migrations.RunSQL(
            """
            -- Conversations keep the names of their tags.
            REVOKE DELETE ON public.chat_tag FROM parley_app;
            -- Who merged what is logged: it is undone, never rewritten.
            REVOKE UPDATE ON public.chat_merge FROM parley_app;
            GRANT UPDATE (undone_at) ON public.chat_merge TO parley_app;
            GRANT SELECT (status, snoozed_until) ON public.chat_conversation TO parley_index;
            -- The tags that conversations have already become the vocabulary, project by project.
            DO $$
            DECLARE projects bigint[]; one bigint;
            BEGIN
                SET LOCAL ROLE parley_index;
                SELECT array_agg(p.project_id) INTO projects FROM public.projects_moved_since(interval '1000 years') p;
                RESET ROLE;
                FOREACH one IN ARRAY coalesce(projects, '{}') LOOP
                    PERFORM set_config('parley.project', one::text, true);
                    INSERT INTO public.chat_tag (public_id, name, hue, used, created_at, project_id)
                        SELECT gen_random_uuid(), min(name), 0, count(*), now(), one
                        FROM (SELECT unnest(tags) AS name FROM public.chat_conversation) t GROUP BY lower(name);
                    INSERT INTO public.chat_tagging (project_id, tag_id, conversation_id)
                        SELECT one, t.id, c.id FROM public.chat_conversation c CROSS JOIN unnest(c.tags) AS word
                        JOIN public.chat_tag t ON lower(t.name) = lower(word) ON CONFLICT DO NOTHING;
                END LOOP;
                PERFORM set_config('parley.project', '', true);
            END $$
            """,
            migrations.RunSQL.noop,
        ),
        as_role(
            "parley_index",
            """
            CREATE FUNCTION public.snoozes_due()
                RETURNS TABLE (project_id bigint, account_id bigint, conversation_id bigint)
                LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
                AS 'SELECT p.id, p.account_id, c.id FROM public.chat_conversation c
                    JOIN public.accounts_project p ON p.id = c.project_id
                    WHERE c.status = ''snoozed'' AND c.snoozed_until <= now() ORDER BY c.snoozed_until LIMIT 500';
            REVOKE ALL ON FUNCTION public.snoozes_due FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION public.snoozes_due TO parley_app
            """,
            "DROP FUNCTION public.snoozes_due",
        ),
    ]

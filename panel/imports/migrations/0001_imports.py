"""Archives that are to become projects, and the one way in which their messages come in."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import as_role, composite_key, read_only_for, wall

OPTIONS = {"abstract": False, "base_manager_name": "objects"}
PROTECT = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}
STATES = [("running", "Running"), ("done", "Done"), ("refused", "Refused"), ("failed", "Failed"), ("stopped", "Stopped")]

LEFT = """
CREATE FUNCTION public.imports_left()
    RETURNS TABLE (import_id bigint, account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT i.id, i.account_id FROM public.imports_import i WHERE i.state = ''running'' AND i.touched_at < statement_timestamp() - interval ''3 minutes'' ORDER BY i.id';
REVOKE ALL ON FUNCTION public.imports_left FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.imports_left TO parley_app
"""

# chat_append gives numbers and the present time. This keeps those of an archive, in the open project alone, and only while an import
# is making that project: nobody has seen it yet.
MESSAGES = """
CREATE FUNCTION public.import_messages(p_lines jsonb)
    RETURNS bigint
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'WITH put AS (
            INSERT INTO public.chat_message (project_id, conversation_id, number, public_number, author_kind, author_id, client_id, kind,
                                             text, data, created_at, edited_at, deleted)
            SELECT c.project_id, c.id, x.number, x.public_number, x.author_kind, x.author_id, x.client_id, x.kind,
                   x.text, x.data, x.created_at, x.edited_at, x.deleted
            FROM jsonb_to_recordset(p_lines) AS x (conversation_id bigint, number integer, public_number integer, author_kind text,
                 author_id bigint, client_id uuid, kind text, text text, data jsonb, created_at timestamptz, edited_at timestamptz,
                 deleted boolean)
            JOIN public.chat_conversation c ON c.id = x.conversation_id
             AND c.project_id = nullif(current_setting(''parley.project'', true), '''')::bigint
            WHERE EXISTS (SELECT FROM public.imports_import i WHERE i.project_id = c.project_id AND i.state = ''running'')
            ORDER BY c.id, x.number
            RETURNING 1)
        SELECT count(*) FROM put';
REVOKE ALL ON FUNCTION public.import_messages FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.import_messages TO parley_app
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("accounts", "0014_language_and_looks"), ("chat", "0011_work")]

    operations = [
        migrations.CreateModel(
            "Import",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("target", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("state", models.CharField(choices=STATES, default="running", max_length=8)),
                (
                    "stage",
                    models.CharField(choices=[("checking", "Checking"), ("loading", "Loading")], default="checking", max_length=8),
                ),
                ("name", models.CharField(max_length=160)),
                ("size", models.BigIntegerField()),
                ("key", models.CharField(blank=True, default="", max_length=200)),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("faults", models.JSONField(default=list)),
                ("fault_count", models.IntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("by_id", models.CharField(max_length=64)),
                ("by_name", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("touched_at", models.DateTimeField(auto_now=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(to="accounts.account", **PROTECT)),
                ("project", models.ForeignKey(to="accounts.project", null=True, db_constraint=False, **PROTECT)),
            ],
            {
                **OPTIONS,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True), fields=("account", "by_id", "key"), name="imports_import_once"
                    )
                ],
                "indexes": [
                    models.Index(fields=["account", "-id"], name="imports_import_newest"),
                    models.Index(condition=models.Q(("state", "running")), fields=["id"], name="imports_import_running"),
                ],
            },
        ),
        wall("imports_import", "account_id"),
        composite_key("imports_import", "account_id, project_id", "accounts_project", target_columns="account_id, id"),
        read_only_for("parley_index", "imports_import", "id, account_id, state, touched_at"),
        migrations.RunSQL(
            """
            GRANT SELECT (project_id, state) ON public.imports_import TO parley_writer;
            CREATE POLICY writer ON public.imports_import FOR SELECT TO parley_writer USING (true);
            """,
            """
            DROP POLICY writer ON public.imports_import;
            REVOKE SELECT (project_id, state) ON public.imports_import FROM parley_writer;
            """,
        ),
        as_role("parley_index", LEFT, "DROP FUNCTION public.imports_left"),
        as_role("parley_writer", MESSAGES, "DROP FUNCTION public.import_messages"),
    ]

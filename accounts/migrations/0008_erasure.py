"""Keys of secrets, exports, erasure."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import as_role, composite_key, read_only_for, wall

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
PUBLIC_ID = ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True))
ACCOUNT = ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account"))
PROJECT = (
    "project",
    models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project"),
)
KEY = [
    ("ring_key", models.CharField(max_length=300)),
    ("wrapped", models.BinaryField()),
    ("created_at", models.DateTimeField(auto_now_add=True)),
]
BY = [("by_id", models.CharField(max_length=64)), ("by_name", models.CharField(max_length=120))]
OPTIONS = {"abstract": False, "base_manager_name": "objects"}

LOOK_ACROSS = """
CREATE FUNCTION public.all_accounts()
    RETURNS TABLE (account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT DISTINCT m.account_id FROM public.accounts_member m ORDER BY 1';
CREATE FUNCTION public.erasures_due()
    RETURNS TABLE (erasure_id bigint, account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT e.id, e.account_id FROM public.accounts_erasure e
        WHERE (e.state = ''waiting'' AND e.due_at <= statement_timestamp()) OR (e.state = ''done'' AND NOT e.noted) ORDER BY e.id';
CREATE FUNCTION public.exports_left()
    RETURNS TABLE (export_id bigint, account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT e.id, e.account_id FROM public.accounts_export e WHERE e.state = ''running'' AND e.touched_at < statement_timestamp() - interval ''3 minutes'' ORDER BY e.id';
REVOKE ALL ON FUNCTION public.all_accounts, public.erasures_due, public.exports_left FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.all_accounts, public.erasures_due, public.exports_left TO parley_app
"""

# The app itself deletes no message: only this does, of one visitor, in the open project.
ERASE_MESSAGES = """
CREATE FUNCTION public.erase_messages_of(p_visitor bigint)
    RETURNS bigint
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'WITH gone AS (
            DELETE FROM public.chat_message m USING public.chat_conversation c
            WHERE c.project_id = nullif(current_setting(''parley.project'', true), '''')::bigint AND c.visitor_id = p_visitor
              AND m.project_id = c.project_id AND m.conversation_id = c.id
            RETURNING 1)
        SELECT count(*) FROM gone';
REVOKE ALL ON FUNCTION public.erase_messages_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.erase_messages_of TO parley_app
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_billing"), ("chat", "0003_second_look")]
    operations = [
        migrations.CreateModel("DataKey", [ID, *KEY, ACCOUNT], OPTIONS),
        migrations.CreateModel("UsersDataKey", [ID, *KEY]),
        migrations.CreateModel(
            "Export",
            [
                ID,
                PUBLIC_ID,
                (
                    "kind",
                    models.CharField(choices=[("visitor", "Visitor"), ("project", "Project"), ("account", "Account")], max_length=8),
                ),
                ("visitor", models.UUIDField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("ready", "Ready"), ("failed", "Failed"), ("cancelled", "Cancelled")],
                        default="running",
                        max_length=9,
                    ),
                ),
                ("progress", models.JSONField(default=list)),
                ("size", models.BigIntegerField(default=0)),
                *BY,
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("touched_at", models.DateTimeField(auto_now=True)),
                ("ready_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ACCOUNT,
                PROJECT,
            ],
            {
                **OPTIONS,
                "indexes": [
                    models.Index(fields=["account", "-id"], name="accounts_export_newest"),
                    models.Index(condition=models.Q(("state", "running")), fields=["id"], name="accounts_export_running"),
                ],
            },
        ),
        migrations.CreateModel(
            "Erasure",
            [
                ID,
                PUBLIC_ID,
                ("kind", models.CharField(choices=[("visitor", "Visitor"), ("account", "Account")], max_length=8)),
                ("subject", models.UUIDField(null=True)),
                ("tombstone", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("done", "Done"), ("aborted", "Aborted")], default="waiting", max_length=8
                    ),
                ),
                ("counts", models.JSONField(default=dict)),
                ("receivers", models.JSONField(default=list)),
                ("noted", models.BooleanField(default=False)),
                *BY,
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ACCOUNT,
                PROJECT,
            ],
            {
                **OPTIONS,
                "indexes": [
                    models.Index(fields=["account", "-id"], name="accounts_erasure_newest"),
                    models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="accounts_erasure_due"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("account", "tombstone"), name="accounts_erasure_waits_once"
                    )
                ],
            },
        ),
        wall("accounts_datakey", "account_id"),
        wall("accounts_export", "account_id"),
        wall("accounts_erasure", "account_id"),
        composite_key("accounts_export", "account_id, project_id", "accounts_project", target_columns="account_id, id"),
        composite_key("accounts_erasure", "account_id, project_id", "accounts_project", target_columns="account_id, id"),
        # The proof of an erasure is never taken back.
        migrations.RunSQL("REVOKE DELETE ON public.accounts_erasure FROM parley_app", migrations.RunSQL.noop),
        read_only_for("parley_index", "accounts_export", "id, account_id, state, touched_at"),
        read_only_for("parley_index", "accounts_erasure", "id, account_id, state, due_at, noted"),
        as_role("parley_index", LOOK_ACROSS, "DROP FUNCTION public.all_accounts, public.erasures_due, public.exports_left"),
        migrations.RunSQL(
            "GRANT DELETE ON public.chat_message TO parley_writer", "REVOKE DELETE ON public.chat_message FROM parley_writer"
        ),
        as_role("parley_writer", ERASE_MESSAGES, "DROP FUNCTION public.erase_messages_of"),
    ]

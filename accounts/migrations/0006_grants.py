"""What a customer lets Parley's own staff see."""

import uuid
from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from accounts.migrations._operations import composite_key, wall

SQL = Path(__file__).parent / "sql"
PROTECT = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}
PAIR = {"target_columns": "account_id, id"}
SCOPES = [("settings", "See settings"), ("conversations", "See settings and read conversations")]

RIGHTS = """
-- A grant is given and taken back, never changed: not longer, not wider, not back to life.
REVOKE UPDATE, DELETE ON public.accounts_grant FROM parley_app;
GRANT UPDATE (revoked_at) ON public.accounts_grant TO parley_app;
CREATE POLICY short ON public.accounts_grant AS RESTRICTIVE FOR INSERT TO parley_app, parley_owner
    WITH CHECK (revoked_at IS NULL AND ends_at <= statement_timestamp() + interval '7 days');
CREATE POLICY once ON public.accounts_grant AS RESTRICTIVE FOR UPDATE TO parley_app, parley_owner
    USING (revoked_at IS NULL) WITH CHECK (revoked_at IS NOT NULL);
REVOKE INSERT, UPDATE, DELETE ON public.accounts_look FROM parley_app;
"""
FORGET = """
DROP FUNCTION public.staff_open;
DROP POLICY staff ON public.chat_message;
DROP POLICY staff ON public.chat_visitor;
DROP POLICY staff ON public.chat_conversation;
DROP POLICY staff ON public.accounts_member;
DROP POLICY staff ON public.accounts_project;
DROP POLICY staff ON public.accounts_user;
DROP POLICY people ON public.accounts_user;
ALTER TABLE public.accounts_user DISABLE ROW LEVEL SECURITY;
DROP POLICY staff ON public.accounts_account;
DROP FUNCTION public.staff_page;
DROP POLICY staff ON public.accounts_look;
DROP POLICY staff ON public.accounts_grant;
REVOKE ALL ON public.chat_message, public.chat_visitor, public.chat_conversation, public.accounts_member,
    public.accounts_project, public.accounts_user, public.accounts_account FROM parley_staff;
"""


def _id() -> tuple[str, models.Field]:
    return "id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _now() -> models.Field:
    return models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)


def _loose(to: str, *, null: bool = False) -> models.Field:
    """A foreign key whose constraint is a composite one."""
    return models.ForeignKey(to=to, null=null, db_constraint=False, **PROTECT)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_signing_in"), ("chat", "0003_second_look")]

    operations = [
        migrations.CreateModel(
            name="Grant",
            fields=[
                _id(),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("scope", models.CharField(choices=SCOPES, max_length=16)),
                ("reason", models.CharField(max_length=200)),
                ("created_at", _now()),
                ("ends_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(to="accounts.account", **PROTECT)),
                ("given_by", _loose("accounts.member")),
                ("project", _loose("accounts.project", null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("account", "id"), name="accounts_grant_pair"),
                    models.CheckConstraint(condition=models.Q(scope__in=["settings", "conversations"]), name="accounts_grant_scope"),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="accounts_grant_reason"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                _id(),
                ("conversation_id", models.BigIntegerField(null=True)),
                ("person_id", models.BigIntegerField()),
                ("person_name", models.CharField(max_length=120)),
                ("page", models.CharField(max_length=20)),
                ("backend", models.IntegerField()),
                ("txid", models.BigIntegerField()),
                ("created_at", _now()),
                ("account", models.ForeignKey(to="accounts.account", **PROTECT)),
                ("grant", _loose("accounts.grant")),
                ("project", _loose("accounts.project", null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("account", "id"), name="accounts_look_pair")],
                "indexes": [
                    models.Index(fields=["account", "grant", "-id"], name="accounts_look_newest"),
                    models.Index(fields=["backend", "-id"], name="accounts_look_of_backend"),
                ],
            },
        ),
        wall("accounts_grant", "account_id"),
        wall("accounts_look", "account_id"),
        composite_key("accounts_grant", "account_id, project_id", "accounts_project", **PAIR),
        composite_key("accounts_grant", "account_id, given_by_id", "accounts_member", **PAIR),
        composite_key("accounts_look", "account_id, grant_id", "accounts_grant", **PAIR),
        composite_key("accounts_look", "account_id, project_id", "accounts_project", **PAIR),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "staff_policies.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "staff_open.sql").read_text(encoding="utf-8"), FORGET),
    ]

"""Invitations, and what keys may do."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import as_role, composite_key, read_only_for, wall

LOOK_ACROSS = """
CREATE FUNCTION public.invitation_by_hash(p_hash bytea)
    RETURNS TABLE (invitation_id bigint, account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp
    AS 'SELECT i.id, i.account_id FROM public.accounts_invitation i WHERE i.hash = p_hash';
REVOKE ALL ON FUNCTION public.invitation_by_hash FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.invitation_by_hash TO parley_app
"""

# Keys had no scopes until now, and did whatever their member may: they go on as before. For this one statement the owner is
# not bound by FORCE, or it would change no row and say nothing.
SCOPES_FOR_KEYS = """
ALTER TABLE public.accounts_apikey NO FORCE ROW LEVEL SECURITY;
UPDATE public.accounts_apikey SET scopes = ARRAY['read', 'visitors', 'reply', 'assign', 'settings', 'members']
        || ARRAY['audit', 'data'] WHERE scopes = '{}';
ALTER TABLE public.accounts_apikey FORCE ROW LEVEL SECURITY;
"""
ROLES = [("owner", "Owner"), ("admin", "Admin"), ("operator", "Operator"), ("viewer", "Viewer")]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_audit_chain")]
    operations = [
        migrations.AddField("account", "suspended_at", models.DateTimeField(null=True)),
        migrations.AddField("apikey", "last_used_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("email", models.EmailField(max_length=254)),
                ("role", models.CharField(choices=ROLES, max_length=16)),
                ("limited", models.BooleanField(default=False)),
                ("projects", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ("hash", models.BinaryField(max_length=32, unique=True)),
                ("sent_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account")),
                (
                    "invited_by",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["account", "email"],
                        condition=models.Q(accepted_at=None, revoked_at=None),
                        name="accounts_invitation_open",
                    )
                ],
            },
        ),
        wall("accounts_invitation", "account_id"),
        composite_key("accounts_invitation", "account_id, invited_by_id", "accounts_member", target_columns="account_id, id"),
        read_only_for("parley_index", "accounts_invitation", "id, account_id, hash"),
        as_role("parley_index", LOOK_ACROSS, "DROP FUNCTION public.invitation_by_hash"),
        migrations.RunSQL(SCOPES_FOR_KEYS, migrations.RunSQL.noop),
    ]

"""Audit lines are chained by their hashes, and words about people stand beside the chain."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import as_role, composite_key, wall

SQL = Path(__file__).parent / "sql"
CHAIN = (SQL / "audit_chain.sql").read_text(encoding="utf-8")
GUARD = (SQL / "audit_guard.sql").read_text(encoding="utf-8")

# The owner is bound by FORCE: for this statement it is not, or it would find no record and say nothing.
TAKE_NAMES_OUT = """
ALTER TABLE public.accounts_auditrecord NO FORCE ROW LEVEL SECURITY;
UPDATE public.accounts_auditrecord
    SET personal = jsonb_build_object('actor_name', jsonb_build_array(actor_kind || ':' || actor_id, actor_name)) WHERE actor_name <> '';
ALTER TABLE public.accounts_auditrecord FORCE ROW LEVEL SECURITY;
"""
RIGHTS = """
CREATE POLICY writer ON public.accounts_auditrecord TO parley_writer USING (true) WITH CHECK (true);
CREATE POLICY writer ON public.accounts_audithead TO parley_writer USING (true) WITH CHECK (true);
CREATE POLICY writer ON public.accounts_auditpersonal TO parley_writer USING (true) WITH CHECK (true);
CREATE POLICY writer ON public.accounts_account FOR SELECT TO parley_writer USING (true);
CREATE POLICY writer ON public.accounts_project FOR SELECT TO parley_writer USING (true);
GRANT SELECT, UPDATE (number, prev_hash, hash, personal) ON public.accounts_auditrecord TO parley_writer;
GRANT SELECT, INSERT, UPDATE ON public.accounts_audithead TO parley_writer;
GRANT SELECT, INSERT ON public.accounts_auditpersonal TO parley_writer;
GRANT USAGE ON SEQUENCE public.accounts_auditpersonal_id_seq TO parley_writer;
GRANT SELECT (id, public_id) ON public.accounts_account TO parley_writer;
GRANT SELECT (id, account_id, public_id) ON public.accounts_project TO parley_writer;
REVOKE INSERT, UPDATE, DELETE ON public.accounts_audithead FROM parley_app;
REVOKE INSERT, UPDATE ON public.accounts_auditpersonal FROM parley_app;
CREATE POLICY parley_index ON public.accounts_audithead FOR SELECT TO parley_index USING (true);
CREATE POLICY parley_index ON public.accounts_account FOR SELECT TO parley_index USING (true);
GRANT SELECT ON public.accounts_audithead TO parley_index;
GRANT SELECT (id, public_id) ON public.accounts_account TO parley_index;
"""
FORGET_RIGHTS = """
DROP POLICY writer ON public.accounts_auditrecord;
DROP POLICY writer ON public.accounts_account;
DROP POLICY writer ON public.accounts_project;
DROP FUNCTION IF EXISTS public.audit_heads;
DROP POLICY parley_index ON public.accounts_account;
"""
# After the trigger stands: its maker needs the right to the function, and gets it here from PUBLIC alone.
ALLOW = """
REVOKE ALL ON FUNCTION public.audit_chain, public.audit_link, public.canonical_json FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.audit_chain TO parley_app
"""
HEADS = """
CREATE FUNCTION public.audit_heads(p_since timestamptz)
    RETURNS TABLE (account_id bigint, account uuid, number bigint, hash bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT a.id, a.public_id, h.number, h.hash FROM public.accounts_audithead h
        JOIN public.accounts_account a ON a.id = h.account_id WHERE h.changed_at >= p_since ORDER BY a.id';
REVOKE ALL ON FUNCTION public.audit_heads FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.audit_heads TO parley_app
"""
CHAIN_FORMER = """
DO $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT id FROM public.accounts_auditrecord WHERE hash IS NULL ORDER BY account_id, id LOOP
        PERFORM public.audit_link(r.id);
    END LOOP;
    ASSERT NOT EXISTS (SELECT FROM public.accounts_auditrecord WHERE hash IS NULL), 'an audit record has no link';
END
$$
"""
FORGET_GUARD = """
DROP TRIGGER begin ON public.accounts_auditrecord;
DROP TRIGGER chain ON public.accounts_auditrecord;
DROP TRIGGER never_changed ON public.accounts_auditrecord;
DROP TRIGGER never_deleted ON public.accounts_auditrecord;
DROP TRIGGER never_emptied ON public.accounts_auditrecord;
DROP TRIGGER never_changed ON public.accounts_auditpersonal;
DROP TRIGGER never_deleted ON public.accounts_audithead;
DROP TRIGGER never_emptied ON public.accounts_audithead;
DROP FUNCTION public.audit_begin, public.audit_refuse;
"""
ACCOUNT = models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account")
WALLED = {"abstract": False, "base_manager_name": "objects"}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_walls")]
    operations = [
        migrations.RemoveIndex("auditrecord", "accounts_audit_newest"),
        migrations.AddField("auditrecord", "number", models.BigIntegerField(editable=False, null=True)),
        migrations.AddField("auditrecord", "personal", models.JSONField(default=dict)),
        migrations.AddField("auditrecord", "prev_hash", models.BinaryField(max_length=32, null=True)),
        migrations.AddField("auditrecord", "hash", models.BinaryField(max_length=32, null=True)),
        migrations.AddConstraint("auditrecord", models.UniqueConstraint(fields=["account", "id"], name="accounts_audit_pair")),
        migrations.AddConstraint("auditrecord", models.UniqueConstraint(fields=["account", "number"], name="accounts_audit_number")),
        migrations.AddIndex("auditrecord", models.Index(fields=["account", "actor_id", "-number"], name="accounts_audit_who")),
        migrations.AddIndex("auditrecord", models.Index(fields=["account", "action", "-number"], name="accounts_audit_what")),
        migrations.AddIndex("auditrecord", models.Index(fields=["account", "project", "-number"], name="accounts_audit_where")),
        migrations.AddIndex("auditrecord", models.Index(fields=["account", "created_at"], name="accounts_audit_when")),
        migrations.CreateModel(
            name="AuditPersonal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=40)),
                ("salt", models.BinaryField(max_length=32)),
                ("value", models.TextField()),
                ("subject", models.CharField(max_length=120)),
                ("account", ACCOUNT.clone()),
                (
                    "record",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.auditrecord"
                    ),
                ),
            ],
            options={
                **WALLED,
                "indexes": [models.Index(fields=["account", "subject"], name="accounts_audit_subject")],
                "constraints": [models.UniqueConstraint(fields=["account", "record", "field"], name="accounts_audit_word_once")],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="accounts.account",
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
                ("changed_at", models.DateTimeField()),
            ],
            options=WALLED,
        ),
        composite_key("accounts_auditpersonal", "account_id, record_id", "accounts_auditrecord", target_columns="account_id, id"),
        migrations.RunSQL(TAKE_NAMES_OUT, migrations.RunSQL.noop),
        migrations.RemoveField("auditrecord", "actor_name"),
        wall("accounts_auditpersonal", "account_id"),
        wall("accounts_audithead", "account_id"),
        migrations.RunSQL(RIGHTS, FORGET_RIGHTS),
        as_role("parley_writer", CHAIN, "DROP FUNCTION public.audit_chain, public.audit_link, public.canonical_json"),
        as_role("parley_index", HEADS, "DROP FUNCTION public.audit_heads"),
        migrations.RunSQL("SET ROLE parley_writer;" + CHAIN_FORMER + "; RESET ROLE;", migrations.RunSQL.noop),
        migrations.RunSQL(GUARD, FORGET_GUARD),
        as_role("parley_writer", ALLOW, ""),
    ]

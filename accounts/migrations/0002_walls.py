"""Wall two for accounts: policies, composite keys, rights, and the few functions that look across accounts."""

from django.db import migrations

from accounts.migrations._operations import as_role, composite_key, read_only_for, wall

LOOK_ACROSS = """
CREATE FUNCTION public.project_by_key(p_key text)
    RETURNS TABLE (project_id bigint, account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp
    AS 'SELECT p.id, p.account_id FROM public.accounts_project p WHERE p.key = p_key';
CREATE FUNCTION public.project_by_public_id(p_public_id uuid)
    RETURNS TABLE (project_id bigint, account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp
    AS 'SELECT p.id, p.account_id FROM public.accounts_project p WHERE p.public_id = p_public_id';
CREATE FUNCTION public.api_key_by_hash(p_hash bytea)
    RETURNS TABLE (key_id bigint, account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp
    AS 'SELECT k.id, k.account_id FROM public.accounts_apikey k WHERE k.hash = p_hash';
CREATE FUNCTION public.memberships_of(p_user_id bigint)
    RETURNS TABLE (member_id bigint, account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 2 SET search_path = pg_catalog, pg_temp
    AS 'SELECT m.id, m.account_id FROM public.accounts_member m WHERE m.user_id = p_user_id AND m.active ORDER BY m.id';
REVOKE ALL ON FUNCTION public.project_by_key, public.project_by_public_id, public.api_key_by_hash, public.memberships_of
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.project_by_key, public.project_by_public_id, public.api_key_by_hash,
    public.memberships_of TO parley_app
"""
FORGET = """
DROP FUNCTION public.project_by_key, public.project_by_public_id, public.api_key_by_hash, public.memberships_of
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sessions", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.RunSQL(
            """
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO parley_app;
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO parley_app;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO parley_app;
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO parley_app;
            REVOKE INSERT, UPDATE, DELETE ON public.django_migrations FROM parley_app;
            REVOKE UPDATE, DELETE ON public.accounts_auditrecord, public.accounts_revocation FROM parley_app;
            """,
            migrations.RunSQL.noop,
        ),
        wall("accounts_account", "id", "parley.account"),
        wall("accounts_project", "account_id"),
        wall("accounts_member", "account_id"),
        wall("accounts_memberproject", "account_id"),
        wall("accounts_apikey", "account_id"),
        wall("accounts_auditrecord", "account_id"),
        composite_key(
            "accounts_memberproject",
            "account_id, member_id",
            "accounts_member",
            target_columns="account_id, id",
            on_delete="ON DELETE CASCADE",
        ),
        composite_key(
            "accounts_memberproject",
            "account_id, project_id",
            "accounts_project",
            target_columns="account_id, id",
            on_delete="ON DELETE CASCADE",
        ),
        composite_key("accounts_apikey", "account_id, member_id", "accounts_member", target_columns="account_id, id"),
        composite_key("accounts_apikey", "account_id, project_id", "accounts_project", target_columns="account_id, id"),
        composite_key("accounts_auditrecord", "account_id, project_id", "accounts_project", target_columns="account_id, id"),
        read_only_for("parley_index", "accounts_project", "id, account_id, key, public_id"),
        read_only_for("parley_index", "accounts_apikey", "id, account_id, hash"),
        read_only_for("parley_index", "accounts_member", "id, account_id, user_id, active"),
        as_role("parley_index", LOOK_ACROSS, FORGET),
    ]

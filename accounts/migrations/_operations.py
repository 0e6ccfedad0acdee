"""Migration operations for the second wall: row-level security and composite keys. Frozen with the migrations that use them."""

from __future__ import annotations

from django.db import migrations

SETTING_OF = {"account_id": "parley.account", "project_id": "parley.project"}


def wall(table: str, column: str, setting: str | None = None) -> migrations.RunSQL:
    """ENABLE and FORCE row-level security on a table: only rows whose `column` is the open tenant exist.

    Named roles, not PUBLIC: the policy must not be the writer's or the index's. The owner is named, or its backfills could
    never see a row. `nullif`: after a transaction that used the setting it is '', not NULL, and '' is no bigint.
    """
    name = setting or SETTING_OF[column]
    is_open = f"{column} = nullif(current_setting('{name}', true), '')::bigint"
    return migrations.RunSQL(
        f"""
        ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY tenant ON public.{table} TO parley_app, parley_owner USING ({is_open}) WITH CHECK ({is_open});
        """,
        f"""
        DROP POLICY tenant ON public.{table};
        ALTER TABLE public.{table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE public.{table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def composite_key(table: str, columns: str, target: str, *, target_columns: str, on_delete: str = "") -> migrations.RunSQL:
    """A foreign key that carries the tenant.

    Postgres checks foreign keys past row-level security: a single-column key would accept another tenant's row.
    """
    name = f"{table}_{columns.split(',')[1].strip()}_pair_fk"
    return migrations.RunSQL(
        f"ALTER TABLE public.{table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES public.{target} ({target_columns}) {on_delete};",
        f"ALTER TABLE public.{table} DROP CONSTRAINT {name};",
    )


def read_only_for(role: str, table: str, columns: str) -> migrations.RunSQL:
    """Let a NOLOGIN role that owns definer functions read some columns of all tenants' rows."""
    return migrations.RunSQL(
        f"""
        GRANT SELECT ({columns}) ON public.{table} TO {role};
        CREATE POLICY {role} ON public.{table} FOR SELECT TO {role} USING (true);
        """,
        f"""
        DROP POLICY {role} ON public.{table};
        REVOKE SELECT ({columns}) ON public.{table} FROM {role};
        """,
    )


def as_role(role: str, sql: str, reverse: str) -> migrations.RunSQL:
    """Run `sql` as a NOLOGIN role, so that what it makes belongs to that role.

    The owner may become the role but is not the role (NOINHERIT), and the role may create in `public` for this moment only.
    """
    around = "GRANT CREATE ON SCHEMA public TO {r}; SET ROLE {r}; {s}; RESET ROLE; REVOKE CREATE ON SCHEMA public FROM {r};"
    return migrations.RunSQL(around.format(r=role, s=sql), around.format(r=role, s=reverse))

"""The walls as Postgres's own catalogue has them: a new table, function or role that is not behind them fails here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from accounts.tenancy import ACCOUNT_TABLES, GLOBAL_TABLES, PARTNER_TABLES, PROJECT_TABLES, AccountManager, ProjectManager
from integrations.partners.scope import PartnerManager
from tests.databases import sql

TENANT_TABLES = ACCOUNT_TABLES | PROJECT_TABLES
OPEN_PROJECT = "NULLIF(current_setting('parley.project'::text, true), ''::text))::bigint"
OPEN_PARTNER = "NULLIF(current_setting('parley.partner'::text, true), ''::text))::bigint"
OPEN_ACCOUNT = "NULLIF(current_setting('parley.account'::text, true), ''::text))::bigint"

# The functions that run with their owner's rights, each read for what it may give away: ids only, or the pair join.
DEFINERS = {
    "accounts_closed": "parley_index",
    "charge_by_key": "parley_index",
    "subscriptions_due": "parley_index",
    "accounts_with_card_of": "parley_index",
    "all_accounts": "parley_index",
    "all_partners": "parley_index",
    "api_key_by_hash": "parley_index",
    "audit_chain": "parley_writer",
    "audit_heads": "parley_index",
    "chat_append": "parley_writer",
    "invitation_by_hash": "parley_index",
    "letters_due": "parley_index",
    "deliveries_due": "parley_index",
    "erase_messages_of": "parley_writer",
    "erasures_due": "parley_index",
    "files_due": "parley_index",
    "exports_left": "parley_index",
    "import_messages": "parley_writer",
    "imports_left": "parley_index",
    "memberships_of": "parley_index",
    "notices_due": "parley_index",
    "notices_kept": "parley_index",
    "partner_by_code": "parley_index",
    "partner_by_user": "parley_index",
    "partner_of_account": "parley_index",
    "partner_of_touch": "parley_index",
    "project_by_key": "parley_index",
    "project_by_public_id": "parley_index",
    "project_by_slug": "parley_index",
    "project_of_reply_address": "parley_index",
    "projects_moved_since": "parley_index",
    "projects_that_receive": "parley_index",
    "snoozes_due": "parley_index",
    "staff_begin": "parley_owner",
    "staff_check_answer": "parley_owner",
    "staff_check_ask": "parley_owner",
    "staff_enrol": "parley_owner",
    "staff_enrolling": "parley_owner",
    "staff_here": "parley_owner",
    "staff_hold": "parley_owner",
    "staff_leave": "parley_owner",
    "sign_in_provider_by_public_id": "parley_index",
    "staff_open": "parley_owner",
    "staff_partner_decide": "parley_owner",
    "staff_partner_open": "parley_owner",
    "staff_partner_tax": "parley_owner",
    "staff_passkey": "parley_owner",
    "timeline_since": "parley_index",
    "search_messages": "parley_index",
    "search_unused": "parley_index",
    "search_visitors": "parley_index",
    "search_visitors_alike": "parley_index",
    "search_words_alike": "parley_index",
    "search_words": "parley_index",
}
# Who may call them, where it is not parley_app.
CALLERS = {name: "parley_staff" for name in DEFINERS if name.startswith("staff_")}
# What the writer's functions write; anything else they may only read.
WRITTEN = {"chat_conversation", "chat_message", "accounts_auditrecord", "accounts_audithead", "accounts_auditpersonal"}
# What these roles see of all tenants: nothing that a person wrote.
INDEX_COLUMNS = {
    "chat_department": {"project_id", "way", "removed_at"},
    "chat_desk": {"project_id", "way", "keeps_hours"},
    "accounts_account": {"id", "public_id"},
    "accounts_audithead": {"account_id", "number", "hash", "changed_at"},
    "accounts_apikey": {"id", "account_id", "hash"},
    "accounts_invitation": {"id", "account_id", "hash"},
    "accounts_erasure": {"id", "account_id", "state", "due_at", "noted"},
    "accounts_export": {"id", "account_id", "state", "touched_at"},
    "imports_import": {"id", "account_id", "state", "touched_at"},
    "accounts_member": {"id", "account_id", "user_id", "active"},
    "accounts_card": {"account_id", "fingerprint", "key_name"},
    "accounts_charge": {"account_id", "key"},
    "accounts_project": {"id", "account_id", "key", "public_id", "slug"},
    "accounts_signinprovider": {"id", "account_id", "public_id"},
    "accounts_subscription": {"account_id", "paid_until", "next_try_at"},
    "integrations_delivery": {"project_id", "integration_id", "state", "next_at"},
    "integrations_integration": {"id", "project_id", "enabled", "removed_at", "rests_until", "leased_until"},
    "chat_attachment": {"id", "project_id", "state", "conversation_id", "created_at", "touched_at"},
    "chat_conversation": {"id", "project_id", "public_id", "visitor_id", "updated_at", "status", "snoozed_until"},
    "chat_message": {"id", "project_id", "conversation_id", "number", "public_number", "kind", "txid"},
    # What search compares and never returns: words, names and addresses.
    "chat_searchentry": {"project_id", "message_id", "tokens"},
    "chat_searchword": {"id", "project_id", "word", "buckets"},
    "chat_visitor": {"id", "project_id", "public_id", "name", "email", "last_seen_at"},
    "notices_call": {"project_id"},
    "notices_ring": {"project_id", "next_at"},
    "notices_wait": {"project_id", "next_at"},
    "mail_letter": {"id", "project_id", "due_at"},
    "mail_replyaddress": {"project_id", "public_id"},
    "partners_partner": {"id", "user_id", "code"},
    "partners_referral": {"partner_id", "account_id"},
    "partners_touch": {"partner_id", "user_id"},
}


@pytest.fixture(autouse=True)
def database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def rows(question: str, *arguments: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, arguments)
        return cursor.fetchall()


class TestTables:
    def test_each_is_in_exactly_one_class(self) -> None:
        found = {name for (name,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        assert found == set(TENANT_TABLES) | set(PARTNER_TABLES) | GLOBAL_TABLES
        assert len(found) == len(ACCOUNT_TABLES) + len(PROJECT_TABLES) + len(PARTNER_TABLES) + len(GLOBAL_TABLES)

    @pytest.mark.parametrize("table", sorted(TENANT_TABLES))
    def test_a_tenants_table_is_forced_and_its_column_never_null(self, table: str) -> None:
        """TEN1."""
        question = "SELECT relrowsecurity, relforcerowsecurity, relowner::regrole::text FROM pg_class WHERE oid = %s::regclass"
        assert rows(question, table) == [(True, True, "parley_owner")]
        column = TENANT_TABLES[table]
        assert rows("SELECT attnotnull FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s", table, column) == [(True,)]

    @pytest.mark.parametrize("table", sorted(TENANT_TABLES))
    def test_its_policy_is_the_open_tenant_both_ways(self, table: str) -> None:
        """Only writer, index and staff have another one, and theirs is for them by name; grants are bound further."""
        found = {
            name: rest
            for name, *rest in rows("SELECT policyname, roles, cmd, qual, with_check FROM pg_policies WHERE tablename = %s", table)
        }
        roles, command, using, check = found.pop("tenant")
        wanted = f"({TENANT_TABLES[table]} = ({OPEN_PROJECT if table in PROJECT_TABLES else OPEN_ACCOUNT})"
        assert (using, check) == (wanted, wanted)
        assert command == "ALL" and set(roles) == {"parley_app", "parley_owner"}
        for name, (others, command, *_) in found.items():
            if table == "accounts_grant" and name in ("short", "once"):
                continue  # restrictive ones: they take away
            assert (name, others) in (("parley_index", ["parley_index"]), ("writer", ["parley_writer"]), ("staff", ["parley_staff"]))
            assert command == "SELECT" or (name == "writer" and table in WRITTEN)

    @pytest.mark.parametrize("table", sorted(PARTNER_TABLES))
    def test_a_partners_table_has_a_wall_of_its_own(self, table: str) -> None:
        """The partner that is open, both ways; staff read what the check needs, the index ids; nothing of it is a tenant's."""
        question = "SELECT relrowsecurity, relforcerowsecurity, relowner::regrole::text FROM pg_class WHERE oid = %s::regclass"
        assert rows(question, table) == [(True, True, "parley_owner")]
        found = {
            name: rest
            for name, *rest in rows("SELECT policyname, roles, cmd, qual, with_check FROM pg_policies WHERE tablename = %s", table)
        }
        roles, command, using, check = found.pop("partner")
        assert using == check == f"({PARTNER_TABLES[table]} = ({OPEN_PARTNER})" and command == "ALL"
        assert set(roles) == {"parley_app", "parley_owner"}
        for name, (others, command, *_) in found.items():
            if name in ("applied", "earned", "own"):
                continue  # restrictive ones: they take away
            assert (name, others) in (("parley_index", ["parley_index"]), ("staff", ["parley_staff"])) and command == "SELECT"
        assert table in ("partners_touch", "partners_look") or "staff" in found, "the premise: staff check the others"

    def test_models_and_tables_agree(self) -> None:
        for model in apps.get_models(include_auto_created=True):
            manager = model._default_manager
            kind = (
                PROJECT_TABLES
                if isinstance(manager, ProjectManager)
                else ACCOUNT_TABLES
                if isinstance(manager, AccountManager)
                else PARTNER_TABLES
                if isinstance(manager, PartnerManager)
                else GLOBAL_TABLES
            )
            assert model._meta.db_table in kind, model
            if kind is not GLOBAL_TABLES:
                assert isinstance(model._base_manager, type(manager)), f"{model}: its base manager lets everything through"

    def test_views_ask_as_their_reader(self) -> None:
        views = rows("SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
                     " AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false)")  # fmt: skip
        assert views == []

    @pytest.mark.parametrize("table", sorted(PROJECT_TABLES))
    def test_a_key_begins_with_the_project(self, table: str) -> None:
        """Distribution by project, and no question of one project that reads another's pages."""
        first = {name for (name,) in rows("SELECT pg_get_indexdef(indexrelid, 1, true) FROM pg_index WHERE indrelid = %s::regclass", table)}
        assert "project_id" in first


class TestKeys:
    def test_foreign_keys_between_tenants_tables_carry_the_tenant(self) -> None:
        """TEN5: except the ones to the account or project itself, which are the tenant."""
        found = rows(
            """SELECT c.conrelid::regclass::text, c.confrelid::regclass::text,
                      (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY AS k (at, n)
                       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.at)
               FROM pg_constraint c WHERE c.contype = 'f'"""
        )
        between = [(table, target, columns) for table, target, columns in found if table in TENANT_TABLES and target in TENANT_TABLES]
        assert len(between) > 10
        for table, target, columns in between:
            own = "account_id" if table in ACCOUNT_TABLES else "project_id"
            assert columns[0] == own, (table, target, columns)
            assert len(columns) >= 2 or columns == ["account_id"] or (columns, target) == (["project_id"], "accounts_project")


class TestFunctions:
    def test_definers_are_the_listed_ones(self) -> None:
        """TEN6."""
        found = rows("SELECT proname, proowner::regrole::text FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
        assert dict(found) == DEFINERS

    @pytest.mark.parametrize("name", sorted(DEFINERS))
    def test_each_looks_in_no_other_schema_and_is_not_public(self, name: str) -> None:
        ((settings, rights, returns),) = rows(
            "SELECT proconfig, proacl::text[], pg_get_function_result(oid) FROM pg_proc WHERE proname = %s", name
        )
        assert "search_path=pg_catalog, pg_temp" in settings
        assert not [right for right in rights if right.startswith("=")], "PUBLIC may call it"
        assert {right.partition("=")[0] for right in rights} == {CALLERS.get(name, "parley_app"), DEFINERS[name]}
        if DEFINERS[name] == "parley_index":
            assert "text" not in returns, "ids only"


class TestRoles:
    def test_nobody_but_the_backup_bypasses(self) -> None:
        """TEN2."""
        found = rows("SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname LIKE 'parley\\_%%'")
        powers = {name: powers for name, *powers in found}
        assert powers.pop("parley_backup") == [False, True, False]
        assert set(powers) == {f"parley_{one}" for one in ("owner", "app", "writer", "index", "staff")}
        assert all(not any(each) for each in powers.values())

    def test_we_run_as_the_app_which_is_a_member_of_nothing_and_owns_nothing(self) -> None:
        assert rows("SELECT current_user::text, session_user::text") == [("parley_app", "parley_app")]
        assert rows("SELECT roleid::regrole FROM pg_auth_members WHERE member = 'parley_app'::regrole") == []
        assert rows("SELECT relname FROM pg_class WHERE relowner = 'parley_app'::regrole") == []

    def test_the_owner_is_not_what_it_may_become(self) -> None:
        """Inherited, the writer's policy USING (true) would be the owner's and undo FORCE."""
        assert rows("SELECT rolinherit FROM pg_roles WHERE rolname = 'parley_owner'") == [(False,)]
        question = "SELECT pg_has_role('parley_owner', 'parley_writer', 'USAGE') OR pg_has_role('parley_owner', 'parley_index', 'USAGE')"
        assert sql(question).strip() == "f"

    def test_the_index_reads_ids_only(self) -> None:
        found = rows(
            """SELECT attrelid::regclass::text, attname::text FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
               WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
                 AND has_column_privilege('parley_index', attrelid, attnum, 'SELECT')"""
        )
        assert {table: {column for name, column in found if name == table} for table, _ in found} == INDEX_COLUMNS

    def test_the_app_writes_no_history(self) -> None:
        question = "SELECT has_table_privilege('parley_app', %s, %s)"
        for table in ("partners_entry", "partners_statement", "partners_look"):
            assert rows(question, table, "UPDATE") == rows(question, table, "DELETE") == [(False,)]
        for table in ("accounts_auditrecord", "accounts_revocation", "chat_message"):
            assert rows(question, table, "DELETE") == [(False,)]
        for table in ("accounts_auditrecord", "accounts_revocation", "django_migrations"):
            assert rows(question, table, "UPDATE") == [(False,)]

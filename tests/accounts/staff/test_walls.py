"""STF1, STF3, STF4 and STF6 where they are decided: in the database, as parley_staff, without any code of ours between."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from django.db import connection

from accounts.actions.revoke_grant import revoke_grant
from accounts.models import AuditRecord, Grant, Look, User
from accounts.tenancy import ACCOUNT_TABLES, PROJECT_TABLES, account
from tests.accounts.staff.conftest import Support
from tests.databases import sql

Staff = psycopg.Connection[Any]
Count = Callable[[str], int]

# What customers pay: of these, staff see the columns that are listed here, without a grant.
FACTS = {
    "accounts_account": {"id", "public_id", "name", "created_at"},
    "accounts_subscription": {"account_id", "plan", "trial_ends_at", "paid_until", "next_try_at", "credit"},
    "accounts_usage": {"account_id", "month", "started"},
    "accounts_invoice": {"id", "account_id", "number", "plan", "currency", "net", "tax", "total", "credited", "period_start", "period_end",
                         "refused", "issued_at", "paid_at", "voided_at"},
}  # fmt: skip
TENANTS = sorted(set(ACCOUNT_TABLES | PROJECT_TABLES) - FACTS.keys())
# Signing in, and the one way to a customer's rows.
FUNCTIONS = {"staff_open", "staff_page", "staff_enrolling", "staff_enrol", "staff_passkey", "staff_begin", "staff_here", "staff_leave"}
# Partners: the two-person check, and the tax profile for a purpose that is written down.
FUNCTIONS |= {"staff_partner_open", "staff_partner_decide", "staff_partner_tax", "staff_check_ask", "staff_check_answer", "staff_hold"}
OPENED = ("accounts_project", "accounts_member", "chat_conversation", "chat_visitor", "chat_message")


def lines_of(support: Support) -> list[AuditRecord]:
    """What stands in Acme's own log about staff."""
    with account(support.cast.shop.account_id):
        return list(AuditRecord.objects.filter(action="staff.opened").order_by("id"))


class TestWithoutAGrant:
    @pytest.mark.parametrize("table", TENANTS)
    def test_no_row_of_any_table_with_every_tenant_set(self, support: Support, staff: Staff, table: str) -> None:
        """STF1: a superuser's name helps nobody, nor do the settings that open a tenant for others."""
        rows = 0
        for project in (support.cast.shop, support.cast.outlet, support.cast.globex):
            staff.execute("SELECT set_config('parley.project', %s, false), set_config('parley.account', %s, false)",
                          [str(project.pk), str(project.account_id)])  # fmt: skip
            with suppress(psycopg.errors.InsufficientPrivilege):
                rows += len(staff.execute(f"SELECT 1 FROM {table}").fetchall())
        assert rows == 0

    def test_of_accounts_only_facts(self, staff: Staff) -> None:
        assert {name.partition(" ")[0] for (name,) in staff.execute("SELECT name FROM accounts_account")} == {"Acme", "Globex"}

    @pytest.mark.parametrize("table", FACTS)
    def test_of_billing_only_what_they_pay(self, staff: Staff, table: str) -> None:
        """Not who is invoiced, nor where they live."""
        columns = staff.execute(
            """SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0
               AND has_column_privilege(attrelid, attnum, 'SELECT')""",
            [table],
        )
        assert {name for (name,) in columns} == FACTS[table]

    @pytest.mark.parametrize("table", ["staffpasskey", "staffenrolment", "staffsession"])
    def test_who_comes_in_is_read_by_functions_alone(self, staff: Staff, table: str) -> None:
        """Neither their site nor the customers' reads or writes these tables."""
        for role in ("parley_app", "parley_staff"):
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"):
                ((may,),) = staff.execute("SELECT has_table_privilege(%s, %s, %s)", [role, f"accounts_{table}", right]).fetchall()
                assert not may, (role, right)

    def test_of_people_no_hash_of_a_password(self, staff: Staff) -> None:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            staff.execute("SELECT password FROM accounts_user")

    def test_of_people_only_their_own_kind(self, staff: Staff) -> None:
        assert [email for (email,) in staff.execute("SELECT email FROM accounts_user")] == ["aino@parley.example"]

    def test_nothing_can_be_written(self, staff: Staff) -> None:
        """STF2, STF6: of no table of ours, so that no grant can be made or changed, and nothing is said in a customer's name."""
        tables = [name for (name,) in staff.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        assert len(tables) > len(TENANTS)
        for table in tables:
            for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE"):
                ((may,),) = staff.execute("SELECT has_table_privilege(%s, %s)", [table, right]).fetchall()
                assert not may, (table, right)

    def test_they_may_call_these_functions(self, staff: Staff) -> None:
        callable_ones = staff.execute(
            """SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
               AND prorettype <> 'trigger'::regtype AND has_function_privilege(oid, 'EXECUTE')
               AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')"""  # e: Postgres' own extensions
        )
        assert {name for (name,) in callable_ones} == FUNCTIONS

    def test_no_page_opens_by_a_grant_that_is_not_there(self, support: Support, staff: Staff, count: Count) -> None:
        assert not support.open(staff, Grant(public_id=uuid.uuid4()), "settings")
        assert not any(map(count, OPENED)) and lines_of(support) == []


class TestUnderAGrant:
    def test_rows_come_after_the_line_is_committed_and_never_before(self, support: Support, staff: Staff, count: Count) -> None:
        """STF3: with a rollback the line would be gone, and the rows would have been read."""
        grant, before = support.give(project=support.cast.shop), len(lines_of(support))
        assert count("chat_conversation") == 0, "the grant alone shows nothing"
        with staff.transaction(force_rollback=True):
            assert support.open(staff, grant, "conversations")
            assert count("chat_conversation") == 0
            with staff.transaction():
                assert support.open(staff, grant, "conversations")
            assert count("chat_conversation") == 0, "a savepoint commits nothing"
        assert count("chat_conversation") == 0 and len(lines_of(support)) == before
        assert support.open(staff, grant, "conversations")
        assert count("chat_conversation") == 1
        line = lines_of(support)[-1]
        assert (line.actor_kind, line.actor_id) == ("staff", str(support.aino.pk)) and line.hash is not None
        assert line.data == {"page": "conversations", "grant": str(grant.public_id)}
        with account(support.cast.shop.account_id):
            assert line.words() == {"actor_name": "Aino V.", "reason": "Ticket 8812"}
            assert Look.objects.order_by("-id")[0].person_name == "Aino V."

    def test_each_page_shows_its_own_rows(self, support: Support, staff: Staff, count: Count) -> None:
        grant = support.give(project=support.cast.shop)
        talk = support.cast.talk.public_id
        seen = {}
        for page, conversation in (("settings", None), ("conversations", None), ("conversation", talk)):
            assert support.open(staff, grant, page, conversation=conversation)
            seen[page] = tuple(map(count, OPENED))
        # Of visitors only those who said something; members by name alone; messages of the one conversation.
        assert seen == {"settings": (1, 0, 0, 0, 0), "conversations": (1, 6, 1, 1, 0), "conversation": (1, 6, 1, 1, 1)}

    def test_another_connection_sees_nothing(self, support: Support, staff: Staff) -> None:
        grant = support.give(project=support.cast.shop)
        assert support.open(staff, grant, "conversations")
        with support.connect() as other:
            assert other.execute("SELECT id FROM chat_conversation").fetchall() == []

    def test_settings_alone_open_no_conversation(self, support: Support, staff: Staff, count: Count) -> None:
        grant = support.give(project=support.cast.shop, scope="settings")
        assert support.open(staff, grant, "settings")
        assert not support.open(staff, grant, "conversations")
        assert not support.open(staff, grant, "conversation", conversation=support.cast.talk.public_id)
        assert count("accounts_project") == 1 and count("chat_conversation") == count("accounts_member") == 0

    def test_one_project_is_not_the_next(self, support: Support, staff: Staff, count: Count) -> None:
        grant = support.give(project=support.cast.outlet)
        assert not support.open(staff, grant, "settings")
        assert not support.open(staff, grant, "conversation", project=support.cast.outlet, conversation=support.cast.talk.public_id)
        assert not support.open(staff, grant, "settings", project=support.cast.globex)
        assert support.open(staff, grant, "projects", project=None)
        names = [name for (name,) in staff.execute("SELECT name FROM accounts_project")]
        assert names == [support.cast.outlet.name]

    def test_all_projects(self, support: Support, staff: Staff, count: Count) -> None:
        grant = support.give(project=None)
        assert support.open(staff, grant, "projects", project=None) and count("accounts_project") == 2
        assert support.open(staff, grant, "conversations") and count("chat_conversation") == 1
        assert support.open(staff, grant, "conversations", project=support.cast.outlet) and count("chat_conversation") == 0

    def test_only_staff_open_a_page(self, support: Support, staff: Staff, count: Count) -> None:
        grant, before = support.give(project=support.cast.shop), len(lines_of(support))
        assert not support.open(staff, grant, "settings", person=support.cast.users["gus"].pk)
        assert count("accounts_project") == 0 and len(lines_of(support)) == before

    def test_a_revoked_one_shows_nothing_in_the_middle_of_a_transaction(self, support: Support, staff: Staff, count: Count) -> None:
        """STF4: the next statement of a request that runs already finds nothing."""
        grant = support.give(project=support.cast.shop)
        assert support.open(staff, grant, "conversations")
        with staff.transaction():
            assert count("chat_conversation") == 1
            with account(support.cast.shop.account_id):
                revoke_grant(support.cast.olga, grant)
            assert count("chat_conversation") == 0
        assert not support.open(staff, grant, "conversations")

    def test_who_is_switched_off_sees_nothing_in_the_middle_of_a_transaction(self, support: Support, staff: Staff, count: Count) -> None:
        leaving = User.objects.create_user("leaving@parley.example", None, name="Lea", is_staff=True)
        grant = support.give(project=support.cast.shop)
        assert support.open(staff, grant, "conversations", person=leaving.pk)
        with staff.transaction():
            assert count("chat_conversation") == 1
            User.objects.filter(pk=leaving.pk).update(is_active=False)
            assert count("chat_conversation") == 0
        assert not support.open(staff, grant, "conversations", person=leaving.pk)

    def test_an_ended_one_shows_nothing(self, support: Support, staff: Staff, count: Count) -> None:
        grant = support.give(project=support.cast.shop)
        assert support.open(staff, grant, "conversations") and count("chat_conversation") == 1
        move_end(grant, "now()")
        assert count("chat_conversation") == 0 and not support.open(staff, grant, "conversations")


class TestWhatTheAppMayDoToGrants:
    """STF2: nobody prolongs, widens or revives one, our own code included."""

    @pytest.mark.parametrize(
        "change", ["ends_at = ends_at + interval '1 hour'", "scope = 'conversations'", "project_id = NULL", "reason = 'x'"]
    )
    def test_nothing_is_changed(self, support: Support, change: str) -> None:
        grant = support.give(project=support.cast.shop, scope="settings")
        with account(grant.account_id), connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
            cursor.execute(f"UPDATE accounts_grant SET {change} WHERE id = %s", [grant.pk])

    def test_none_comes_back(self, support: Support) -> None:
        grant = support.give(project=support.cast.shop)
        with account(grant.account_id):
            revoke_grant(support.cast.olga, grant)
            assert Grant.objects.filter(pk=grant.pk).update(revoked_at=None) == 0

    def test_none_is_longer_than_a_week(self, support: Support) -> None:
        grant = support.give(project=support.cast.shop, hours=168)
        longer = "INSERT INTO accounts_grant (public_id, account_id, scope, reason, given_by_id, ends_at) SELECT gen_random_uuid(), \
            account_id, scope, reason, given_by_id, ends_at + interval '1 minute' FROM accounts_grant WHERE id = %s"
        with account(grant.account_id), connection.cursor() as cursor, pytest.raises(Exception, match="row-level security"):
            cursor.execute(longer, [grant.pk])


def move_end(grant: Grant, to: str) -> None:
    """Let a grant end, as time would: behind the walls, since nobody else may."""
    sql(f"UPDATE accounts_grant SET ends_at = {to} WHERE id = {grant.pk}", str(connection.settings_dict["NAME"]))

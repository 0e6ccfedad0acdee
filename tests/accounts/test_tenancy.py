"""Wall one and the setting that wall two reads: opened, restored, and gone with the transaction (TEN3, TEN4)."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django.utils import timezone

from accounts.access import ProjectRef
from accounts.models import Account, Member, Project
from accounts.tenancy import ACCOUNT_TABLES, PROJECT_TABLES, NoTenant, account, current_scope, tenant
from chat.models import Conversation, Visitor
from tests.cast import Cast, build_cast

TENANT_TABLES = sorted(ACCOUNT_TABLES | PROJECT_TABLES)
BLOCKS = 1000


def settings_now() -> tuple[str, str]:
    """What Postgres holds: (account, project), '' for nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('parley.account', true), ''), coalesce(current_setting('parley.project', true), '')"
        )
        return cursor.fetchone()


def count(table: str) -> int:
    """How many rows Postgres alone lets us see."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def expected(project: Project) -> tuple[str, str]:
    return str(project.account_id), str(project.pk)


class TestWithoutTenant:
    @pytest.mark.parametrize("table", TENANT_TABLES)
    def test_postgres_shows_no_row(self, cast: Cast, table: str) -> None:
        assert count(table) == 0

    @pytest.mark.parametrize("table", TENANT_TABLES)
    def test_postgres_changes_no_row(self, cast: Cast, table: str) -> None:
        column = {**ACCOUNT_TABLES, **PROJECT_TABLES}[table]
        with connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute(f"UPDATE {table} SET {column} = {column}")
            except ProgrammingError:
                return  # parley_app has no right to update this one at all
            assert cursor.rowcount == 0

    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO chat_follower (project_id, name, txid, message_id) VALUES (%s, 'x', 0, 0)",
            "INSERT INTO chat_counter (project_id, last_number) VALUES (%s, 0)",
            "INSERT INTO accounts_account (id, public_id, name, created_at) VALUES (%s + 1000, gen_random_uuid(), 'x', now())",
        ],
    )
    def test_postgres_takes_no_row(self, cast: Cast, statement: str) -> None:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [cast.outlet.pk])

    def test_a_model_saves_no_row(self, cast: Cast) -> None:
        with pytest.raises(NoTenant):
            Account(name="Nobody's").save(force_insert=True)

    def test_managers_raise(self) -> None:
        for model in apps.get_models():
            if model._meta.db_table in TENANT_TABLES:
                with pytest.raises(NoTenant):
                    model._default_manager.all()
                with pytest.raises(NoTenant):
                    model._base_manager.all()

    def test_an_account_opens_no_project(self, cast: Cast) -> None:
        with account(cast.shop.account_id):
            assert Project.objects.count() == 2
            with pytest.raises(NoTenant, match="no project"):
                Visitor.objects.all()


class TestInsideOne:
    def test_only_its_rows_are_there(self, cast: Cast) -> None:
        with tenant(cast.shop):
            assert set(Visitor.objects.values_list("name", flat=True)) == {cast.vera.name, "Wanda"}
            assert count("chat_visitor") == 2
        with tenant(cast.globex):
            assert list(Visitor.objects.values_list("name", flat=True)) == ["Gina"]
            assert [member.name for member in Member.objects.all()] == ["Gus"]
            assert not Project.objects.filter(pk=cast.shop.pk).exists()

    def test_a_sister_project_is_another_tenant(self, cast: Cast) -> None:
        with tenant(cast.outlet):
            assert count("chat_visitor") == count("chat_message") == 0
            assert not Conversation.objects.exists()

    def test_a_row_of_another_project_is_refused(self, cast: Cast) -> None:
        now = timezone.now()
        strange = Visitor(project_id=cast.globex.pk, token_hash=b"", first_seen_at=now, last_seen_at=now)
        with tenant(cast.shop), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            strange.save(force_insert=True)

    def test_a_row_cannot_be_moved_to_another_project(self, cast: Cast) -> None:
        with tenant(cast.shop), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Visitor.objects.update(project_id=cast.globex.pk)

    def test_a_child_of_another_tenants_row_is_refused(self, cast: Cast) -> None:
        """Foreign keys look past row-level security: only a key that carries the project stops this (TEN5)."""
        now = timezone.now()
        child = Conversation(project_id=cast.shop.pk, visitor_id=cast.gina.pk, number=77, created_at=now, updated_at=now)
        with tenant(cast.shop), pytest.raises(IntegrityError, match="pair_fk"), transaction.atomic():
            child.save(force_insert=True)


class TestNesting:
    def test_each_exit_restores_what_was_open(self, cast: Cast) -> None:
        assert settings_now() == ("", "")
        with tenant(cast.shop):
            with account(cast.globex.account_id):
                assert settings_now() == (str(cast.globex.account_id), "")
                with tenant(cast.globex):
                    assert settings_now() == expected(cast.globex)
                assert settings_now() == (str(cast.globex.account_id), "")
            assert settings_now() == expected(cast.shop) and current_scope().project_id == cast.shop.pk
        assert settings_now() == ("", "")

    def test_also_after_an_error(self, cast: Cast) -> None:
        with tenant(cast.shop):
            with pytest.raises(KeyError), tenant(cast.globex):
                raise KeyError
            assert settings_now() == expected(cast.shop)
        with pytest.raises(KeyError), tenant(cast.globex):
            raise KeyError
        assert settings_now() == ("", "")

    def test_also_after_an_error_of_the_database(self, cast: Cast) -> None:
        with tenant(cast.shop):
            with pytest.raises(ProgrammingError), tenant(cast.globex):
                count("no_such_table")
            assert settings_now() == expected(cast.shop) and Visitor.objects.count() == 2
        assert settings_now() == ("", "")

    def test_a_savepoint_inside_changes_nothing(self, cast: Cast) -> None:
        with tenant(cast.shop):
            with transaction.atomic(), tenant(cast.globex):
                pass
            with transaction.atomic():
                transaction.set_rollback(True)
            assert settings_now() == expected(cast.shop)

    def test_a_scope_that_was_marked_for_rollback_ends_too(self, cast: Cast) -> None:
        with tenant(cast.shop):
            transaction.set_rollback(True)
        assert settings_now() == ("", "")


class TestBorrowedConnections:
    def test_a_thousand_blocks_on_two_connections(self, cloned_database: str) -> None:
        """Errors in a third of them, by Python and by Postgres; what one block opened, no later one ever sees."""
        everybody = build_cast()
        projects = [ProjectRef(one.pk, one.account_id) for one in (everybody.shop, everybody.outlet, everybody.globex)]
        seen = {projects[0].id: 2, projects[1].id: 0, projects[2].id: 1}
        turns = threading.Lock()

        def run(seed: int) -> int:
            dice, errors = random.Random(seed), 0
            try:
                for _ in range(BLOCKS // 2):
                    project, trouble = dice.choice(projects), dice.choice(["none", "none", "none", "none", "python", "postgres"])
                    assert settings_now() == ("", "") and count("chat_visitor") == 0
                    with turns:  # one block a turn: the two connections interleave, block by block
                        errors += block(project, trouble)
                return errors
            finally:
                connections.close_all()

        def block(project: ProjectRef, trouble: str) -> int:
            try:
                with tenant(project):
                    assert count("chat_visitor") == seen[project.id] == Visitor.objects.count()
                    if trouble == "python":
                        raise KeyError
                    if trouble == "postgres":
                        count("no_such_table")
            except (KeyError, ProgrammingError):
                return 1
            return 0

        with ThreadPoolExecutor(2) as pool:
            assert sum(pool.map(run, [1, 2])) > BLOCKS // 5

"""The outsider test over the models: each table is in its class, and each tenant's rows are nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, ProgrammingError, connection, models, transaction

from accounts.tenancy import ACCOUNT_TABLES, GLOBAL_TABLES, PARTNER_TABLES, PROJECT_TABLES, NoTenant, account, tenant
from tests.cast import Cast
from tests.doors import walls

MODELS = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
OF_PROJECTS = [model for model in MODELS if model._meta.db_table in PROJECT_TABLES]
OF_ACCOUNTS = [model for model in MODELS if model._meta.db_table in ACCOUNT_TABLES]
OF_PARTNERS = [model for model in MODELS if model._meta.db_table in PARTNER_TABLES]
NAMES: dict[str, Any] = {"ids": lambda model: model.__name__}

Model = type[models.Model]


def managers_of(model: Any) -> list[Any]:
    """Every manager that code could use, Django's own included."""
    return [*model._meta.managers, model._default_manager, model._base_manager]


def test_every_model_is_in_a_class() -> None:
    tables = {model._meta.db_table for model in MODELS}
    unknown = tables - set(PROJECT_TABLES) - set(ACCOUNT_TABLES) - set(PARTNER_TABLES) - GLOBAL_TABLES
    assert not unknown, f"tables that accounts/tenancy.py does not know: {sorted(unknown)}"


@pytest.mark.skipif(walls.LEFT == "rls", reason="the managers' filters are taken down")
class TestOutsideAScope:
    @pytest.mark.parametrize("model", OF_PROJECTS + OF_ACCOUNTS + OF_PARTNERS, **NAMES)
    def test_a_manager_raises(self, acme: Cast, model: Model) -> None:
        for manager in managers_of(model):
            with pytest.raises(NoTenant):
                manager.all()

    @pytest.mark.parametrize("model", OF_PROJECTS, **NAMES)
    def test_an_account_alone_opens_no_project(self, acme: Cast, model: Model) -> None:
        with account(acme.shop.account_id):
            for manager in managers_of(model):
                with pytest.raises(NoTenant):
                    manager.all()


class TestInsideAScope:
    @pytest.mark.parametrize("model", OF_PROJECTS, **NAMES)
    def test_a_project_has_its_own_rows_only(self, acme: Cast, model: Model) -> None:
        column = PROJECT_TABLES[model._meta.db_table]
        for project in (acme.shop, acme.outlet, acme.globex):
            with tenant(project):
                for manager in managers_of(model):
                    assert set(manager.values_list(column, flat=True)) <= {project.pk}

    @pytest.mark.parametrize("model", OF_ACCOUNTS, **NAMES)
    def test_an_account_has_its_own_rows_only(self, acme: Cast, model: Model) -> None:
        column = ACCOUNT_TABLES[model._meta.db_table]
        for project in (acme.shop, acme.globex):
            with account(project.account_id):
                for manager in managers_of(model):
                    assert set(manager.values_list(column, flat=True)) <= {project.account_id}

    def test_the_premise(self, acme: Cast) -> None:
        with tenant(acme.shop):
            counts = {model.__name__: model._default_manager.count() for model in OF_PROJECTS}
        assert counts["Visitor"] == 2 and counts["Conversation"] == 1 and counts["Message"] == 6
        assert counts["Form"] == 2 and counts["Answer"] == 2


@pytest.mark.skipif(walls.LEFT == "filter", reason="the policies are opened")
class TestInPostgresAlone:
    @pytest.mark.parametrize("table", [*PROJECT_TABLES, *ACCOUNT_TABLES, *PARTNER_TABLES])
    def test_nothing_is_there_without_a_tenant(self, acme: Cast, table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,)

    @pytest.mark.parametrize("table", [*PROJECT_TABLES, *ACCOUNT_TABLES])
    def test_nothing_of_another_tenant_can_be_changed(self, acme: Cast, table: str) -> None:
        column = {**PROJECT_TABLES, **ACCOUNT_TABLES}[table]
        victim = acme.shop.pk if table in PROJECT_TABLES else acme.shop.account_id
        with tenant(acme.globex), connection.cursor() as cursor:
            for verb in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
                try:
                    with transaction.atomic():
                        cursor.execute(f"{verb} WHERE {column} = {victim}")
                        touched = cursor.rowcount
                except ProgrammingError:  # no right to this at all
                    touched = 0
                assert touched == 0

    def test_no_row_can_be_put_into_another_tenant(self, acme: Cast) -> None:
        insert = "INSERT INTO chat_follower (project_id, name, txid, message_id) VALUES (%s, 'x', 0, 0)"
        with tenant(acme.globex), connection.cursor() as cursor:
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                cursor.execute(insert, [acme.shop.pk])
            cursor.execute(insert, [acme.globex.pk])

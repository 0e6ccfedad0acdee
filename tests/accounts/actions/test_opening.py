"""Becoming a customer, adding projects, and the records that are written inside the act."""

from __future__ import annotations

import pytest
from django.db import transaction

from accounts.access import actors_of, project_by_key
from accounts.actions.add_project import add_project
from accounts.actions.edit_project import edit_project
from accounts.actions.open_account import open_account
from accounts.errors import Forbidden, Invalid
from accounts.models import Account, AuditRecord, Member, Project, Role, User
from accounts.tenancy import account, tenant
from tests.cast import Cast


class TestOpenAccount:
    def test_the_first_owner(self, cast: Cast) -> None:
        nora = User.objects.create_user("Nora@Nook.example ", name="Nora")
        opened = open_account(nora, name=" Nook ")
        (actor,) = actors_of(nora)
        assert (nora.email, actor.role, actor.account_id, actor.name) == ("nora@nook.example", Role.OWNER, opened.pk, "Nora")
        with account(opened.pk):
            assert Account.objects.get().name == "Nook" and Member.objects.count() == 1
            assert [record.action for record in AuditRecord.objects.all()] == ["account.opened"]

    def test_a_second_account_of_the_same_person(self, cast: Cast) -> None:
        open_account(cast.users["olga"], name="Side business")
        first, second = actors_of(cast.users["olga"])
        assert first == cast.olga and second.account_id != first.account_id


class TestAddProject:
    def test_its_key_opens_it(self, cast: Cast) -> None:
        assert len({cast.shop.key, cast.outlet.key, cast.globex.key}) == 3 and len(cast.shop.key) == 20
        assert project_by_key(cast.shop.key) == cast.shop

    @pytest.mark.parametrize(
        ("website", "domains"),
        [
            ("nook.example", ["nook.example", "www.nook.example"]),
            ("https://www.nook.example/de", ["www.nook.example", "nook.example"]),
            ("blog.nook.example", ["blog.nook.example"]),
            ("http://nook.example", ["http://nook.example", "http://www.nook.example"]),
            ("nook.example:8443", ["nook.example:8443"]),
            ("localhost", ["localhost"]),
            ("192.0.2.7", ["192.0.2.7"]),
        ],
    )
    def test_its_domains(self, cast: Cast, website: str, domains: list[str]) -> None:
        with account(cast.olga.account_id):
            opened = Account.objects.get()
        assert add_project(cast.olga, opened, name="Nook", website=website).allowed_domains == domains

    def test_the_same_name_twice(self, cast: Cast) -> None:
        with account(cast.olga.account_id):
            opened = Account.objects.get()
        slugs = {add_project(cast.ada, opened, name=name, website="nook.example").slug for name in ("Nook", "Nook", "日本")}
        assert len(slugs) == 3

    def test_wrong_role_and_outsider(self, cast: Cast) -> None:
        with account(cast.olga.account_id):
            opened = Account.objects.get()
        for actor in (cast.oscar, cast.vic, cast.gus):
            with pytest.raises(Forbidden):
                add_project(actor, opened, name="Nook", website="nook.example")

    def test_no_domain(self, cast: Cast) -> None:
        with account(cast.olga.account_id):
            opened = Account.objects.get()
            with pytest.raises(Invalid):
                add_project(cast.olga, opened, name="Nook", website="no domain")
            assert Project.objects.count() == 2


class TestAudit:
    def test_the_record_stands_or_falls_with_the_act(self, in_shop: Cast) -> None:
        before = AuditRecord.objects.count()
        with transaction.atomic():
            edit_project(in_shop.olga, in_shop.shop, name="Undone")
            assert AuditRecord.objects.count() == before + 1
            transaction.set_rollback(True)
        assert AuditRecord.objects.count() == before
        assert Project.objects.get(pk=in_shop.shop.pk).name != "Undone"

    def test_another_account_reads_none_of_it(self, cast: Cast) -> None:
        with tenant(cast.globex):
            assert {record.actor_name for record in AuditRecord.objects.all()} == {"Gus"}

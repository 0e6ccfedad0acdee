"""Giving a grant and taking it back (STF2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from accounts.actions.give_grant import give_grant
from accounts.actions.revoke_grant import revoke_grant
from accounts.errors import Forbidden, Invalid
from accounts.grants import grants_in_force, grants_over
from accounts.models import AuditRecord, Grant, Revocation
from accounts.tenancy import account, tenant
from tests.cast import Cast


def given(cast: Cast, **changed: object) -> Grant:
    wanted = {"project": cast.shop, "scope": "settings", "reason": "  Ticket\n8812 ", "hours": 24, **changed}
    with account(cast.shop.account_id):
        return give_grant(cast.olga, **wanted)  # type: ignore[arg-type]


class TestGiving:
    def test_it_ends_by_itself_and_stands_in_the_log(self, cast: Cast) -> None:
        grant = given(cast)
        with account(cast.shop.account_id):
            grant.refresh_from_db()
            line = AuditRecord.objects.get(action="grant.given")
        assert timedelta(hours=23, minutes=59) < grant.ends_at - grant.created_at <= timedelta(hours=24)
        assert grant.reason == "Ticket 8812" and line.target_id == str(grant.public_id)
        assert line.data == {"project": str(cast.shop.public_id), "scope": "settings", "hours": 24}
        assert line.personal["reason"][1] == "Ticket 8812"

    @pytest.mark.parametrize("name", ["ada", "oscar", "vic", "lena"])
    def test_only_an_owner_may(self, cast: Cast, name: str) -> None:
        with account(cast.shop.account_id), pytest.raises(Forbidden):
            give_grant(getattr(cast, name), project=cast.shop, scope="settings", reason="x")

    @pytest.mark.parametrize(
        ("field", "value"), [("hours", 0), ("hours", 169), ("scope", "everything"), ("reason", "  "), ("reason", "x" * 201)]
    )
    def test_what_cannot_be(self, cast: Cast, field: str, value: object) -> None:
        with pytest.raises(Invalid) as refusal:
            given(cast, **{field: value})
        assert set(refusal.value.fields) == {field}

    def test_another_one_takes_the_place_of_the_open_one(self, cast: Cast) -> None:
        first, other, second = given(cast), given(cast, project=cast.outlet), given(cast, scope="conversations")
        with account(cast.shop.account_id):
            assert [grant.pk for grant in grants_in_force()] == [second.pk, other.pk]
            assert AuditRecord.objects.get(action="grant.revoked").target_id == str(first.public_id)

    def test_nobody_elses_project(self, cast: Cast) -> None:
        with pytest.raises(Exception, match="violates foreign key"), transaction.atomic():
            given(cast, project=cast.globex)

    def test_a_project_hears_of_its_own_and_of_those_for_all(self, cast: Cast) -> None:
        own, for_all = given(cast), given(cast, project=None)
        with tenant(cast.shop):
            assert {grant.pk for grant in grants_over(cast.shop)} == {own.pk, for_all.pk}
        with tenant(cast.outlet):
            assert [grant.pk for grant in grants_over(cast.outlet)] == [for_all.pk]


class TestTakingBack:
    def test_at_once_and_once(self, cast: Cast) -> None:
        grant = given(cast)
        with account(cast.shop.account_id):
            for _ in range(2):
                revoke_grant(cast.olga, grant)
            assert not grants_in_force().exists()
            assert AuditRecord.objects.filter(action="grant.revoked").count() == 1
        assert Revocation.objects.filter(subject=f"grant:{grant.pk}").count() == 1

    def test_only_an_owner_may(self, cast: Cast) -> None:
        grant = given(cast)
        with account(cast.shop.account_id), pytest.raises(Forbidden):
            revoke_grant(cast.ada, grant)

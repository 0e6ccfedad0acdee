"""Changing an integration, stopping it, making a new secret, removing it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from accounts.actors import system_actor
from accounts.errors import Forbidden, Invalid, NotFound
from accounts.models import AuditRecord
from accounts.secrets import make_data_key
from accounts.tenancy import account, tenant
from integrations.access import integration_for
from integrations.actions.disable_integration import disable_integration, enable_integration
from integrations.actions.edit_integration import edit_integration
from integrations.actions.note_health import note_health
from integrations.actions.remove_integration import remove_integration
from integrations.actions.rotate_secret import rotate_secret
from integrations.connectors import Connector, Outcome
from integrations.holdings import erase_account
from integrations.models import Integration
from integrations.queries import pressable
from integrations.sealing import reseal_integrations, secrets_of
from tests.cast import Cast
from tests.integrations.plain import SETTINGS, connected


@pytest.fixture
def fax(in_shop: Cast, plain: Connector) -> Integration:
    made = connected(in_shop.ada, in_shop.shop, plain)
    made.confirmed_at = timezone.now()
    made.save()
    return made


def again(integration: Integration) -> Integration:
    return Integration.objects.select_related("project").get(pk=integration.pk)


class TestEditing:
    def test_what_is_given_changes(self, in_shop: Cast, fax: Integration) -> None:
        edit_integration(in_shop.ada, fax, name="Fax", fields=["phone", "messages"], mapping={"name": ""})
        kept = again(fax)
        assert (kept.name, kept.fields, kept.mapping, kept.settings) == ("Fax", ["messages", "phone"], {}, {"address": "fax:1"})
        assert kept.confirmed_at is not None
        record = AuditRecord.objects.get(action="integration.edited")
        assert record.data["changed"] == ["fields", "mapping", "name"]

    def test_secrets_left_out_stay(self, in_shop: Cast, fax: Integration) -> None:
        edit_integration(in_shop.ada, fax, settings={"address": "fax:1", "password": ""})
        assert secrets_of(again(fax))["password"] == SETTINGS["password"]
        edit_integration(in_shop.ada, fax, settings={"address": "fax:1", "password": "another"})
        assert secrets_of(again(fax)) == {"password": "another", "ours": "made after nothing"}

    def test_another_receiver_has_agreed_to_nothing(self, in_shop: Cast, fax: Integration) -> None:
        assert [each for each, _connector in pressable()] == [fax]
        edit_integration(in_shop.ada, fax, settings={"address": "fax:2"})
        assert again(fax).confirmed_at is None and pressable() == []

    def test_nothing_changed_is_nothing_written(self, in_shop: Cast, fax: Integration) -> None:
        edit_integration(in_shop.ada, fax, name="The fax")
        assert not AuditRecord.objects.filter(action="integration.edited").exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": "\u202e"}, "name"),
            ({"settings": {"address": ""}}, "address"),
            ({"fields": ["notes"]}, "fields"),
            ({"fields": "messages"}, "fields"),
            ({"mapping": {"phone": "x"}}, "mapping"),
            ({"mapping": {"name": "имя"}}, "map_name"),
        ],
    )
    def test_a_wrong_value_changes_nothing(self, in_shop: Cast, fax: Integration, changes: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            edit_integration(in_shop.ada, fax, **{"name": "Fax", **changes})
        assert list(refused.value.fields) == [field] and again(fax).name == "The fax"


class TestRotating:
    def test_ours_is_made_anew(self, in_shop: Cast, fax: Integration) -> None:
        assert rotate_secret(in_shop.ada, fax) == {"ours": "made after made after nothing"}
        kept = {"ours": "made after made after nothing", "former": "made after nothing"}
        assert secrets_of(again(fax)) == {"password": SETTINGS["password"], **kept}, "the former one goes on, and is not shown again"
        assert AuditRecord.objects.filter(action="integration.secret_rotated").count() == 1

    def test_secrets_are_sealed_again_with_the_accounts_newest_key(self, in_shop: Cast, fax: Integration) -> None:
        before, account_id = again(fax).sealed, in_shop.shop.account_id
        with account(account_id):
            key = make_data_key(account_id)
            assert reseal_integrations(account_id) == 1
        after = again(fax).sealed
        assert after != before and after.startswith(f"s1.{key.pk}.")
        assert secrets_of(again(fax))["password"] == SETTINGS["password"]


class TestStopping:
    def test_disabled_nobody_presses(self, in_shop: Cast, fax: Integration) -> None:
        for _twice in range(2):
            disable_integration(in_shop.ada, fax, reason="Moves to another number")
        kept = again(fax)
        assert not kept.enabled and kept.disabled_reason == "Moves to another number" and pressable() == []
        record = AuditRecord.objects.get(action="integration.disabled")
        assert record.words()["reason"] == "Moves to another number"
        for _twice in range(2):
            enable_integration(in_shop.ada, fax)
        assert again(fax).enabled and len(pressable()) == 1
        assert AuditRecord.objects.filter(action="integration.enabled").count() == 1

    def test_parley_itself_may_when_the_other_side_is_gone(self, in_shop: Cast, fax: Integration) -> None:
        disable_integration(system_actor(in_shop.shop.account_id), fax, reason="410 Gone")
        assert not again(fax).enabled

    def test_removed_only_the_name_stays(self, in_shop: Cast, fax: Integration) -> None:
        remove_integration(in_shop.ada, fax)
        kept = again(fax)
        assert (kept.name, kept.settings, kept.sealed, kept.mapping, kept.enabled) == ("The fax", {}, "", {}, False)
        assert pressable() == []
        assert AuditRecord.objects.filter(action="integration.removed").count() == 1
        for change in (remove_integration, disable_integration, enable_integration, edit_integration, rotate_secret):
            with pytest.raises(NotFound):
                change(in_shop.ada, fax)
        with pytest.raises(NotFound):
            integration_for(in_shop.ada, in_shop.shop, fax.public_id)

    def test_the_row_cannot_be_deleted(self, in_shop: Cast, fax: Integration) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM integrations_integration")

    def test_an_erased_account_leaves_nothing_of_it(self, in_shop: Cast, fax: Integration) -> None:
        assert erase_account(in_shop.shop.account_id) == {"integrations": 1, "forwards": 0}
        assert erase_account(in_shop.shop.account_id) == {"integrations": 0, "forwards": 0}
        kept = again(fax)
        assert (kept.name, kept.created_by, kept.settings, kept.sealed) == ("", "", {}, "")


class TestHealth:
    def test_the_first_failure_is_remembered(self, in_shop: Cast, fax: Integration) -> None:
        began, bad = timezone.now(), Outcome(delivered=False, status=503, detail="Service Unavailable")
        note_health(fax, bad, at=began)
        note_health(again(fax), bad, at=began + timedelta(minutes=5))
        kept = again(fax)
        assert (kept.health, kept.failing_since, kept.health_detail) == ("failing", began, "Service Unavailable")
        note_health(kept, Outcome(delivered=True, status=200), at=began + timedelta(minutes=9))
        kept = again(fax)
        assert (kept.health, kept.failing_since, kept.health_detail) == ("working", None, "")


class TestWhoMayNot:
    @pytest.mark.parametrize("who", ["oscar", "vic", "lena", "gus"])
    @pytest.mark.parametrize("change", [edit_integration, remove_integration, disable_integration, enable_integration, rotate_secret])
    def test_without_the_right(self, in_shop: Cast, fax: Integration, who: str, change: Any) -> None:
        with pytest.raises(Forbidden):
            change(getattr(in_shop, who), fax)
        assert again(fax).removed_at is None

    def test_from_another_tenant(self, in_shop: Cast, fax: Integration) -> None:
        with tenant(in_shop.globex), pytest.raises(NotFound):
            integration_for(in_shop.gus, in_shop.globex, fax.public_id)
        with tenant(in_shop.outlet), pytest.raises(NotFound):
            integration_for(in_shop.lena, in_shop.outlet, fax.public_id)

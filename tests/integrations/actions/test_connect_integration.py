"""Connecting: what is kept, what is sealed, and who may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.billing.plans import TRIAL
from accounts.errors import Conflict, Forbidden, Invalid, PlanEnded
from accounts.models import AuditRecord
from accounts.tenancy import tenant
from integrations.actions import connect_integration as module
from integrations.actions.connect_integration import connect_integration
from integrations.connectors import Connector, connectors
from integrations.models import Integration
from integrations.sealing import secrets_of
from integrations.shapes import integration_shape
from tests.accounts.billing.paying import Travel, travel
from tests.cast import Cast
from tests.integrations.connectors.example import example_of
from tests.integrations.plain import SETTINGS, Notebook, connected

__all__ = ["travel"]


class TestConnecting:
    def test_secrets_are_sealed_apart_from_settings(self, in_shop: Cast, plain: Connector) -> None:
        made, shown = connect_integration(in_shop.ada, in_shop.shop, plain, name=" The  fax ", settings=SETTINGS)
        kept = Integration.objects.get(pk=made.pk)
        assert (kept.name, kept.settings, kept.created_by) == ("The fax", {"address": "fax:1"}, "Ada")
        assert shown == {"ours": "made after nothing"}
        assert secrets_of(kept) == {"password": SETTINGS["password"], **shown}
        assert kept.fields == ["messages", "name"] and kept.mapping == {"name": "who"}
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(i)::text FROM integrations_integration i")
            assert "CANARY-of-the-secret" not in cursor.fetchone()[0]

    def test_what_it_cannot_do_without_is_ticked_at_first(self, in_shop: Cast) -> None:
        example = example_of("mailchimp")
        made = connected(in_shop.ada, in_shop.shop, connectors()["mailchimp"], settings={**example.settings, **example.secrets})
        assert made.fields == ["email", "name", "answers"], "no consent, no member"

    def test_it_is_written_down_without_secrets(self, in_shop: Cast, plain: Connector) -> None:
        made = connected(in_shop.ada, in_shop.shop, plain)
        record = AuditRecord.objects.get(action="integration.connected")
        assert record.words()["name"] == "The fax" and record.data == {"connector": "plain"}
        assert "CANARY-of-the-secret" not in str([record.data, record.words(), integration_shape(made)])

    def test_nothing_is_sent(self, in_shop: Cast, plain: Connector, notebook: Notebook) -> None:
        connected(in_shop.ada, in_shop.shop, plain)
        assert notebook.sent == []

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": " \u202e "}, "name"),
            ({"settings": {"address": "fax:1"}}, "password"),
            ({"settings": {**SETTINGS, "address": "1" * 41}}, "address"),
        ],
    )
    def test_what_cannot_be(self, in_shop: Cast, plain: Connector, changes: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            connected(in_shop.ada, in_shop.shop, plain, **changes)
        assert list(refused.value.fields) == [field]
        assert not Integration.objects.exists()

    @pytest.mark.parametrize("who", ["oscar", "vic", "lena", "gus"])
    def test_who_may_not(self, in_shop: Cast, plain: Connector, who: str) -> None:
        with pytest.raises(Forbidden):
            connected(getattr(in_shop, who), in_shop.shop, plain)

    def test_the_plan(self, cast: Cast, plain: Connector, travel: Travel) -> None:
        """After the trial the account is on Free, which has no integrations; what was connected is still read."""
        with tenant(cast.shop):
            made = connected(cast.ada, cast.shop, plain)
            travel(TRIAL + timedelta(days=1))
            with pytest.raises(PlanEnded):
                connected(cast.ada, cast.shop, plain)
            assert integration_shape(Integration.objects.get(pk=made.pk))["name"] == "The fax"

    def test_at_most(self, in_shop: Cast, plain: Connector, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "INTEGRATIONS_AT_MOST", 1)
        connected(in_shop.ada, in_shop.shop, plain)
        with pytest.raises(Conflict):
            connected(in_shop.ada, in_shop.shop, plain)

"""Nobody receives conversations who has not said yes, at that very address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.access import ProjectRef
from accounts.errors import Conflict, Forbidden, NotFound, SlowDown
from accounts.models import AuditRecord
from accounts.tenancy import tenant
from chat import limits, speed
from chat.limits import Limit
from integrations.actions import confirm_integration as module
from integrations.actions.confirm_integration import ask_to_confirm, confirm_integration, mail_confirmation, token_of
from integrations.actions.edit_integration import edit_integration
from integrations.actions.remove_integration import remove_integration
from integrations.connectors import connectors
from integrations.models import Integration
from integrations.queries import pressable
from tests.cast import Cast
from tests.integrations.plain import connected

ADDRESS = "orders@acme.example"


@pytest.fixture
def orders(cast: Cast) -> Iterator[Integration]:
    with tenant(cast.shop):
        made = connected(cast.ada, cast.shop, connectors()["email"], name="Orders", settings={"address": ADDRESS})
    yield made
    speed.forget()


def mailed(integration: Integration) -> str:
    """The link of the newest mail."""
    mail_confirmation(ProjectRef(integration.project_id, integration.project.account_id), integration.pk)
    found = re.search(r"http\S+(/integrations/confirm/\S+/)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def again(integration: Integration) -> Integration:
    with tenant(integration.project):
        return Integration.objects.get(pk=integration.pk)


class TestAsking:
    def test_the_mail_goes_to_the_address_and_says_who_asks(self, cast: Cast, orders: Integration) -> None:
        mailed(orders)
        (sent,) = mail.outbox
        assert sent.to == [ADDRESS] and cast.shop.name in sent.subject and "Ada" in str(sent.body)

    def test_before_the_yes_nobody_can_press(self, cast: Cast, orders: Integration, client: Client) -> None:
        with tenant(cast.shop):
            assert pressable() == []
        link = mailed(orders)
        assert client.get(link).status_code == 200
        with tenant(cast.shop):
            assert pressable() == [], "opening the link is no yes"
        assert "You have agreed" in client.post(link).content.decode()
        kept = again(orders)
        assert kept.confirmed_at is not None and kept.health == "working"
        with tenant(cast.shop):
            assert [each for each, _connector in pressable()] == [orders]
            record = AuditRecord.objects.get(action="integration.confirmed")
        assert record.words()["name"] == "Orders"

    def test_twice_is_once(self, cast: Cast, orders: Integration) -> None:
        token = token_of(orders)
        confirm_integration(token)
        first = again(orders).confirmed_at
        confirm_integration(token)
        assert again(orders).confirmed_at == first
        with tenant(cast.shop):
            assert AuditRecord.objects.filter(action="integration.confirmed").count() == 1
            with pytest.raises(Conflict):
                ask_to_confirm(cast.ada, again(orders))
        mail.outbox.clear()
        mail_confirmation(ProjectRef(orders.project_id, orders.project.account_id), orders.pk)
        assert mail.outbox == []

    def test_a_yes_is_for_one_address(self, cast: Cast, orders: Integration, client: Client) -> None:
        link = mailed(orders)
        client.post(link)
        with tenant(cast.shop):
            edit_integration(cast.ada, orders, settings={"address": "other@acme.example"})
        assert again(orders).confirmed_at is None
        assert client.post(link).status_code == 404 and again(orders).confirmed_at is None

    @pytest.mark.parametrize("token", ["x", "x:y:z", "Wzc:1:x", "a" * 3000])
    def test_a_link_that_is_none(self, client: Client, orders: Integration, token: str) -> None:
        for ask in (client.get, client.post):
            response = ask(f"/integrations/confirm/{token}/")
            assert response.status_code == 404 and b"has ended" in response.content

    def test_an_old_link_and_a_removed_integration(self, cast: Cast, orders: Integration, monkeypatch: pytest.MonkeyPatch) -> None:
        token = token_of(orders)
        monkeypatch.setattr(module, "WORKS_FOR", timedelta(seconds=-1))
        with pytest.raises(NotFound):
            confirm_integration(token)
        monkeypatch.undo()
        with tenant(cast.shop):
            remove_integration(cast.ada, orders)
        with pytest.raises(NotFound):
            confirm_integration(token)

    def test_nobody_is_flooded(self, cast: Cast, orders: Integration, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
        settings.LIMITS_TIMES = 1
        monkeypatch.setitem(limits.LIMITS, "checks", Limit("project", 0.001, 3, "checks"))
        speed.forget()
        queued: list[object] = []
        monkeypatch.setattr(module, "queue", lambda *work: queued.append(work))
        with tenant(cast.shop), suppress(SlowDown):
            while len(queued) < 10:
                ask_to_confirm(cast.ada, orders)
        assert 0 < len(queued) <= 3

    @pytest.mark.parametrize("who", ["oscar", "vic", "lena", "gus"])
    def test_who_may_not_ask(self, cast: Cast, orders: Integration, who: str) -> None:
        with tenant(cast.shop), pytest.raises(Forbidden):
            ask_to_confirm(getattr(cast, who), orders)

    def test_the_moment_is_kept(self, orders: Integration) -> None:
        before = timezone.now()
        confirm_integration(token_of(orders))
        confirmed = again(orders).confirmed_at
        assert confirmed is not None and before <= confirmed <= timezone.now()

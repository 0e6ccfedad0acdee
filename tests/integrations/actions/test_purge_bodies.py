"""The inventory of what was sent, and its purge."""

from __future__ import annotations

import uuid

import pytest

from accounts.errors import Conflict, Forbidden
from accounts.models import AuditRecord
from integrations import clock
from integrations.actions.press import press
from integrations.actions.purge_bodies import purge_bodies
from integrations.actions.resend_delivery import resend_delivery
from integrations.inventory import inventory_of
from integrations.models import Attempt, Delivery, Forward, Integration
from tests.cast import CANARY, Cast


def pressed(cast: Cast, fax: Integration, *fields: str, ended: bool = True) -> Forward:
    forward, delivery = press(cast.oscar, cast.talk, fax, request_id=uuid.uuid4(), fields=list(fields))
    if ended:
        Attempt(project=cast.shop, delivery=delivery, number=1, at=clock.now(), took_ms=5, delivered=True, status=200, detail=CANARY).save()
        Delivery.objects.filter(pk=delivery.pk).update(state="delivered", tries=1, ended_at=clock.now(), detail=CANARY)
    return forward


class TestInventory:
    def test_nothing_was_sent(self, in_shop: Cast, fax: Integration) -> None:
        found = inventory_of(fax)
        assert (found.forwards, found.kept, found.last_at, found.fields) == (0, 0, None, [])

    def test_counts_by_field(self, in_shop: Cast, fax: Integration) -> None:
        pressed(in_shop, fax, "messages", "name")
        last = pressed(in_shop, fax, "messages")
        found = inventory_of(fax)
        assert (found.forwards, found.kept, found.last_at) == (2, 2, last.created_at)
        assert [(field.name, count) for field, count in found.fields] == [("messages", 2), ("name", 1)]


class TestPurge:
    def test_what_has_ended_is_gone_and_what_is_on_its_way_stays(self, in_shop: Cast, fax: Integration) -> None:
        gone, stays = pressed(in_shop, fax, "messages"), pressed(in_shop, fax, "messages", ended=False)
        assert purge_bodies(in_shop.ada, fax) == 1
        gone.refresh_from_db()
        stays.refresh_from_db()
        assert (bytes(gone.body), gone.url, gone.headers) == (b"", "", {}) and gone.purged_at is not None
        assert CANARY.encode() in bytes(stays.body) and stays.purged_at is None
        assert not Attempt.objects.exclude(detail="").exists() and not Delivery.objects.exclude(detail="").exists()
        found = inventory_of(fax)
        assert (found.forwards, found.kept) == (2, 1), "that it was sent is not forgotten"
        record = AuditRecord.objects.get(action="integration.purged")
        assert record.data == {"count": 1} and record.actor_name == "Ada"

    def test_twice_is_once(self, in_shop: Cast, fax: Integration) -> None:
        pressed(in_shop, fax, "messages")
        assert [purge_bodies(in_shop.ada, fax) for _twice in range(2)] == [1, 0]
        assert AuditRecord.objects.filter(action="integration.purged").count() == 1

    def test_it_cannot_be_sent_again(self, in_shop: Cast, fax: Integration) -> None:
        pressed(in_shop, fax, "messages")
        purge_bodies(in_shop.ada, fax)
        delivery = Delivery.objects.select_related("forward", "integration").get()
        with pytest.raises(Conflict, match="purged"):
            resend_delivery(in_shop.oscar, in_shop.shop, delivery, reason="Once more")

    @pytest.mark.parametrize("who", ["oscar", "vic", "lena", "gus"])
    def test_who_may_not(self, in_shop: Cast, fax: Integration, who: str) -> None:
        pressed(in_shop, fax, "messages")
        with pytest.raises(Forbidden):
            purge_bodies(getattr(in_shop, who), fax)
        assert inventory_of(fax).kept == 1

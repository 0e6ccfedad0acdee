"""Keeping somebody out, and letting them in again."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.errors import Banned, Forbidden, Invalid
from accounts.models import AuditRecord, Revocation
from accounts.tenancy import tenant
from chat import bans
from chat.actions.ban import ban, lift_ban
from chat.models import Ban
from tests.cast import Cast

ADDRESS = "203.0.113.7"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Nothing is remembered of another test."""
    bans._lists.clear()
    yield
    bans._lists.clear()


def keep_out(cast: Cast, target: object, until: datetime | None = None) -> Ban:
    made = ban(cast.oscar, cast.shop, target=target, reason="Spam", until=until)
    bans.forget(cast.shop.pk)  # the test's transaction is never committed
    return made


def is_out(cast: Cast, name: str = "vera", address: str = ADDRESS) -> bool:
    bans.forget(cast.shop.pk)
    try:
        bans.refuse_banned(cast.shop, bans.places_of(getattr(cast, name).public_id, address))
    except Banned:
        return True
    return False


class TestBan:
    def test_a_visitor(self, in_shop: Cast) -> None:
        made = keep_out(in_shop, str(in_shop.vera.public_id))
        assert is_out(in_shop) and not is_out(in_shop, "wanda")
        assert Revocation.objects.filter(subject=bans.subject(in_shop.shop.pk, made.target)).exists()
        record = AuditRecord.objects.get(action="visitor.banned")
        assert record.actor_name == "Oscar" and record.words()["reason"] == "Spam"

    @pytest.mark.parametrize("target", [ADDRESS, "203.0.113.0/24", "203.0.113.99/24", "203.0.0.0/16"])
    def test_an_address_and_networks(self, in_shop: Cast, target: str) -> None:
        keep_out(in_shop, target)
        assert is_out(in_shop) and is_out(in_shop, "wanda") and not is_out(in_shop, address="198.51.100.7")

    def test_it_ends(self, in_shop: Cast) -> None:
        keep_out(in_shop, ADDRESS, until=timezone.now() + timedelta(hours=1))
        assert is_out(in_shop)
        Ban.objects.update(until=timezone.now() - timedelta(seconds=1))
        assert not is_out(in_shop)

    def test_it_is_lifted(self, in_shop: Cast) -> None:
        made = keep_out(in_shop, ADDRESS)
        lift_ban(in_shop.oscar, in_shop.shop, made.public_id)
        lift_ban(in_shop.oscar, in_shop.shop, made.public_id)
        lift_ban(in_shop.oscar, in_shop.shop, uuid.uuid4())
        assert not is_out(in_shop)
        assert AuditRecord.objects.filter(action="visitor.ban_lifted").count() == 1

    def test_the_second_replaces_the_first(self, in_shop: Cast) -> None:
        keep_out(in_shop, ADDRESS)
        keep_out(in_shop, ADDRESS, until=timezone.now() + timedelta(hours=1))
        (row,) = Ban.objects.filter(bans.in_force())
        assert row.until is not None

    def test_another_project_knows_nothing_of_it(self, in_shop: Cast) -> None:
        keep_out(in_shop, ADDRESS)
        with tenant(in_shop.outlet):
            bans.forget(in_shop.outlet.pk)
            bans.refuse_banned(in_shop.outlet, bans.places_of(in_shop.vera.public_id, ADDRESS))

    @pytest.mark.parametrize("target", ["", None, "everybody", "0.0.0.0/0", "203.0.113.0/8", 7])
    def test_wrong_targets(self, in_shop: Cast, target: object) -> None:
        with pytest.raises(Invalid) as refused:
            keep_out(in_shop, target)
        assert set(refused.value.fields) == {"target"}

    def test_a_reason_and_a_moment_to_come(self, in_shop: Cast) -> None:
        with pytest.raises(Invalid) as refused:
            ban(in_shop.oscar, in_shop.shop, target=ADDRESS, reason=" ", until=timezone.now())
        assert set(refused.value.fields) == {"reason", "until"}

    def test_not_by_viewers_outsiders_or_the_limited(self, in_shop: Cast) -> None:
        for actor in (in_shop.vic, in_shop.lena, in_shop.gus):
            with pytest.raises(Forbidden):
                ban(actor, in_shop.shop, target=ADDRESS, reason="x", until=None)
            with pytest.raises(Forbidden):
                lift_ban(actor, in_shop.shop, uuid.uuid4())

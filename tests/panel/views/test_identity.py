"""The page of signed identity: keys are shown once, rotate, and a switch asks for them; it says who still comes without."""

from __future__ import annotations

import re

from django.utils import timezone

from accounts.tenancy import tenant
from chat.identity import claim_of
from chat.models import IdentityKey, UnsignedCall
from tests.cast import Cast
from tests.chat.test_identity import signed
from tests.panel.views.test_projects import client_of
from tests.panel.views.test_support_access import signed_in


def url(cast: Cast) -> str:
    return f"/panel/{cast.shop.public_id}/settings/identity/"


def kids(cast: Cast) -> list[str]:
    with tenant(cast.shop):
        return list(IdentityKey.objects.order_by("-id").values_list("kid", flat=True))


class TestIdentityPage:
    def test_a_key_is_shown_once_and_rotated(self, cast: Cast) -> None:
        ada = signed_in(cast, "ada")
        assert "No key yet" in ada.get(url(cast)).content.decode()
        made = ada.post(url(cast), {"act": "make"}).content.decode()
        found = re.search(r"vis_[\w-]{43}", made)
        assert found and found[0] not in ada.get(url(cast)).content.decode()
        with tenant(cast.shop):
            assert claim_of(cast.shop, signed(found[0])).id == "7"
        assert ada.post(url(cast), {"act": "make"}).status_code == 200
        newer, former = kids(cast)
        assert ada.post(url(cast), {"act": "make"}).status_code == 409, "two are enough"
        assert ada.post(url(cast), {"act": "end", "kid": former})["Location"].endswith("?done=end")
        assert kids(cast) == [newer]
        assert ada.post(url(cast), {"act": "end", "kid": former}).status_code == 404
        assert ada.post(url(cast), {"act": "explode"}).status_code == 404

    def test_who_still_comes_without(self, cast: Cast) -> None:
        olga = signed_in(cast, "olga")
        with tenant(cast.shop):
            UnsignedCall(project=cast.shop, host="old.acme.example", last_at=timezone.now()).save()
        olga.post(url(cast), {"act": "make"})
        assert "old.acme.example" in olga.get(url(cast)).content.decode()
        olga.post(url(cast), {"act": "require"})
        with tenant(cast.shop):
            cast.shop.refresh_from_db()
        assert cast.shop.signed_identity and "Take them again" in olga.get(url(cast)).content.decode()
        olga.post(url(cast), {"act": "leave_open"})
        with tenant(cast.shop):
            cast.shop.refresh_from_db()
        assert not cast.shop.signed_identity

    def test_from_the_settings(self, cast: Cast) -> None:
        olga = client_of(cast.users["olga"])
        assert olga.get(f"/panel/settings/identity/?project={cast.shop.public_id}")["Location"] == url(cast)
        assert "/panel/settings/identity/" in olga.get("/panel/settings/team/").content.decode()

    def test_only_who_has_just_shown_that_it_is_them(self, cast: Cast) -> None:
        answer = signed_in(cast, "ada", ago_s=3600).post(url(cast), {"act": "make"})
        assert answer.status_code == 302 and "reauthenticate" in answer["Location"] and kids(cast) == []

    def test_not_for_operators_or_elsewhere(self, cast: Cast) -> None:
        for name, status in {"oscar": 403, "vic": 403, "lena": 404, "gus": 404}.items():
            client = client_of(cast.users[name])
            assert {client.get(url(cast)).status_code, client.post(url(cast), {"act": "make"}).status_code} == {status}
        assert kids(cast) == []

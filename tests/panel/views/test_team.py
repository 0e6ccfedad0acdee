"""The team page and the keys page, as forms without any script."""

from __future__ import annotations

from django.test import Client

from accounts.access import actors_of, hash_of_key
from accounts.models import ApiKey, Invitation
from accounts.tenancy import account
from tests.cast import Cast
from tests.panel.api.test_members import NEW, client_of

TEAM, KEYS = "/panel/settings/team/", "/panel/settings/api-keys/"


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestTeam:
    def test_invited_and_taken_back(self, cast: Cast) -> None:
        ada = client_of(cast.users["ada"])
        wish = {"email": NEW, "role": "operator", "project": str(cast.shop.public_id)}
        assert ada.post(TEAM, wish).headers["Location"] == f"{TEAM}?invited"
        assert NEW in words(ada, f"{TEAM}?invited")
        with account(cast.shop.account_id):
            made = Invitation.objects.get()
            assert made.projects == [cast.shop.pk]
        assert ada.post(f"{TEAM}invitations/{made.public_id}/resend/").status_code == 429
        assert ada.post(f"{TEAM}invitations/{made.public_id}/revoke/").status_code == 302
        assert NEW not in words(ada, TEAM)

    def test_what_cannot_be_is_said_where_it_is(self, cast: Cast) -> None:
        page = client_of(cast.users["ada"]).post(TEAM, {"email": "nora", "role": "operator"})
        assert page.status_code == 400 and 'value="nora"' in page.content.decode() and "id_email_note" in page.content.decode()

    def test_an_admin_is_offered_no_owner(self, cast: Cast) -> None:
        assert 'value="owner"' in words(client_of(cast.users["olga"]), TEAM)
        assert 'value="owner"' not in words(client_of(cast.users["ada"]), TEAM)

    def test_who_manages_nobody_sees_names_and_may_leave(self, cast: Cast) -> None:
        lena = client_of(cast.users["lena"])
        page = words(lena, TEAM)
        assert "Oscar" in page and "oscar@acme.example" not in page and 'name="email"' not in page and "Acme Shop" not in page
        assert lena.get(f"{TEAM}{cast.oscar.ref}/").status_code == 403
        assert lena.post(f"{TEAM}{cast.oscar.ref}/remove/").status_code == 403
        assert lena.post(f"{TEAM}{cast.lena.ref}/remove/").status_code == 302 and actors_of(cast.users["lena"]) == []

    def test_a_member(self, cast: Cast) -> None:
        ada, oscar = client_of(cast.users["ada"]), f"{TEAM}{cast.oscar.ref}/"
        assert "oscar@acme.example" in words(ada, oscar)
        some = {"role": "viewer", "reach": "some", "projects": [str(cast.outlet.public_id)]}
        assert ada.post(oscar, some).headers["Location"] == f"{TEAM}?saved"
        (actor,) = actors_of(cast.users["oscar"])
        assert (actor.role, actor.projects) == ("viewer", frozenset({cast.outlet.pk}))
        assert ada.post(oscar, {"role": "viewer", "reach": "some"}).status_code == 400
        assert ada.post(oscar, {"role": "admin", "reach": "some"}).status_code == 302
        assert ada.post(oscar, {"role": "owner"}).status_code == 403
        assert "Only an owner" in words(ada, f"{TEAM}{cast.olga.ref}/")


class TestTheFirstTeam:
    def test_all_or_none(self, cast: Cast) -> None:
        olga, address = client_of(cast.users["olga"]), f"/panel/{cast.shop.public_id}/team/"
        assert words(olga, address).count('name="email"') == 3
        wrong = olga.post(address, {"email": [NEW, "nobody", ""], "role": ["viewer", "operator", "operator"]}).content.decode()
        assert wrong.count('aria-invalid="true"') == 1 and f'value="{NEW}"' in wrong
        with account(cast.shop.account_id):
            assert not Invitation.objects.exists()
        done = olga.post(address, {"email": [NEW, "second@nook.example", ""], "role": ["viewer", "admin", "operator"]})
        assert done.headers["Location"] == f"/panel/{cast.shop.public_id}/inbox/"
        with account(cast.shop.account_id):
            assert {(one.email, one.role) for one in Invitation.objects.all()} == {(NEW, "viewer"), ("second@nook.example", "admin")}


class TestKeys:
    def test_shown_once(self, cast: Cast) -> None:
        oscar = client_of(cast.users["oscar"])
        page = oscar.post(KEYS, {"name": "Script", "kind": "personal", "scopes": ["read", "reply"], "lives": "30"}).content.decode()
        with account(cast.shop.account_id):
            made = ApiKey.objects.get()
        secret = page.partition('tabindex="0">')[2].partition("<")[0]
        assert hash_of_key(secret) == bytes(made.hash) and made.scopes == ["read", "reply"] and made.expires_at is not None
        assert secret not in words(oscar, KEYS) and made.prefix in words(oscar, KEYS)
        assert oscar.post(f"{KEYS}{made.public_id}/revoke/").status_code == 302
        assert made.prefix not in words(oscar, KEYS)

    def test_an_operator_makes_no_bot(self, cast: Cast) -> None:
        oscar = client_of(cast.users["oscar"])
        assert "service" not in words(oscar, KEYS) and 'value="settings"' not in words(oscar, KEYS)
        assert oscar.post(KEYS, {"name": "Bot", "kind": "service", "scopes": ["read"]}).status_code == 403
        assert oscar.post(KEYS, {"name": "Shop", "kind": "personal", "scopes": ["read"], "project": "x"}).status_code == 404

    def test_who_came_long_ago_is_asked_again(self, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.users["oscar"], backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.post(KEYS, {"name": "Script", "kind": "personal", "scopes": ["read"]})
        assert answer.status_code == 302 and "reauthenticate" in answer.headers["Location"]

"""People, invitations and keys over REST: the same rights as everywhere, allow-listed fields in, allow-listed keys out."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client

from accounts.access import actor_by_key
from accounts.actions.issue_api_key import issue_api_key, issue_personal_key
from accounts.models import ApiKey, Invitation, Member, User
from accounts.tenancy import account
from tests.cast import Cast

BASE = "/api/v1/account"
JSON = "application/json"
NEW = "nora@nook.example"
MEMBER_KEYS = {"id", "name", "email", "role", "projects", "created_at"}
INVITATION_KEYS = {"id", "email", "role", "projects", "invited_by", "sent_at", "mailed_at", "expires_at"}
KEY_KEYS = {"id", "name", "prefix", "kind", "member", "project", "scopes", "created_at", "last_used_at", "expires_at"}


def client_of(user: User) -> Client:
    """Somebody who signed in a moment ago."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def with_key(key: str) -> Client:
    return Client(headers={"authorization": f"Bearer {key}"})


class TestMembers:
    def test_the_list(self, cast: Cast) -> None:
        answer = client_of(cast.users["ada"]).get(f"{BASE}/members").json()
        assert answer["next"] is None and {frozenset(one) for one in answer["results"]} == {frozenset(MEMBER_KEYS)}
        shapes = {one["name"]: one for one in answer["results"]}
        assert set(shapes) == {"Olga", "Ada", "Oscar", "Vic", "Lena"}
        assert shapes["Lena"]["projects"] == [str(cast.outlet.public_id)] and shapes["Oscar"]["projects"] is None

    def test_a_change_and_the_end(self, cast: Cast) -> None:
        ada, oscar = client_of(cast.users["ada"]), f"{BASE}/members/{cast.oscar.ref}"
        answer = ada.patch(oscar, {"role": "viewer", "projects": [str(cast.shop.public_id)]}, JSON).json()
        assert set(answer) == MEMBER_KEYS and (answer["role"], answer["projects"]) == ("viewer", [str(cast.shop.public_id)])
        assert ada.delete(oscar).status_code == 204 and ada.get(oscar).status_code == 404

    def test_the_last_owner(self, cast: Cast) -> None:
        answer = client_of(cast.users["olga"]).delete(f"{BASE}/members/{cast.olga.ref}")
        assert answer.status_code == 409 and answer.json()["error"]["code"] == "conflict"

    def test_everybody_may_leave(self, cast: Cast) -> None:
        assert client_of(cast.users["vic"]).delete(f"{BASE}/members/{cast.vic.ref}").status_code == 204

    def test_no_field_but_the_two(self, cast: Cast) -> None:
        """AUZ4: each field of the model as an extra parameter."""
        ada, before = client_of(cast.users["ada"]), _row(cast)
        for field in {one.attname for one in Member._meta.fields} | {one.name for one in Member._meta.fields} - {"role"}:
            if field != "role":
                answer = ada.patch(f"{BASE}/members/{cast.oscar.ref}", {"role": "admin", field: 1}, JSON)
                assert answer.status_code == 400 and set(answer.json()["error"]["fields"]) == {field}
        assert _row(cast) == before


class TestInvitations:
    def test_made_listed_and_taken_back(self, cast: Cast) -> None:
        ada = client_of(cast.users["ada"])
        made = ada.post(f"{BASE}/invitations", {"email": NEW, "role": "viewer", "projects": None}, JSON)
        assert made.status_code == 201 and set(made.json()) == INVITATION_KEYS
        one = f"{BASE}/invitations/{made.json()['id']}"
        assert ada.get(f"{BASE}/invitations").json()["results"] == [made.json()] and ada.get(one).json() == made.json()
        assert ada.post(f"{one}/resend").status_code == 429
        assert ada.delete(one).status_code == 204 and ada.get(one).status_code == 404
        assert ada.get(f"{BASE}/invitations").json()["results"] == []

    def test_known_and_unknown_addresses_get_the_same(self, cast: Cast) -> None:
        ada = client_of(cast.users["ada"])
        answers = [ada.post(f"{BASE}/invitations", {"email": email}, JSON) for email in ("gus@globex.example", NEW)]
        assert {(one.status_code, frozenset(one.json()), one.json()["role"]) for one in answers} == {
            (201, frozenset(INVITATION_KEYS), "operator")
        }

    def test_no_other_field(self, cast: Cast) -> None:
        """AUZ4."""
        ada = client_of(cast.users["ada"])
        for field in {one.attname for one in Invitation._meta.fields} - {"email", "role", "projects"}:
            answer = ada.post(f"{BASE}/invitations", {"email": NEW, field: 1}, JSON)
            assert answer.status_code == 400 and set(answer.json()["error"]["fields"]) == {field}
        with account(cast.shop.account_id):
            assert not Invitation.objects.exists()

    def test_by_a_key_with_the_scope_only(self, cast: Cast) -> None:
        for scopes, status in ((["members"], 201), (["read", "settings"], 403)):
            _, key = issue_api_key(cast.ada, name="script", scopes=scopes)
            answer = with_key(key).post(f"{BASE}/invitations", {"email": NEW}, JSON)
            assert answer.status_code == status


class TestApiKeys:
    def test_shown_once(self, cast: Cast) -> None:
        oscar = client_of(cast.users["oscar"])
        made = oscar.post(f"{BASE}/api-keys", {"name": "Script", "scopes": ["read"]}, JSON)
        assert made.status_code == 201 and set(made.json()) == KEY_KEYS | {"key"}
        assert with_key(made.json()["key"]).get("/api/v1/projects").status_code == 200
        (listed,) = oscar.get(f"{BASE}/api-keys").json()["results"]
        assert set(listed) == KEY_KEYS and made.json()["key"] not in str(oscar.get(f"{BASE}/api-keys/{listed['id']}").content)
        assert oscar.delete(f"{BASE}/api-keys/{listed['id']}").status_code == 204
        assert with_key(made.json()["key"]).get("/api/v1/projects").status_code == 401

    def test_only_by_somebody_who_has_just_shown_that_it_is_them(self, cast: Cast) -> None:
        """AUN13."""
        client = Client()
        client.force_login(cast.users["oscar"], backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.post(f"{BASE}/api-keys", {"name": "Script", "scopes": ["read"]}, JSON)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "reauthenticate")

    def test_a_key_neither_makes_nor_shows_keys(self, cast: Cast) -> None:
        script = with_key(issue_personal_key(cast.olga, name="script"))
        assert script.get(f"{BASE}/api-keys").status_code == 403
        assert script.post(f"{BASE}/api-keys", {"name": "more", "scopes": ["read"]}, JSON).status_code == 403

    def test_who_manages_keys_sees_all_others_their_own(self, cast: Cast) -> None:
        issue_personal_key(cast.oscar, name="Oscar’s")
        issue_api_key(cast.olga, name="Bot", scopes=["read"], service=True)
        names = {
            name: {one["name"] for one in client_of(cast.users[name]).get(f"{BASE}/api-keys").json()["results"]}
            for name in ("ada", "oscar", "vic")
        }
        assert names == {"ada": {"Oscar’s", "Bot"}, "oscar": {"Oscar’s"}, "vic": set()}

    @pytest.mark.parametrize(
        ("field", "value"),
        [("kind", "god"), ("project", "x"), ("project", 7), ("expires_at", "soon"), ("expires_at", "2027-02-30T00:00:00Z"), ("member", 1)],
    )
    def test_what_cannot_be(self, cast: Cast, field: str, value: Any) -> None:
        answer = client_of(cast.users["ada"]).post(f"{BASE}/api-keys", {"name": "x", "scopes": ["read"], field: value}, JSON)
        assert answer.status_code == 400 and set(answer.json()["error"]["fields"]) == {field}
        with account(cast.shop.account_id):
            assert not ApiKey.objects.exists()


class TestScopes:
    """One table decides, at every door."""

    def test_a_bot_reads_and_answers_as_bot(self, cast: Cast) -> None:
        _, key = issue_api_key(cast.olga, name="Bot", scopes=["read", "reply"], service=True, project=cast.shop)
        bot, talk = with_key(key), f"/api/v1/projects/{cast.shop.public_id}/conversations/{cast.talk.public_id}"
        client_id = "11111111-2222-4333-8444-555555555555"
        assert bot.post(f"{talk}/messages", {"client_id": client_id, "text": "Yes, blue ones."}, JSON).status_code == 201
        assert bot.get(f"{talk}/messages").json()["results"][-1]["author"]["kind"] == "bot"
        assert bot.patch(talk, {"status": "closed"}, JSON).status_code == 403
        assert bot.get(f"/api/v1/projects/{cast.outlet.public_id}/conversations").status_code == 404

    def test_nothing_to_read_without_the_scope(self, cast: Cast) -> None:
        _, key = issue_api_key(cast.ada, name="People", scopes=["members"])
        client, shop = with_key(key), f"/api/v1/projects/{cast.shop.public_id}"
        assert client.get("/api/v1/projects").json()["results"] == []
        assert client.get(f"{shop}/conversations").status_code == client.get(shop).status_code == 404
        assert client.post("/api/v1/live/frames", {"v": 1, "projects": "all", "frames": []}, JSON).status_code == 404
        assert actor_by_key(key).scopes == frozenset({"members"})


def _row(cast: Cast) -> dict[str, Any]:
    with account(cast.shop.account_id):
        return dict(Member.objects.filter(pk=cast.oscar.id).values().get())

"""An account that asks everybody for a second factor: who has none gets in nowhere, and is led to where they set it up (AUN9)."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.access import actor_by_key, actors_of
from accounts.actions.issue_api_key import issue_personal_key
from accounts.actions.require_second_factor import require_second_factor
from accounts.errors import Conflict, Forbidden, SignInAgain
from accounts.models import Account
from accounts.tenancy import account
from tests.accounts.signing_in.people import add_app
from tests.cast import Cast

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


def require_it(cast: Cast, *, required: bool = True) -> None:
    with account(cast.olga.account_id):
        require_second_factor(cast.olga, Account.objects.get(), required=required)


def as_person(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name], backend=SIGN_IN)
    return client


class TestRequired:
    def test_aun9_who_has_none_is_stopped_at_each_door(self, cast: Cast) -> None:
        key = issue_personal_key(cast.oscar, name="Script")
        add_app(cast.users["olga"])
        shop = cast.shop.public_id
        oscar = as_person(cast, "oscar")
        inbox, listed = f"/panel/{shop}/inbox/", f"/api/v1/projects/{shop}/conversations"
        assert oscar.get(inbox).status_code == 200 and oscar.get(listed).status_code == 200, "the premise: he gets in"
        require_it(cast)
        for page in ("/panel/", inbox, f"/panel/{shop}/settings/", "/panel/settings/bans/"):
            assert oscar.get(page).headers["Location"] == "/panel/settings/security/", page
        assert oscar.get(listed).status_code == 404
        assert Client().get(listed, headers={"Authorization": f"Bearer {key}"}).status_code == 401
        with pytest.raises(SignInAgain):
            actor_by_key(key)
        assert actors_of(cast.users["oscar"]) == [], "what the socket asks"
        assert "Your account asks for a second step" in oscar.get("/panel/settings/security/").content.decode()

    def test_aun9_who_has_one_gets_in_and_so_does_everybody_once_they_have(self, cast: Cast) -> None:
        add_app(cast.users["olga"])
        require_it(cast)
        assert [actor.ref for actor in actors_of(cast.users["olga"])] == [cast.olga.ref]
        assert [actor.ref for actor in actors_of(cast.users["gus"])] == [cast.gus.ref], "another account asks for nothing"
        add_app(cast.users["oscar"])
        assert as_person(cast, "oscar").get(f"/panel/{cast.shop.public_id}/inbox/").status_code == 200

    def test_aun9_switched_off_again(self, cast: Cast) -> None:
        add_app(cast.users["olga"])
        require_it(cast)
        require_it(cast, required=False)
        assert len(actors_of(cast.users["oscar"])) == 1

    def test_aun9_an_owner_without_one_cannot_lock_themselves_out(self, cast: Cast) -> None:
        with pytest.raises(Conflict):
            require_it(cast)
        assert len(actors_of(cast.users["olga"])) == 1

    @pytest.mark.parametrize("name", ["ada", "oscar", "vic", "lena"])
    def test_aun9_the_owner_alone_decides(self, cast: Cast, name: str) -> None:
        with account(cast.olga.account_id), pytest.raises(Forbidden):
            require_second_factor(getattr(cast, name), Account.objects.get(), required=True)

"""A provider that is required, trusted, and removed: who may decide it, and whom it lets in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.access import actors_of
from accounts.actions.remove_member import remove_member
from accounts.actions.remove_sign_in_provider import remove_sign_in_provider
from accounts.actions.require_single_sign_on import require_single_sign_on
from accounts.errors import Conflict, Forbidden
from accounts.models import Account, Member, Revocation, SignInIdentity, SignInProvider
from accounts.tenancy import account
from tests.cast import Cast
from tests.integrations.single_sign_on.conftest import CLIENT, Provider, come_in, connect
from tests.integrations.single_sign_on.test_signing_in import account_row, actions, who


class TestRequired:
    def test_a_password_opens_it_for_owners_alone(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        with account(cast.olga.account_id):
            require_single_sign_on(cast.olga, account_row(cast.olga), required=True)
        assert actors_of(cast.users["oscar"]) == actors_of(cast.users["ada"]) == [] and len(actors_of(cast.users["olga"])) == 1
        assert Revocation.objects.filter(subject=f"account:{cast.olga.account_id}").exists()
        client = Client()
        client.force_login(cast.users["oscar"], backend="allauth.account.auth_backends.AuthenticationBackend")
        for page in ("/panel/", f"/panel/{cast.shop.public_id}/inbox/", "/panel/settings/team/"):
            assert client.get(page)["Location"] == f"/accounts/sso/{connection.public_id}/"
        other = Client()
        come_in(other, connection, provider)
        assert other.get(f"/panel/{cast.shop.public_id}/inbox/").status_code == 200
        with account(cast.olga.account_id):
            require_single_sign_on(cast.olga, account_row(cast.olga), required=False)
        assert {"account.single_sign_on_required", "account.single_sign_on_optional"} <= set(actions(cast.olga))
        assert len(actors_of(cast.users["oscar"])) == 1

    def test_a_personal_key_opens_no_more_than_its_member(self, cast: Cast, connection: SignInProvider) -> None:
        from accounts.access import actor_by_key
        from accounts.actions.issue_api_key import issue_personal_key
        from accounts.errors import SignInAgain

        with account(cast.oscar.account_id):
            key = issue_personal_key(cast.oscar, name="Mine")
            require_single_sign_on(cast.olga, account_row(cast.olga), required=True)
        with pytest.raises(SignInAgain):
            actor_by_key(key)

    def test_whose_right_it_is(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        with account(cast.olga.account_id):
            for actor in (cast.ada, cast.oscar, cast.vic):
                with pytest.raises(Forbidden):
                    require_single_sign_on(actor, account_row(cast.olga), required=True)
                with pytest.raises(Forbidden):
                    remove_sign_in_provider(actor, account_row(cast.olga), connection)
                with pytest.raises(Forbidden):
                    connect(actor, provider)
        with account(cast.gus.account_id), pytest.raises(Conflict):
            require_single_sign_on(cast.gus, account_row(cast.gus), required=True)

    @pytest.mark.parametrize(
        ("trusted", "amr", "enters"),
        [(False, None, False), (False, ["pwd"], False), (False, ["pwd", "mfa"], True), (False, "mfa", False), (True, None, True)],
    )
    def test_a_second_step_is_the_providers_word(
        self, cast: Cast, connection: SignInProvider, provider: Provider, trusted: bool, amr: Any, enters: bool
    ) -> None:
        with account(cast.olga.account_id):
            Account.objects.filter(pk=cast.olga.account_id).update(require_2fa=True)
            SignInProvider.objects.update(second_step=trusted)
        provider.lies(claims={"sub": "stepping", "amr": amr})
        client = Client()
        assert (come_in(client, connection, provider).status_code == 302) is enters
        assert (client.get(f"/panel/{cast.shop.public_id}/inbox/").status_code == 200) is enters


class TestEnding:
    def test_a_member_who_is_removed_is_out(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        client = Client()
        come_in(client, connection, provider)
        client.get("/panel/settings/security/")
        with account(cast.olga.account_id):
            member = Member.objects.get(user=who(client))
            remove_member(cast.olga, member)
        assert Revocation.objects.filter(subject=f"member:{member.pk}").exists()
        assert client.get("/panel/settings/security/")["Location"].startswith("/accounts/login/")
        assert come_in(Client(), connection, provider).status_code == 403

    def test_a_connection_that_is_removed_takes_its_people_along(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        client = Client()
        come_in(client, connection, provider)
        client.get("/panel/settings/security/")
        with account(cast.olga.account_id):
            require_single_sign_on(cast.olga, account_row(cast.olga), required=True)
            assert remove_sign_in_provider(cast.olga, account_row(cast.olga), connection) == 1
            assert not SignInIdentity.objects.exists() and not account_row(cast.olga).require_sso
        assert "sign_in_provider.removed" in actions(cast.olga)
        assert client.get("/panel/settings/security/")["Location"].startswith("/accounts/login/")
        assert client.get(f"/accounts/sso/{connection.public_id}/").status_code == 404
        assert len(actors_of(cast.users["oscar"])) == 1

    def test_another_issuer_is_another_connection(
        self, cast: Cast, connection: SignInProvider, provider: Provider, other_provider: Provider
    ) -> None:
        come_in(Client(), connection, provider)
        with pytest.raises(Conflict):
            connect(cast.olga, other_provider)
        with pytest.raises(Conflict):
            connect(cast.olga, provider, client_id=CLIENT + "2")
        assert connect(cast.olga, provider, newcomers=False).pk == connection.pk

    def test_who_came_by_a_provider_opens_no_account(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        from accounts.actions.open_account import open_account

        client = Client()
        come_in(client, connection, provider)
        user = who(client)
        assert user is not None
        with pytest.raises(Forbidden):
            open_account(user, name="Mine")

"""AUN: signing in by an account's own provider: into that account alone, and never by an address."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.access import actors_of, memberships_of
from accounts.actors import Actor
from accounts.errors import Conflict
from accounts.models import Account, AuditRecord, BrowserSession, Member, Revocation, Role, SignInProvider, User
from accounts.tenancy import account
from tests.cast import Cast
from tests.integrations.single_sign_on.conftest import Provider, come_in, connect, set_out


def who(client: Client) -> User | None:
    """Who is signed in, as the next request sees it."""
    key = client.session.get("_auth_user_id")
    return User.objects.filter(pk=key).first() if key else None


def actions(actor: Actor) -> list[str]:
    with account(actor.account_id):
        return list(AuditRecord.objects.order_by("-id").values_list("action", flat=True)[:6])


def account_row(actor: Actor) -> Account:
    row: Account = Account.objects.get(pk=actor.account_id)
    return row


def signed_in_just_now(client: Client, user: User) -> None:
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


class TestComingIn:
    def test_a_newcomer_is_an_operator_of_this_account_alone(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        client = Client()
        response = come_in(client, connection, provider)
        assert (response.status_code, response["Location"]) == (302, "/panel/")
        user = who(client)
        assert user is not None and user.single_sign_on and not user.has_usable_password() and user.email.endswith("@sso.invalid")
        (actor,) = actors_of(user)
        assert (actor.account_id, actor.role, actor.name) == (cast.olga.account_id, Role.OPERATOR, "Petra")
        assert client.get(f"/panel/{cast.shop.public_id}/inbox/").status_code == 200
        assert client.get(f"/panel/{cast.globex.public_id}/inbox/").status_code == 404
        assert "member.joined" in actions(cast.olga) and "session.started" in actions(cast.olga)

    def test_the_same_person_again_is_the_same_member(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        first, second = Client(), Client()
        come_in(first, connection, provider)
        provider.lies(person={"email": "other@provider.example", "name": "Petra P."})
        come_in(second, connection, provider)
        assert who(first) == who(second)
        provider.lies(person={"sub": "8"})
        third = Client()
        come_in(third, connection, provider)
        assert who(third) != who(first)
        provider.lies(person={"sub": "7", "email": "petra@provider.example", "name": "Petra"})

    def test_an_address_links_to_nobody(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        for email in (cast.users["olga"].email, cast.users["oscar"].email, cast.users["gus"].email):
            provider.lies(claims={"sub": f"new {email}", "email": email, "email_verified": True})
            client = Client()
            come_in(client, connection, provider)
            user = who(client)
            assert user is not None and user.pk not in {each.pk for each in cast.users.values()}
            assert [where for _, where in memberships_of(user)] == [cast.olga.account_id]

    def test_who_is_not_let_in(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        with account(connection.account_id):
            SignInProvider.objects.update(newcomers=False)
        before = User.objects.count()
        client = Client()
        response = come_in(client, connection, provider)
        assert response.status_code == 403 and "invited you" in response.content.decode()
        assert who(client) is None and User.objects.count() == before

    def test_a_session_of_another_person_is_left_behind(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        client = Client()
        client.force_login(cast.users["gus"], backend="allauth.account.auth_backends.AuthenticationBackend")
        client.get("/panel/")
        key = client.session.session_key
        come_in(client, connection, provider)
        assert client.session.session_key != key and who(client) != cast.users["gus"]
        assert client.get(f"/panel/{cast.globex.public_id}/inbox/").status_code == 404
        client.get("/panel/settings/security/")
        assert BrowserSession.objects.get(session_key=client.session.session_key).method == "single_sign_on"

    def test_nothing_of_a_sign_in_can_be_changed(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        client = Client()
        come_in(client, connection, provider)
        for page in ("password/change", "password/reset", "email", "2fa/app", "2fa/passkeys/add", "signup", "login"):
            for method in (client.get, client.post):
                response = method(f"/accounts/{page}/")
                assert (response.status_code, response["Location"]) == (302, "/panel/settings/security/"), page
        page = client.get("/panel/settings/security/").content.decode()
        assert "your team’s own provider" in page and "Change password" not in page and "sso.invalid" not in page

    def test_shown_once_more_by_the_provider(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        client = Client()
        come_in(client, connection, provider)
        again = client.get("/accounts/reauthenticate/?next=/panel/settings/api-keys/")
        assert again["Location"] == f"/accounts/sso/{connection.public_id}/"
        where = set_out(client, connection)
        assert "prompt=login" in where and "max_age=0" in where
        provider.lies(claims={"auth_time": None})
        assert client.get(provider.approves(where).removeprefix("http://localhost:8000")).status_code == 403
        client.get("/accounts/reauthenticate/?next=/panel/settings/api-keys/")
        provider.lies()
        assert come_in(client, connection, provider)["Location"] == "/panel/settings/api-keys/"

    def test_no_page_elsewhere_is_next(self, connection: SignInProvider, provider: Provider) -> None:
        for page in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
            client = Client()
            come_in(client, connection, provider)
            client.get("/accounts/reauthenticate/", {"next": page})
            assert come_in(client, connection, provider)["Location"] == "/panel/"

    def test_no_seat_no_newcomer(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        from accounts.billing.models import Subscription

        with account(connection.account_id):
            Subscription.objects.update(plan="free", trial_ends_at=timezone.now() - timedelta(days=1))
        provider.lies(claims={"sub": "no seat"})
        client = Client()
        response = come_in(client, connection, provider)
        assert response.status_code == 403 and who(client) is None


class TestJoiningAndMoving:
    def invited(self, cast: Cast, email: str, role: Role) -> str:
        from accounts.access import hash_of_key
        from accounts.actions.invite_member import invite_member
        from accounts.models import Invitation

        with account(cast.olga.account_id):
            made: Any = invite_member(cast.olga, email=email, role=role.value, projects=None)
            row = made if isinstance(made, Invitation) else Invitation.objects.latest("id")
            token = f"token-{uuid.uuid4()}"
            Invitation.objects.filter(pk=row.pk).update(hash=hash_of_key(token))
        return token

    def test_an_invitation_is_accepted_on_the_way(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        with account(connection.account_id):
            SignInProvider.objects.update(newcomers=False)
        token = self.invited(cast, "pat@elsewhere.example", Role.VIEWER)
        client = Client()
        assert "own sign-in" in client.get(f"/accounts/invitation/{token}/").content.decode()
        provider.lies(claims={"sub": "invited"})
        come_in(client, connection, provider, invitation=token)
        (actor,) = actors_of(who(client))  # type: ignore[arg-type]
        assert actor.role == Role.VIEWER
        provider.lies(claims={"sub": "second"})
        late = Client()
        assert come_in(late, connection, provider, invitation=token).status_code == 404 and who(late) is None

    def test_one_of_another_account_opens_nothing(self, cast: Cast, connection: SignInProvider, other_provider: Provider) -> None:
        token = self.invited(cast, "pat@elsewhere.example", Role.ADMIN)
        theirs = connect(cast.gus, other_provider, newcomers=False)
        client = Client()
        assert come_in(client, theirs, other_provider, invitation=token).status_code == 404 and who(client) is None

    def test_nobody_becomes_an_owner_by_a_provider(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        from accounts.actions.change_member import change_member
        from accounts.errors import Invalid

        token = self.invited(cast, "boss@elsewhere.example", Role.OWNER)
        provider.lies(claims={"sub": "boss"})
        assert come_in(Client(), connection, provider, invitation=token).status_code == 403
        client = Client()
        come_in(client, connection, provider)
        with account(cast.olga.account_id):
            member = Member.objects.get(user=who(client))
            with pytest.raises(Conflict):
                change_member(cast.olga, member, role="owner")
        with pytest.raises(Invalid):
            connect(cast.olga, provider, role="owner")

    def test_a_member_moves_with_name_and_rights(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        client = Client()
        client.force_login(cast.users["lena"], backend="allauth.account.auth_backends.AuthenticationBackend")
        response = client.post(f"/accounts/sso/{connection.public_id}/")
        assert response.status_code == 302 and "reauthenticate" in response["Location"], "who did not sign in just now is asked first"
        signed_in_just_now(client, cast.users["lena"])
        provider.lies(claims={"sub": "lena"})
        come_in(client, connection, provider)
        user = who(client)
        assert user is not None and user != cast.users["lena"] and user.name == "Lena"
        (actor,) = actors_of(user)
        assert (actor.id, actor.projects) == (cast.lena.id, frozenset({cast.outlet.pk})) and actors_of(cast.users["lena"]) == []
        assert Revocation.objects.filter(subject=f"member:{cast.lena.id}").exists()
        assert "member.moved_to_provider" in actions(cast.olga)

    def test_only_who_set_out_moves(self, cast: Cast, connection: SignInProvider, provider: Provider) -> None:
        client = Client()
        client.force_login(cast.users["lena"], backend="allauth.account.auth_backends.AuthenticationBackend")
        signed_in_just_now(client, cast.users["lena"])
        where = set_out(client, connection)
        kept = client.session["single_sign_on"]
        client.force_login(cast.users["oscar"], backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["single_sign_on"] = kept
        session.save()
        provider.lies(claims={"sub": "mixed"})
        assert client.get(provider.approves(where).removeprefix("http://localhost:8000")).status_code == 403
        assert len(actors_of(cast.users["oscar"])) == len(actors_of(cast.users["lena"])) == 1

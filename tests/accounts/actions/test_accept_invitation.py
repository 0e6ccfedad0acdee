"""Joining with an invitation's link: new, known, back again, too late; and the page that it leads to."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from accounts.access import actors_of
from accounts.actions.accept_invitation import accept_as_newcomer, accept_invitation
from accounts.actions.invite_member import invite_member
from accounts.actions.mail_invitation import mail_invitation
from accounts.actions.revoke_invitation import revoke_invitation
from accounts.actions.suspend_account import suspend_account
from accounts.errors import Conflict, Forbidden, Invalid, NotFound
from accounts.models import AuditRecord, Invitation, User
from accounts.tenancy import account
from tests.accounts.actions.test_invite_member import NEW, token_of
from tests.cast import Cast

ME = {"name": "Nora", "password": "quiet-harbour-lamp"}
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def mailed(cast: Cast, mailoutbox: list[EmailMessage]) -> Any:
    """Invite somebody to Acme, and give the token of the mail."""

    def invite(email: str = NEW, **wish: Any) -> str:
        with account(cast.shop.account_id):
            made = invite_member(cast.olga, email=email, **wish)
            mail_invitation(made.pk, made.account_id)
        return token_of(mailoutbox[-1])

    return invite


def confirm(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


class TestANewcomer:
    def test_joins_with_a_confirmed_address_and_its_limits(self, cast: Cast, mailed: Any) -> None:
        nora = accept_as_newcomer(mailed(role="viewer", projects=[str(cast.outlet.public_id)]), **ME)
        (actor,) = actors_of(nora)
        assert (nora.email, actor.name, actor.role, actor.projects) == (NEW, "Nora", "viewer", frozenset({cast.outlet.pk}))
        assert EmailAddress.objects.get(user=nora).verified and nora.check_password(ME["password"])
        with account(cast.shop.account_id):
            assert AuditRecord.objects.filter(action="invitation.accepted", actor_id=actor.ref).count() == 1

    def test_once(self, cast: Cast, mailed: Any) -> None:
        token = mailed()
        accept_as_newcomer(token, **ME)
        with pytest.raises(NotFound):
            accept_as_newcomer(token, **ME)

    @pytest.mark.parametrize(("field", "value"), [("password", "short"), ("password", "1234567890123"), ("name", "  ")])
    def test_what_cannot_be_costs_nothing(self, cast: Cast, mailed: Any, field: str, value: str) -> None:
        token = mailed()
        with pytest.raises(Invalid) as refusal:
            accept_as_newcomer(token, **{**ME, field: value})
        assert set(refusal.value.fields) == {field} and not User.objects.filter(email=NEW).exists()
        accept_as_newcomer(token, **ME)

    def test_an_address_that_has_a_person(self, cast: Cast, mailed: Any) -> None:
        with pytest.raises(Conflict):
            accept_as_newcomer(mailed("gus@globex.example"), **ME)


class TestSomebodyKnown:
    def test_joins_a_second_account(self, cast: Cast, mailed: Any) -> None:
        accept_invitation(mailed("gus@globex.example"), confirm(cast.users["gus"]))
        assert [actor.account_id for actor in actors_of(cast.users["gus"])] == [cast.globex.account_id, cast.shop.account_id]

    def test_comes_back_as_what_they_are_invited_to(self, cast: Cast, mailed: Any) -> None:
        accept_invitation(mailed("emil@acme.example", role="viewer"), confirm(cast.users["emil"]))
        (actor,) = actors_of(cast.users["emil"])
        assert (actor.id, actor.role) == (cast.members["emil"].pk, "viewer")

    def test_only_with_the_address_confirmed(self, cast: Cast, mailed: Any) -> None:
        token = mailed("gus@globex.example")
        for nobody in (cast.users["gus"], confirm(cast.users["emil"])):
            with pytest.raises(Forbidden):
                accept_invitation(token, nobody)
        accept_invitation(token, confirm(cast.users["gus"]))


class TestADeadLink:
    @pytest.mark.parametrize("end", ["over", "revoked", "suspended", "never"])
    def test_all_are_one(self, cast: Cast, mailed: Any, end: str) -> None:
        token = mailed()
        with account(cast.shop.account_id):
            if end == "over":
                Invitation.objects.update(expires_at=timezone.now())
            elif end == "revoked":
                revoke_invitation(cast.olga, Invitation.objects.get())
        if end == "suspended":
            suspend_account(cast.shop.account_id, reason="test")
        page = Client().get(f"/accounts/invitation/{'no-such' if end == 'never' else token}/")
        assert page.status_code == 404 and "Acme" not in page.content.decode()
        with pytest.raises(NotFound):
            accept_as_newcomer("no-such" if end == "never" else token, **ME)


class TestThePage:
    def test_a_newcomer_signs_up_and_is_in(self, cast: Cast, mailed: Any) -> None:
        client, address = Client(), f"/accounts/invitation/{mailed()}/"
        page = client.get(address).content.decode()
        assert "Olga" in page and NEW in page and 'name="password"' in page
        assert 'aria-invalid="true"' in client.post(address, {**ME, "password": "short"}).content.decode()
        assert client.post(address, ME).headers["Location"] == "/panel/"
        assert client.get("/panel/").status_code == 302 and client.get(address).status_code == 404

    def test_somebody_signed_in_presses_join(self, cast: Cast, mailed: Any) -> None:
        client, address = Client(), f"/accounts/invitation/{mailed('gus@globex.example')}/"
        assert "Sign in to join" in client.get(address).content.decode()
        client.force_login(confirm(cast.users["gus"]), backend=SIGN_IN)
        assert 'name="password"' not in client.get(address).content.decode()
        assert client.post(address).headers["Location"] == "/panel/" and len(actors_of(cast.users["gus"])) == 2

    def test_somebody_else_is_told_so(self, cast: Cast, mailed: Any) -> None:
        client, address = Client(), f"/accounts/invitation/{mailed()}/"
        client.force_login(cast.users["gus"], backend=SIGN_IN)
        assert "gus@globex.example" in client.get(address).content.decode()
        assert client.post(address).status_code == 403

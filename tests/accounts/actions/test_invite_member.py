"""Inviting somebody: who may, as what, how often; again, taken back, and by mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts import tasks
from accounts.access import hash_of_key, invitation_by_token
from accounts.actions import invite_member as inviting
from accounts.actions.invite_member import invite_member
from accounts.actions.mail_invitation import mail_invitation
from accounts.actions.resend_invitation import resend_invitation
from accounts.actions.revoke_invitation import revoke_invitation
from accounts.errors import Conflict, Forbidden, Invalid, NotFound, SlowDown
from accounts.models import AuditRecord, Invitation
from accounts.tenancy import account
from tests.cast import Cast

NEW = "nora@nook.example"


@pytest.fixture
def acme(cast: Cast) -> Iterator[Cast]:
    """The cast, with Acme as the open account."""
    with account(cast.shop.account_id):
        yield cast


def later(invitation: Invitation) -> None:
    """Let a minute go by."""
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now() - timedelta(minutes=2))


def token_of(mail: EmailMessage) -> str:
    found = re.search(r"/accounts/invitation/([^/\s]+)/", str(mail.body))
    assert found
    return found[1]


class TestInvite:
    def test_it_waits_seven_days_and_is_in_the_log(self, acme: Cast) -> None:
        made = invite_member(acme.ada, email=" Nora@Nook.example", role="operator", projects=[str(acme.shop.public_id)])
        assert (made.email, made.role, made.limited, made.projects) == (NEW, "operator", True, [acme.shop.pk])
        assert timedelta(days=6, hours=23) < made.expires_at - timezone.now() <= timedelta(days=7)
        assert AuditRecord.objects.filter(action="member.invited", target_id=str(made.public_id)).count() == 1

    def test_known_and_unknown_addresses_get_the_same(self, acme: Cast) -> None:
        known, unknown = (invite_member(acme.olga, email=email) for email in ("gus@globex.example", NEW))
        assert {field for field in vars(known) if getattr(known, field) is None} == {
            field for field in vars(unknown) if getattr(unknown, field) is None
        }

    def test_the_same_address_again_replaces_the_first(self, acme: Cast) -> None:
        first, second = invite_member(acme.olga, email=NEW), invite_member(acme.olga, email=NEW, role="viewer")
        assert Invitation.objects.get(pk=first.pk).revoked_at is not None
        assert Invitation.objects.get(pk=second.pk).revoked_at is None

    def test_who_is_there_already(self, acme: Cast) -> None:
        with pytest.raises(Conflict):
            invite_member(acme.olga, email="OSCAR@acme.example")
        invite_member(acme.olga, email="emil@acme.example")  # who has left may come back

    @pytest.mark.parametrize("name", ["oscar", "vic", "lena"])
    def test_wrong_role(self, acme: Cast, name: str) -> None:
        with pytest.raises(Forbidden):
            invite_member(getattr(acme, name), email=NEW, role="viewer")

    def test_an_admin_makes_no_owner(self, acme: Cast) -> None:
        with pytest.raises(Forbidden):
            invite_member(acme.ada, email=NEW, role="owner")
        assert invite_member(acme.olga, email=NEW, role="owner").role == "owner"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("email", "nora"),
            ("email", None),
            ("email", "a\x00@b.example"),
            ("role", "king"),
            ("role", []),
            ("projects", []),
            ("projects", "x"),
        ],
    )
    def test_what_cannot_be(self, acme: Cast, field: str, value: object) -> None:
        with pytest.raises(Invalid) as refusal:
            invite_member(acme.olga, **{"email": NEW, field: value})
        assert set(refusal.value.fields) == {field}

    def test_limits_are_to_ones_own_projects_and_not_for_admins(self, acme: Cast) -> None:
        for role, project in (("operator", acme.globex), ("admin", acme.shop)):
            with pytest.raises(Invalid):
                invite_member(acme.olga, email=NEW, role=role, projects=[str(project.public_id)])

    def test_nobody_is_flooded(self, acme: Cast) -> None:
        for _ in range(inviting.A_DAY_TO_ONE_AT_MOST):
            invite_member(acme.olga, email=NEW)
        with pytest.raises(SlowDown):
            invite_member(acme.olga, email=NEW)


class TestMail:
    def test_its_link_and_only_its_hash_is_kept(self, acme: Cast, mailoutbox: list[EmailMessage]) -> None:
        made = invite_member(acme.olga, email=NEW)
        mail_invitation(made.pk, made.account_id)
        (mail,) = mailoutbox
        token = token_of(mail)
        assert mail.to == [NEW] and "Olga" in str(mail.subject) and len(token) >= 43
        made.refresh_from_db()
        assert bytes(made.hash) == hash_of_key(token) and made.mailed_at is not None
        assert invitation_by_token(token) == (made.pk, made.account_id)

    def test_once_more_the_newest_link_works(self, acme: Cast, mailoutbox: list[EmailMessage]) -> None:
        """As Celery does it, which may run a task twice."""
        made = invite_member(acme.olga, email=NEW)
        for _ in range(2):
            tasks.mail_invitation(made.pk, made.account_id)
        old, new = map(token_of, mailoutbox)
        assert invitation_by_token(new)[0] == made.pk
        with pytest.raises(NotFound):
            invitation_by_token(old)

    def test_nothing_is_sent_for_what_has_ended(self, acme: Cast, mailoutbox: list[EmailMessage]) -> None:
        made = invite_member(acme.olga, email=NEW)
        revoke_invitation(acme.olga, made)
        mail_invitation(made.pk, made.account_id)
        assert mailoutbox == []


class TestAgainAndBack:
    def test_sent_again_the_old_link_is_dead_at_once(self, acme: Cast, mailoutbox: list[EmailMessage]) -> None:
        made = invite_member(acme.olga, email=NEW)
        mail_invitation(made.pk, made.account_id)
        with pytest.raises(SlowDown):
            resend_invitation(acme.ada, made)
        later(made)
        assert resend_invitation(acme.ada, made).expires_at > made.expires_at
        with pytest.raises(NotFound):
            invitation_by_token(token_of(mailoutbox[0]))

    def test_taken_back_twice(self, acme: Cast) -> None:
        made = invite_member(acme.olga, email=NEW)
        revoke_invitation(acme.ada, made)
        with pytest.raises(NotFound):
            revoke_invitation(acme.ada, made)
        with pytest.raises(NotFound):
            resend_invitation(acme.ada, made)

    def test_wrong_role(self, acme: Cast) -> None:
        made, owner = invite_member(acme.olga, email=NEW), invite_member(acme.olga, email="second@nook.example", role="owner")
        for actor, invitation in ((acme.oscar, made), (acme.ada, owner)):
            for act in (revoke_invitation, resend_invitation):
                with pytest.raises(Forbidden):
                    act(actor, invitation)

"""AUZ5: what somebody gives away they must still hold when it is written, not only when they asked."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.actions.invite_member import invite_member
from accounts.actions.issue_api_key import issue_api_key
from accounts.actions.resend_invitation import resend_invitation
from accounts.errors import Forbidden
from accounts.models import ApiKey, Invitation, Member, Role
from accounts.tenancy import account
from tests.cast import Cast


@pytest.mark.parametrize("change", [{"role": Role.OPERATOR}, {"active": False}], ids=["demoted", "removed"])
def test_who_lost_the_right_meanwhile_gives_nothing(cast: Cast, change: dict[str, Any]) -> None:
    with account(cast.shop.account_id):
        invitation = invite_member(cast.ada, email="nina@nook.example", role="operator")
        Invitation.objects.filter(pk=invitation.pk).update(sent_at="2026-01-01T00:00:00Z")
        Member.objects.filter(pk=cast.ada.id).update(**change)  # `cast.ada` is how she came in
        with pytest.raises(Forbidden):
            invite_member(cast.ada, email="nora@nook.example", role="admin")
        with pytest.raises(Forbidden):
            resend_invitation(cast.ada, invitation)
        assert Invitation.objects.count() == 1
    with pytest.raises(Forbidden):
        issue_api_key(cast.ada, name="Bot", scopes=["read"], service=True)
    with account(cast.shop.account_id):
        assert not ApiKey.objects.exists()

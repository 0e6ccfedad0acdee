"""AUD1: acts done as people do them, and the row that each leaves in the log."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator

from accounts.access import account_of
from accounts.actions.add_project import add_project
from accounts.actions.change_member import change_member
from accounts.actions.give_grant import give_grant
from accounts.actions.invite_member import invite_member
from accounts.actions.issue_api_key import issue_personal_key
from accounts.actions.note_about_person import note
from accounts.actions.remove_member import remove_member
from accounts.actions.request_erasure import abort_erasure, request_account_erasure, request_visitor_erasure
from accounts.actions.require_second_factor import require_second_factor
from accounts.actions.resend_invitation import resend_invitation
from accounts.actions.revoke_api_key import revoke_api_key
from accounts.actions.revoke_grant import revoke_grant
from accounts.actions.revoke_invitation import revoke_invitation
from accounts.actions.start_export import cancel_export, start_export
from accounts.actions.suspend_account import resume_account, suspend_account
from accounts.billing.actions.change_to_free import change_to_free
from accounts.billing.actions.edit_details import edit_details
from accounts.billing.actions.prepare_payment import prepare_payment
from accounts.billing.actions.settle_charge import settle_charge
from accounts.billing.gateway import Outcome
from accounts.models import Account, ApiKey, AuditRecord, Erasure, Grant, Invitation
from accounts.models.invitation import OPEN
from accounts.tenancy import tenant
from chat.actions.ban import ban, lift_ban
from chat.actions.close_conversation import close_conversation, end_conversation
from chat.actions.reopen_conversation import reopen_conversation
from tests.accounts.billing.paying import pay
from tests.cast import Cast

WRITTEN = "blue bowls"  # by Vera: no message stands in the log (AUD5)
Does = Callable[[Cast], object]


def invited(cast: Cast) -> Invitation:
    return invite_member(cast.olga, email="nora@acme.example", role="viewer")


def resent(cast: Cast) -> None:
    made = invited(cast)
    Invitation.objects.filter(OPEN, pk=made.pk).update(sent_at=made.created_at.replace(year=2020))
    resend_invitation(cast.olga, made)


def key(cast: Cast) -> ApiKey:
    issue_personal_key(cast.olga, name="Till")
    return ApiKey.objects.latest("pk")


def grant(cast: Cast) -> Grant:
    return give_grant(cast.olga, project=cast.shop, scope="settings", reason="Ticket 8812")


def lifted(cast: Cast) -> None:
    made = ban(cast.oscar, cast.shop, target=str(cast.vera.public_id), reason="Rude", until=None)
    lift_ban(cast.oscar, cast.shop, made.public_id)


def reopened(cast: Cast) -> None:
    reopen_conversation(cast.oscar, cast.shop, close_conversation(cast.oscar, cast.shop, cast.talk))


def erasure(cast: Cast) -> Erasure:
    return request_visitor_erasure(cast.olga, cast.shop, cast.vera.public_id, at_once=False)


def suspend(cast: Cast) -> None:
    suspend_account(cast.olga.account_id, reason="Spam")


def resumed(cast: Cast) -> None:
    suspend(cast)
    resume_account(cast.olga.account_id, reason="Sorry")


def second_factor_required(cast: Cast) -> None:
    Authenticator.objects.create(user=cast.users["olga"], type=Authenticator.Type.TOTP, data={"secret": "x"})
    require_second_factor(cast.olga, account_of(cast.olga), required=True)


def second_factor_optional(cast: Cast) -> None:
    second_factor_required(cast)
    require_second_factor(cast.olga, account_of(cast.olga), required=False)


def account_erasure(cast: Cast) -> Erasure:
    return request_account_erasure(cast.olga, Account.objects.get(pk=cast.olga.account_id))


def another_buyer(cast: Cast) -> None:
    """An invoice that nobody has paid, then one made out to somebody else in its place."""
    prepare_payment(cast.olga, "team")
    edit_details(cast.olga, invoice_name="Acme SA")
    prepare_payment(cast.olga, "team")


def paid_twice(cast: Cast) -> None:
    first = pay(cast, outcome=Outcome("refused", "p0"))
    pay(cast)
    settle_charge(cast.olga.account_id, first.key, Outcome("paid", "p2"))


def paid_then_free(cast: Cast) -> None:
    pay(cast)
    change_to_free(cast.olga)


ROWS: dict[str, Does] = {
    "account.erasure_aborted": lambda cast: abort_erasure(cast.olga, account_erasure(cast)),
    "account.erasure_requested": account_erasure,
    "account.exported": lambda cast: start_export(cast.olga),
    "account.resumed": resumed,
    "account.second_factor_optional": second_factor_optional,
    "account.second_factor_required": second_factor_required,
    "account.suspended": suspend,
    "billing.edited": lambda cast: edit_details(cast.olga, invoice_name="Acme SA"),
    "conversation.closed": lambda cast: close_conversation(cast.oscar, cast.shop, cast.talk),
    "conversation.ended": lambda cast: end_conversation(cast.oscar, cast.shop, cast.talk),
    "conversation.reopened": reopened,
    "email.changed": lambda cast: note(cast.users["oscar"], "email.changed"),
    "export.cancelled": lambda cast: cancel_export(cast.olga, start_export(cast.olga)),
    "grant.given": grant,
    "grant.revoked": lambda cast: revoke_grant(cast.olga, grant(cast)),
    "invitation.resent": resent,
    "invitation.revoked": lambda cast: revoke_invitation(cast.olga, invited(cast)),
    "invoice.voided": another_buyer,
    "key.issued": key,
    "key.revoked": lambda cast: revoke_api_key(cast.olga, key(cast)),
    "member.changed": lambda cast: change_member(cast.olga, cast.members["oscar"], role="viewer"),
    "member.invited": invited,
    "member.left": lambda cast: remove_member(cast.oscar, cast.members["oscar"]),
    "member.removed": lambda cast: remove_member(cast.olga, cast.members["oscar"]),
    "password.changed": lambda cast: note(cast.users["oscar"], "password.changed"),
    "payment.credited": paid_twice,
    "payment.refused": lambda cast: pay(cast, outcome=Outcome("refused", "p0")),
    "plan.changed": paid_then_free,
    "plan.credited": paid_then_free,
    "project.added": lambda cast: add_project(cast.olga, account_of(cast.olga), name="Acme Mugs", website="mugs.acme.example"),
    "project.exported": lambda cast: start_export(cast.olga, project=cast.shop),
    "session.others_ended": lambda cast: note(cast.users["oscar"], "session.others_ended"),
    "visitor.ban_lifted": lifted,
    "visitor.banned": lambda cast: ban(cast.oscar, cast.shop, target="203.0.113.9", reason="Rude", until=None),
    "visitor.erasure_aborted": lambda cast: abort_erasure(cast.olga, erasure(cast)),
    "visitor.erasure_requested": erasure,
    "visitor.exported": lambda cast: start_export(cast.olga, project=cast.shop, visitor=cast.vera.public_id),
}


@pytest.mark.parametrize("name", ROWS)
def test_its_row_is_there(cast: Cast, name: str) -> None:
    with tenant(cast.shop):
        before = AuditRecord.objects.filter(action=name).count()
        ROWS[name](cast)
        assert AuditRecord.objects.filter(action=name).count() == before + 1
        row = AuditRecord.objects.filter(action=name).latest("pk")
        assert row.actor_id and row.target_id and row.account_id == cast.shop.account_id
        assert WRITTEN not in str(row.data)

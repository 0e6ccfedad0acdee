"""Remove an account's own way to sign in, and with it everybody who came in by it."""

from __future__ import annotations

from accounts import audit
from accounts.actions.remove_member import remove_member
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.models import Account, Member, SignInIdentity, SignInProvider, User


def remove_sign_in_provider(actor: Actor, account: Account, provider: SignInProvider) -> int:
    """Its members leave the team, their windows within a second; what they wrote stays. Returns how many. Inside the account.

    Raises Forbidden without MANAGE_SIGN_IN.
    """
    require(actor, Capability.MANAGE_SIGN_IN)
    members = list(Member.objects.filter(pk__in=SignInIdentity.objects.filter(provider=provider).values("member")))
    leaving = [member for member in members if member.active]
    for member in leaving:
        remove_member(actor, member)
    User.objects.filter(pk__in=[member.user_id for member in members], single_sign_on=True).update(is_active=False)
    SignInIdentity.objects.filter(provider=provider).delete()
    Account.objects.filter(pk=account.pk).update(require_sso=False)
    audit.record(actor, "sign_in_provider.removed", provider, issuer=provider.issuer, members=len(leaving))
    provider.delete()
    return len(leaving)

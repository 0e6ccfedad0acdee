"""Ask every member of an account for a second factor, or stop asking."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts import audit
from accounts.access import has_second_factor
from accounts.actions.revoke import revoke
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict
from accounts.models import Account, Member


def require_second_factor(actor: Actor, account: Account, *, required: bool) -> None:
    """Switch it on or off; inside the account. From now on nobody without one gets in, open sockets included.

    Raises Forbidden without REQUIRE_2FA, Conflict for an owner who has no second factor: they would lock themselves out.
    """
    require(actor, Capability.REQUIRE_2FA)
    owner = Member.objects.get(pk=actor.id)
    if required and not has_second_factor(owner.user_id):
        raise Conflict(_("Set up a second step for yourself first."))
    Account.objects.filter(pk=account.pk).update(require_2fa=required)
    audit.record(actor, "account.second_factor_required" if required else "account.second_factor_optional", account)
    if required:  # who has one comes back at once
        revoke(f"account:{account.pk}")

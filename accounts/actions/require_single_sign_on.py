"""Ask every member but the owners to come in by the account's own provider, or stop asking."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts import audit
from accounts.actions.revoke import revoke
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict
from accounts.models import Account, SignInProvider


def require_single_sign_on(actor: Actor, account: Account, *, required: bool) -> None:
    """Inside the account. From now on a password opens it for owners alone: somebody must get in while the provider is down.

    Raises Forbidden without MANAGE_SIGN_IN, Conflict without a provider.
    """
    require(actor, Capability.MANAGE_SIGN_IN)
    if required and not SignInProvider.objects.exists():
        raise Conflict(_("Connect a provider first."))
    Account.objects.filter(pk=account.pk).update(require_sso=required)
    audit.record(actor, "account.single_sign_on_required" if required else "account.single_sign_on_optional", account)
    if required:  # who came in by the provider comes back at once
        revoke(f"account:{account.pk}")

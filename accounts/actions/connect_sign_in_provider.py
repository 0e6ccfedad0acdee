"""Connect an account to its own way to sign in, or change that connection."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict, Invalid
from accounts.models import Account, Role, SignInIdentity, SignInProvider
from accounts.secrets import Scope, place, reseal_rows, seal, unseal
from accounts.sign_in_terms import Terms

ROLES = (Role.OPERATOR, Role.VIEWER, Role.ADMIN)  # no provider makes an owner


def connect_sign_in_provider(actor: Actor, account: Account, *, terms: Terms, secret: str) -> SignInProvider:
    """One connection an account, sealed; an empty `secret` keeps the one there is. Inside the account.

    Raises Forbidden without MANAGE_SIGN_IN, Invalid, Conflict for another issuer or client while somebody came in by this one:
    what it calls 7 may be somebody else there.
    """
    require(actor, Capability.MANAGE_SIGN_IN)
    if terms.role not in ROLES:
        raise Invalid(fields={"role": _("Nobody becomes an owner by a provider.")})
    found: SignInProvider | None = SignInProvider.objects.select_for_update(no_key=True).first()
    if found is None and not secret:
        raise Invalid(fields={"secret": _("Paste the secret that the provider gave you.")})
    provider = found or SignInProvider(account_id=account.pk)
    moved = (provider.issuer, provider.client_id) != (terms.issuer, terms.client_id)
    if found is not None and moved and SignInIdentity.objects.exists():
        raise Conflict(_("People came in by this connection. Remove it first, then connect the other one."))
    for name, value in vars(terms).items():
        setattr(provider, name, value)
    provider.save()  # what is sealed is bound to the row's id
    if secret:
        provider.sealed = seal(account.pk, secret, _place(provider))
        provider.save(update_fields=["sealed"])
    action = "sign_in_provider.connected" if found is None else "sign_in_provider.edited"
    audit.record(actor, action, provider, issuer=terms.issuer, role=terms.role, newcomers=terms.newcomers)
    return provider


def secret_of(provider: SignInProvider) -> str:
    """The client's secret, for the provider alone. Raises Unreadable."""
    return unseal(provider.account_id, provider.sealed, _place(provider))


def reseal_sign_in_providers(scope: Scope) -> int:
    """Seal the secret of an account again, under its newest data key; how many there were."""
    return reseal_rows(scope, SignInProvider.objects.all(), "sealed") if isinstance(scope, int) else 0


def _place(provider: SignInProvider) -> str:
    return place(provider._meta.db_table, provider.pk, "sealed")

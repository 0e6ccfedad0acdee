"""Make an API key: shown once, stored as a hash."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.access import hash_of_key
from accounts.actors import Actor
from accounts.billing.access import require_feature
from accounts.billing.plans import Feature
from accounts.capabilities import PERSONAL_SCOPES, SCOPES, Capability, held_by, require
from accounts.cards import mask_cards
from accounts.errors import Forbidden, Invalid
from accounts.models import ApiKey, Project
from accounts.owners import hold_actor
from accounts.tenancy import account
from accounts.unstorable import UNSTORABLE

PREFIX_CHARACTERS = 8  # "pk_" and five more: enough to tell keys apart, far too little to guess one
LIVES_AT_MOST = timedelta(days=366)


def issue_personal_key(actor: Actor, *, name: str, secret: str | None = None) -> str:
    """Make a key that acts as `actor`'s own member in everything that member may do now, and return it."""
    scopes = [scope for scope, capabilities in SCOPES.items() if capabilities <= held_by(actor)]
    made = ApiKey(account_id=actor.account_id, member_id=actor.id, name=mask_cards(name)[:120], scopes=scopes)
    return _store(actor, made, secret or _new_secret(made))


def issue_api_key(
    actor: Actor,
    *,
    name: object,
    scopes: object,
    service: bool = False,
    project: Project | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key, and give it with its secret: 256 random bits that cannot be shown again.

    It acts as `actor`'s own member, or, a `service` key, as the account's bot; within `project` if one is given. Raises
    Forbidden for whoever comes with a key, for scopes beyond the actor's rights (AUZ5), and for a service key without
    MANAGE_KEYS; PlanEnded, Invalid.
    """
    if actor.kind != "member":
        raise Forbidden(_("A key makes no keys."))
    if service:
        require(actor, Capability.MANAGE_KEYS)
    with account(actor.account_id):
        require_feature(Feature.API)
    if project is not None and not actor.may_enter(project.pk):
        raise Forbidden()
    wanted = _scopes(actor, scopes, service=service)
    if not isinstance(name, str) or not name.strip() or UNSTORABLE.search(name) or len(name) > 120:
        raise Invalid(fields={"name": _("A name of at most 120 characters.")})
    now = timezone.now()
    if expires_at is not None and not now < expires_at < now + LIVES_AT_MOST:
        raise Invalid(fields={"expires_at": _("A time within a year from now.")})
    made = ApiKey(account_id=actor.account_id, member_id=None if service else actor.id, name=mask_cards(name.strip()))
    made.project, made.scopes, made.expires_at = project, wanted, expires_at
    return made, _store(actor, made, _new_secret(made))


def _new_secret(key: ApiKey) -> str:
    return f"{'sk' if key.member_id is None else 'pk'}_{secrets.token_urlsafe(32)}"


def _store(actor: Actor, key: ApiKey, secret: str) -> str:
    key.prefix, key.hash = secret[:PREFIX_CHARACTERS], hash_of_key(secret)
    with account(actor.account_id):
        now = hold_actor(actor)  # demoted while this waited: AUZ5
        if key.member_id is None:
            require(now, Capability.MANAGE_KEYS)
        _hold_all(now, key.scopes)
        key.save(force_insert=True)
        audit.record(actor, "key.issued", key, name=key.name, scopes=key.scopes, service=key.member_id is None)
    return secret


def _scopes(actor: Actor, raw: object, *, service: bool) -> list[str]:
    """The named scopes in the table's order. Raises Invalid, Forbidden."""
    if not isinstance(raw, list) or not raw or any(not isinstance(one, str) or one not in SCOPES for one in raw):
        raise Invalid(fields={"scopes": _("At least one of %(scopes)s.") % {"scopes": ", ".join(SCOPES)}})
    wanted = [scope for scope in SCOPES if scope in raw]
    if service and PERSONAL_SCOPES & set(wanted):
        raise Invalid(fields={"scopes": _("A service key manages no members.")})
    _hold_all(actor, wanted)
    return wanted


def _hold_all(actor: Actor, scopes: list[str]) -> None:
    """Raises Forbidden for a scope beyond the actor's rights."""
    if any(not SCOPES[scope] <= held_by(actor) for scope in scopes):
        raise Forbidden(_("Nobody can give or take rights that they do not have."))

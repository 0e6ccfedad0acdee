"""Ask to become a partner."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.access import memberships_of
from accounts.cards import mask_cards
from accounts.errors import Conflict, Forbidden
from accounts.models import User
from integrations.partners.access import partner_id_of_user
from integrations.partners.models import Partner, Plan
from integrations.partners.scope import next_id, partner_scope

PLAN = "standard"


def newest_plan() -> Plan:
    """The terms for whoever applies today."""
    return Plan.objects.filter(code=PLAN).latest("version")


def apply(user: User, *, name: str, website: str = "", about: str = "") -> Partner:
    """An application, for our staff to look at. Nothing is earned before they approve it.

    Raises Forbidden for a member of an account: a partner can never see a chat, so it needs a sign-in of its own. Conflict for
    whoever has applied before.
    """
    if user.single_sign_on or memberships_of(user):
        raise Forbidden(_("This sign-in belongs to an account. Apply with another email address."))
    if partner_id_of_user(user.pk) is not None:
        raise Conflict(_("You have applied already."))
    partner_id = next_id(Partner)
    try:
        with transaction.atomic(), partner_scope(partner_id):
            partner = Partner(
                pk=partner_id,
                user=user,
                name=mask_cards(name.strip())[:120],
                website=mask_cards(website)[:200],
                about=mask_cards(about)[:1000],
                plan=newest_plan(),
            )
            partner.code = _code_for(partner.name)
            partner.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("You have applied already.")) from None
    return partner


def _code_for(name: str) -> str:
    """Of the name, with something behind it that nobody else has."""
    return f"{slugify(name)[:30].strip('-') or 'partner'}-{secrets.token_hex(2)}"

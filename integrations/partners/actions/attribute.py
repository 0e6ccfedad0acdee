"""Who sent whom: written down at sign-up, and turned into a referral when the account opens."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from integrations.partners.access import held_partner, partner_id_of_touch, partner_of_code
from integrations.partners.models import Partner, Referral, Touch
from integrations.partners.same_people import mailbox_of, same_domain
from integrations.partners.scope import partner_scope


def note_touch(user: User, code: str, touched_at: datetime) -> Touch | None:
    """Somebody signs up who followed a link. None for a link that is worth nothing, or whose window is over."""
    partner = partner_of_code(code)
    if (
        partner is None
        or timezone.now() - touched_at > timedelta(days=partner.plan.window_days)
        or partner_id_of_touch(user.pk) is not None
    ):
        return None
    with partner_scope(partner.pk):
        touch = Touch(partner=partner, user=user, touched_at=touched_at)
        touch.save(force_insert=True)
    return touch


def attribute(account_id: int, user_id: int) -> Referral | None:
    """The account that this person opened is the partner's, once: an account's referral never changes. Twice is fine.

    One of the partner's own is written down too, refused: it earns nothing, and tells us which card is theirs.
    """
    partner_id = partner_id_of_touch(user_id)
    if partner_id is None:
        return None
    with partner_scope(partner_id):
        partner = held_partner(partner_id)
        touch = Touch.objects.get(user_id=user_id)
        if not partner.earns:
            return None
        terms = {"plan": partner.plan, "touched_at": touch.touched_at, "began_at": timezone.now()}
        refused = _why_not(partner, User.objects.get(pk=user_id))
        referral: Referral = Referral.objects.get_or_create(
            account_id=account_id, defaults={**terms, "partner": partner, "refused": refused}
        )[0]
        return referral


def _why_not(partner: Partner, customer: User) -> str:
    own = partner.user
    if own is None or mailbox_of(own.email) == mailbox_of(customer.email):
        return Referral.Refused.SAME_PERSON
    return Referral.Refused.SAME_DOMAIN if same_domain(own.email, customer.email) else ""

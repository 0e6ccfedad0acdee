"""The month is nearly used up: tell those who can change the plan, once a month."""

from __future__ import annotations

from django.conf import settings

from accounts import audit, mail
from accounts.actors import system_actor
from accounts.billing import clock
from accounts.billing.access import standing_here
from accounts.billing.actions.count_conversation import this_month
from accounts.billing.models import Usage
from accounts.capabilities import ALLOWED, Capability
from accounts.models import Member
from accounts.tenancy import account


def warn_of_limit(account_id: int) -> int:
    """Mail everybody who may manage billing. Returns how many were told; 0 when they have been this month."""
    with account(account_id):
        usage: Usage | None = Usage.objects.select_for_update(no_key=True).filter(month=this_month(), warned_at=None).first()
        limit = standing_here().plan.chats
        if usage is None or limit is None:
            return 0
        usage.warned_at = clock.now()
        usage.save(update_fields=["warned_at"])
        roles = [role for role, allowed in ALLOWED.items() if Capability.MANAGE_BILLING in allowed]
        people = [member.user for member in Member.objects.select_related("user").filter(active=True, role__in=roles)]
        audit.record(system_actor(account_id), "plan.warned", usage, started=usage.started, limit=limit)
        words = {"started": usage.started, "limit": limit, "url": f"{settings.PARLEY_URL}/panel/settings/billing/"}
    for person in people:
        with mail.in_language(person.language):
            mail.send("accounts/mail/limit", person.email, words)
    return len(people)

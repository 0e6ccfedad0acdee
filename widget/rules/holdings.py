"""What automatic messages hold about a project or an account, for exports and erasures. Of a visitor: nothing, only counts."""

from __future__ import annotations

from accounts.erasure import OF_ACCOUNT
from accounts.export import Part, hand_out
from accounts.models import Project
from accounts.tenancy import account, tenant
from widget.rules.models import Manners, Rule, RuleDay


def register() -> None:
    hand_out(Part("automatic_messages", Rule))
    hand_out(Part("automatic_message_days", RuleDay))
    hand_out(Part("automatic_message_manners", Manners))
    OF_ACCOUNT["automatic messages"] = erase_account


def erase_account(account_id: int) -> dict[str, int]:
    """Every rule of every project, with its counts."""
    count = 0
    with account(account_id):
        projects = list(Project.objects.order_by("id"))
    for project in projects:
        with tenant(project):
            count += Rule.objects.count()
            Rule.objects.all().delete()
            Manners.objects.all().delete()
    return {"automatic messages": count}

"""What notices hold about a visitor, a project or an account, for exports and erasures."""

from __future__ import annotations

from accounts.erasure import OF_ACCOUNT
from accounts.export import Part, hand_out, hold_back
from accounts.models import Project
from accounts.tenancy import account, tenant
from panel.notices.models import Call, Ladder, Preference, Wait


def register() -> None:
    hand_out(Part("notice_choices", Preference))
    hand_out(Part("notice_ladders", Ladder))
    hold_back("notices_wait", "says how far our own machinery has called people; the messages are handed out")
    hold_back("notices_call", "our log of two weeks of who was called for which message; the messages are handed out")
    hold_back("notices_ring", "the same: by which ways")
    OF_ACCOUNT["notices"] = erase_account


def erase_account(account_id: int) -> dict[str, int]:
    """Choices, ladders and the log of calls. What is about a visitor goes with their conversation."""
    counts = {"calls": 0}
    with account(account_id):
        projects = list(Project.objects.order_by("id"))
    for project in projects:
        with tenant(project):
            counts["calls"] += Call.objects.count()
            for model in (Call, Wait, Preference, Ladder):
                model.objects.all().delete()
    return counts

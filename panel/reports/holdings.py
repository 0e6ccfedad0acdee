"""What reports hold about a project or an account, for exports and erasures. Of a visitor: what goes with their conversations."""

from __future__ import annotations

from accounts.erasure import OF_ACCOUNT
from accounts.export import Part, hand_out, hold_back
from accounts.models import Project
from accounts.tenancy import account, tenant
from panel.reports.models import Attendance, Fact


def register() -> None:
    hand_out(Part("operator_hours", Attendance))
    hold_back("reports_fact", "is made from the messages")
    OF_ACCOUNT["reports"] = erase_account


def erase_account(account_id: int) -> dict[str, int]:
    """Every row of every project."""
    count = 0
    with account(account_id):
        projects = list(Project.objects.order_by("id"))
    for project in projects:
        with tenant(project):
            count += Fact.objects.count()
            Fact.objects.all().delete()
            Attendance.objects.all().delete()
    return {"reported conversations": count}

"""Step three of a new project: who answers with you?"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions.invite_member import invite_member
from accounts.capabilities import Capability, may, may_give
from accounts.doors import PanelRequest, panel_page
from accounts.errors import Refused
from accounts.models import Role

ROWS = 3  # more can be invited on the team page

Row = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@panel_page
def invite_team(request: PanelRequest) -> HttpResponse:
    """Invite a few at once: all of them or, where one cannot be, none."""
    if not may(request.actor, Capability.MANAGE_MEMBERS):
        raise PermissionDenied
    rows = _rows(request)
    if request.method == "POST" and _invite(request, rows):
        return redirect("panel_inbox", project=request.project.public_id)
    roles = [role for role in Role if may_give(request.actor, role)]
    return render(request, "panel/onboarding/team.html", {"rows": rows, "roles": roles, "project": request.project})


def _rows(request: PanelRequest) -> list[Row]:
    """What was typed, or empty rows."""
    typed = zip_longest(request.POST.getlist("email")[:ROWS], request.POST.getlist("role")[:ROWS], fillvalue="")
    rows = [{"email": email.strip(), "role": role or Role.OPERATOR, "trouble": ""} for email, role in typed]
    return rows + [{"email": "", "role": Role.OPERATOR, "trouble": ""} for _ in range(ROWS - len(rows))]


def _invite(request: PanelRequest, rows: list[Row]) -> bool:
    """Whether all who were named are invited; else the row that could not be says why."""
    with transaction.atomic():
        for row in rows:
            try:
                if row["email"]:
                    invite_member(request.actor, email=row["email"], role=row["role"])
            except Refused as refused:
                row["trouble"] = next(iter(refused.fields.values()), refused.detail)
                transaction.set_rollback(True)
                return False
    return True

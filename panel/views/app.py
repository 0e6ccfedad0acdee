"""The operators' app: one shell for every address that the browser code draws, and the way to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from accounts.access import account_of, projects_of
from accounts.demo.door import is_demo
from accounts.doors import PanelRequest, panel_page, signed_in_actors
from panel.queries import project_shapes

LAST_PROJECT = "panel_project"  # in the session: where /panel/ leads


@require_safe
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The inbox of the project looked at last; a person without a project adds one."""
    ids = [str(project.public_id) for actor in signed_in_actors(request) for project in projects_of(actor)]
    if not ids:
        return redirect("panel_new_project")
    last = request.session.get(LAST_PROJECT)
    return redirect("panel_inbox", project=last if last in ids else ids[0])


@require_safe
@never_cache
@ensure_csrf_cookie
@panel_page
def app(request: PanelRequest, conversation: UUID | None = None) -> HttpResponse:
    """The shell. Which page and which conversation, the browser reads from the address."""
    project_id = str(request.project.public_id)
    if request.session.get(LAST_PROJECT) != project_id:
        request.session[LAST_PROJECT] = project_id
    account = account_of(request.actor)
    data: dict[str, Any] = {
        "member": {"id": request.actor.ref, "name": request.actor.name, "avatar": None},
        "account": {"id": str(account.public_id), "name": account.name},
        "projects": project_shapes(signed_in_actors(request)),
        "project": project_id,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
    if is_demo(request):
        data["mailbox"] = reverse("demo_mailbox")
    return render(request, "panel/app.html", {"data": data, "project": request.project})

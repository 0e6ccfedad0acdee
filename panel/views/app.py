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

from accounts import apart
from accounts.access import account_of, must_add_second_factor, projects_of, provider_that_is_asked_for
from accounts.actors import Actor
from accounts.billing.access import standing_here
from accounts.capabilities import Capability, may
from accounts.demo.door import is_demo
from accounts.doors import LAST_ACCOUNT, PanelRequest, panel_page, signed_in_actors
from accounts.grants import grants_over
from accounts.models import Grant, User
from accounts.signing_in.lifetimes import RECORD
from chat.actions.start_upload import largest_for
from chat.times import rfc3339
from panel.notices.queries import departments_of_others
from panel.notices.shapes import notices_shape
from panel.queries import project_shapes
from widget.help.shapes import addresses_of

LAST_PROJECT = "panel_project"  # in the session: where /panel/ leads


@require_safe
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The inbox of the project looked at last; a person without a project adds one."""
    ids = [str(project.public_id) for actor in signed_in_actors(request) for project in projects_of(actor)]
    if not ids:
        assert isinstance(request.user, User)
        if provider := provider_that_is_asked_for(request.user):
            return redirect("single_sign_on", provider=provider)
        if home_apart := apart.home_apart(request.user):
            return redirect(home_apart)
        kept_out = must_add_second_factor(request.user)
        return redirect("panel_security" if kept_out else "panel_new_project")
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
        request.session[LAST_PROJECT], request.session[LAST_ACCOUNT] = project_id, request.actor.account_id
    account = account_of(request.actor)
    data: dict[str, Any] = {
        "member": {"id": request.actor.ref, "name": request.actor.name, "avatar": None},
        "account": {"id": str(account.public_id), "name": account.name},
        "projects": project_shapes(signed_in_actors(request)),
        "project": project_id,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "notices": notices_shape(
            request.user, request.actor.id, request.session.get(RECORD), others=departments_of_others(signed_in_actors(request))
        ),
        "files": largest_for(visitor=False),
        "help": addresses_of(request.project).root,
    }
    if is_demo(request):
        data["mailbox"] = reverse("demo_mailbox")
    if may(request.actor, Capability.EXPORT_DATA):
        data["data_href"] = reverse("panel_data")
    if grants := grants_over(request.project):
        data["support"] = _support(request.actor, grants)
    standing = standing_here()
    if standing.ended_at is not None:
        pays = reverse("panel_billing") if may(request.actor, Capability.MANAGE_BILLING) else None
        data["plan_ended"] = {"at": rfc3339(standing.ended_at), "plan": standing.plan.name, "href": pays}
    return render(request, "panel/app.html", {"data": data, "project": request.project})


def _support(actor: Actor, grants: list[Grant]) -> dict[str, Any]:
    """What the panel's banner says while staff may look in; owners find there where they end it."""
    return {
        "until": rfc3339(max(grant.ends_at for grant in grants)),
        "conversations": any(grant.scope == Grant.Scope.CONVERSATIONS for grant in grants),
        "href": reverse("panel_support_access") if may(actor, Capability.GIVE_GRANTS) else None,
    }

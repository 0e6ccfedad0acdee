"""What pages about a project share: which projects a person may change, and the way to the first of them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.access import projects_of
from accounts.actors import Actor
from accounts.capabilities import Capability, may
from accounts.doors import AccountRequest, PanelRequest
from accounts.models import Project


def editable(actor: Actor, needs: Capability = Capability.EDIT_PROJECT) -> list[Project]:
    """The projects that somebody may change; with `needs`, those in which they may do that."""
    return [project for project in projects_of(actor) if may(actor, needs, project)]


def to_editable(
    request: AccountRequest, page: str, needs: Capability = Capability.EDIT_PROJECT, *, none: str = "panel_new_project"
) -> HttpResponse:
    """To `page` of the project that `?project=` names, else of the first such; to the page `none` where there is none."""
    mine = editable(request.actor, needs)
    asked = [project for project in mine if str(project.public_id) == request.GET.get("project")]
    return redirect(page, project=(asked or mine)[0].public_id) if mine else redirect(none)


def require_editor(request: PanelRequest) -> None:
    if not may(request.actor, Capability.EDIT_PROJECT, request.project):
        raise PermissionDenied

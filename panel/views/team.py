"""The people of an account: who is there, who is invited, what each may do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import invitation_of, limits_of, member_of
from accounts.actions.change_member import change_member
from accounts.actions.invite_member import invite_member
from accounts.actions.remove_member import remove_member
from accounts.actions.resend_invitation import resend_invitation
from accounts.actions.revoke_invitation import revoke_invitation
from accounts.capabilities import Capability, may, may_give
from accounts.doors import AccountRequest, account_page
from accounts.errors import NotFound, Refused
from accounts.member_limits import LIMITABLE
from accounts.models import Invitation, Member, Project, Role
from accounts.models.invitation import OPEN
from chat import presence
from panel.role_table import role_table

DONE = ("invited", "resent", "revoked", "removed", "saved")  # what a page may say that it has just done


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@account_page()
def team(request: AccountRequest) -> HttpResponse:
    """Everybody sees who is in the team; who manages members invites here."""
    if request.method != "POST":
        return _team_page(request)
    wish = {name: request.POST.get(name, "") for name in ("email", "role", "project")}
    try:
        projects = [wish["project"]] if wish["project"] else None
        invite_member(request.actor, email=wish["email"], role=wish["role"], projects=projects)
    except Refused as refused:
        return _team_page(request, refused, wish)
    return redirect("/panel/settings/team/?invited")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@account_page(Capability.MANAGE_MEMBERS)
def one_member(request: AccountRequest, member: UUID) -> HttpResponse:
    """One person's role and projects."""
    found = _found(member)
    if request.method != "POST":
        return _member_page(request, found)
    changes: dict[str, Any] = {"role": request.POST.get("role", "")}
    if changes["role"] in LIMITABLE:
        changes["projects"] = request.POST.getlist("projects") if request.POST.get("reach") == "some" else None
    try:
        change_member(request.actor, found, **changes)
    except Refused as refused:
        return _member_page(request, found, refused)
    return redirect("/panel/settings/team/?saved")


@require_POST
@never_cache
@account_page()
def remove(request: AccountRequest, member: UUID) -> HttpResponse:
    """End a membership, or one's own."""
    found = _found(member)
    try:
        remove_member(request.actor, found)
    except Refused as refused:
        return _team_page(request, refused)
    return redirect("panel" if found.pk == request.actor.id else "/panel/settings/team/?removed")


@require_POST
@never_cache
@account_page(Capability.MANAGE_MEMBERS)
def resend(request: AccountRequest, invitation: UUID) -> HttpResponse:
    """Send an invitation once more, with a new link."""
    try:
        resend_invitation(request.actor, invitation_of(invitation))
    except Refused as refused:
        return _team_page(request, refused)
    return redirect("/panel/settings/team/?resent")


@require_POST
@never_cache
@account_page(Capability.MANAGE_MEMBERS)
def revoke(request: AccountRequest, invitation: UUID) -> HttpResponse:
    """Take an invitation back."""
    try:
        revoke_invitation(request.actor, invitation_of(invitation))
    except Refused as refused:
        return _team_page(request, refused)
    return redirect("/panel/settings/team/?revoked")


def _found(public_id: UUID) -> Member:
    try:
        return member_of(public_id)
    except NotFound:
        raise Http404 from None


def _team_page(request: AccountRequest, refused: Refused | None = None, wish: dict[str, str] | None = None) -> HttpResponse:
    projects = [project for project in Project.objects.order_by("name", "pk") if request.actor.may_enter(project.pk)]
    manages = may(request.actor, Capability.MANAGE_MEMBERS)
    here = set().union(*(presence.here(project.pk) for project in projects))
    members = Member.objects.filter(active=True).select_related("user").order_by("name", "pk")
    words: dict[str, Any] = {
        "manages": manages,
        "people": [_person(member, projects, here) for member in members],
        "invitations": _invitations() if manages else [],
        "projects": projects,
        "roles": [role for role in reversed(Role) if may_give(request.actor, role)],
        "wish": wish or {"role": Role.OPERATOR},
        "refused": refused,
        "role_table": role_table(),
        "done": next((word for word in DONE if word in request.GET), ""),
    }
    return render(request, "panel/settings/team.html", words, status=refused.status if refused else 200)


def _person(member: Member, projects: list[Project], here: set[int]) -> dict[str, Any]:
    limits = limits_of(member)
    names = None if limits is None else [project.name for project in projects if project.pk in limits]
    return {"member": member, "projects": names, "here": member.pk in here}


def _invitations() -> list[dict[str, Any]]:
    rows = Invitation.objects.filter(OPEN).select_related("invited_by").order_by("-sent_at")
    now = timezone.now()
    return [{"row": row, "over": row.expires_at <= now} for row in rows]


def _member_page(request: AccountRequest, member: Member, refused: Refused | None = None) -> HttpResponse:
    words: dict[str, Any] = {
        "member": member,
        "roles": [role for role in Role if may_give(request.actor, role)],
        "mine": may_give(request.actor, Role(member.role)),
        "limits": limits_of(member),
        "projects": list(Project.objects.order_by("name", "pk")),
        "refused": refused,
    }
    return render(request, "panel/settings/member.html", words, status=refused.status if refused else 200)

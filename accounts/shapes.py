"""People and keys as JSON: one shape a noun, for REST and pages alike. Ids are public ones."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from accounts.access import limits_of
from accounts.models import ApiKey, Grant, Invitation, Member, Project, SignInIdentity


class MemberShape(TypedDict):
    id: str
    name: str
    email: str
    role: str
    projects: list[str] | None
    created_at: datetime


class InvitationShape(TypedDict):
    id: str
    email: str
    role: str
    projects: list[str] | None
    invited_by: str
    sent_at: datetime
    mailed_at: datetime | None
    expires_at: datetime


class KeyShape(TypedDict):
    id: str
    name: str
    prefix: str
    kind: str
    member: str | None
    project: str | None
    scopes: list[str]
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None


class GrantShape(TypedDict):
    """`project` is null for all of the account; it is in force until the earlier of `ends_at` and `revoked_at`."""

    id: str
    project: str | None
    scope: str
    reason: str
    given_by: str
    created_at: datetime
    ends_at: datetime
    revoked_at: datetime | None


def member_shape(member: Member) -> MemberShape:
    """A member as somebody sees them who manages members. `projects` is null for all of the account."""
    return {
        "id": str(member.public_id),
        "name": member.name,
        "email": _address_of(member),
        "role": member.role,
        "projects": _public_ids(limits_of(member)),
        "created_at": member.created_at,
    }


def _address_of(member: Member) -> str:
    """Their address; of somebody who comes in by the account's provider, what it said last."""
    if not member.user.single_sign_on:
        return member.user.email
    return SignInIdentity.objects.filter(member=member).values_list("email", flat=True).first() or ""


def invitation_shape(invitation: Invitation) -> InvitationShape:
    """An open invitation. Nothing in it leads to its link; nothing tells whether the address has a sign-in."""
    return {
        "id": str(invitation.public_id),
        "email": invitation.email,
        "role": invitation.role,
        "projects": _public_ids(frozenset(invitation.projects)) if invitation.limited else None,
        "invited_by": invitation.invited_by.name,
        "sent_at": invitation.sent_at,
        "mailed_at": invitation.mailed_at,
        "expires_at": invitation.expires_at,
    }


def key_shape(key: ApiKey) -> KeyShape:
    """A key without its secret, which nobody has any more."""
    return {
        "id": str(key.public_id),
        "name": key.name,
        "prefix": key.prefix,
        "kind": "service" if key.member is None else "personal",
        "member": None if key.member is None else str(key.member.public_id),
        "project": None if key.project is None else str(key.project.public_id),
        "scopes": list(key.scopes),
        "created_at": key.created_at,
        "last_used_at": key.last_used_at,
        "expires_at": key.expires_at,
    }


def grant_shape(grant: Grant) -> GrantShape:
    """A grant as its account sees it."""
    return {
        "id": str(grant.public_id),
        "project": None if grant.project is None else str(grant.project.public_id),
        "scope": grant.scope,
        "reason": grant.reason,
        "given_by": grant.given_by.name,
        "created_at": grant.created_at,
        "ends_at": grant.ends_at,
        "revoked_at": grant.revoked_at,
    }


def _public_ids(projects: frozenset[int] | None) -> list[str] | None:
    if projects is None:
        return None
    return [str(found) for found in Project.objects.filter(pk__in=projects).order_by("pk").values_list("public_id", flat=True)]

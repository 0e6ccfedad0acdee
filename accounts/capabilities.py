"""The one table of who may do what."""

from __future__ import annotations

from enum import Enum

from accounts.actors import Actor
from accounts.errors import Forbidden
from accounts.models import Project, Role


class Capability(Enum):
    READ = "read"
    SEE_VISITORS = "see_visitors"
    REPLY = "reply"
    ASSIGN = "assign"
    CLOSE = "close"
    EDIT_PROJECT = "edit_project"
    ADD_PROJECT = "add_project"
    MANAGE_MEMBERS = "manage_members"


_VIEWER = frozenset({Capability.READ})
_OPERATOR = _VIEWER | {Capability.SEE_VISITORS, Capability.REPLY, Capability.ASSIGN, Capability.CLOSE}
_ADMIN = _OPERATOR | {Capability.EDIT_PROJECT, Capability.ADD_PROJECT, Capability.MANAGE_MEMBERS}

ALLOWED: dict[Role, frozenset[Capability]] = {
    Role.VIEWER: _VIEWER,
    Role.OPERATOR: _OPERATOR,
    Role.ADMIN: _ADMIN,
    Role.OWNER: _ADMIN,
}


def may(actor: Actor, capability: Capability, project: Project | None = None) -> bool:
    """Whether the actor has the capability, in `project` if one is given. Visitors have none of these."""
    allowed = actor.kind == "system" or (actor.role is not None and capability in ALLOWED[actor.role])
    if not allowed or project is None:
        return allowed
    return project.account_id == actor.account_id and actor.may_enter(project.pk)


def require(actor: Actor, capability: Capability, project: Project | None = None) -> None:
    """Raises Forbidden unless the actor has the capability."""
    if not may(actor, capability, project):
        raise Forbidden()

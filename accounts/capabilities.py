"""The one table of who may do what."""

from __future__ import annotations

from enum import Enum

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.errors import Forbidden
from accounts.models import Project, Role


class Capability(Enum):
    READ = "read"
    SEE_VISITORS = "see_visitors"
    REPLY = "reply"
    ASSIGN = "assign"
    CLOSE = "close"
    BAN = "ban_visitors"
    SEND_ELSEWHERE = "send_elsewhere"
    EDIT_PROJECT = "edit_project"
    ADD_PROJECT = "add_project"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_KEYS = "manage_keys"
    REQUIRE_2FA = "require_2fa"
    MANAGE_SIGN_IN = "manage_sign_in"
    MANAGE_BILLING = "manage_billing"
    GIVE_GRANTS = "give_grants"
    READ_AUDIT = "read_audit"
    EXPORT_DATA = "export_data"
    ERASE_DATA = "erase_data"
    DELETE_ACCOUNT = "delete_account"


_VIEWER = frozenset({Capability.READ})
_OPERATOR = _VIEWER | {Capability.SEE_VISITORS, Capability.REPLY, Capability.ASSIGN, Capability.CLOSE, Capability.BAN}
_OPERATOR |= {Capability.SEND_ELSEWHERE}
_ADMIN = _OPERATOR | {Capability.EDIT_PROJECT, Capability.ADD_PROJECT, Capability.MANAGE_MEMBERS, Capability.MANAGE_KEYS}
_ADMIN |= {Capability.READ_AUDIT, Capability.EXPORT_DATA, Capability.ERASE_DATA}

_SIGN_IN = frozenset({Capability.REQUIRE_2FA, Capability.MANAGE_SIGN_IN})

ALLOWED: dict[Role, frozenset[Capability]] = {
    Role.VIEWER: _VIEWER,
    Role.OPERATOR: _OPERATOR,
    Role.ADMIN: _ADMIN,
    Role.OWNER: _ADMIN | {Capability.MANAGE_BILLING, Capability.GIVE_GRANTS, Capability.DELETE_ACCOUNT, *_SIGN_IN},
}

# What can be done in one project; everything else is done to the whole account, so whoever is limited to projects may not.
IN_A_PROJECT = _OPERATOR | {Capability.EDIT_PROJECT}

# What an API key can be given. Sending elsewhere, keys, money, grants and the end of the account are for people: no scope holds those.
SCOPES: dict[str, frozenset[Capability]] = {
    "read": frozenset({Capability.READ}),
    "visitors": frozenset({Capability.SEE_VISITORS, Capability.BAN}),
    "reply": frozenset({Capability.REPLY}),
    "assign": frozenset({Capability.ASSIGN, Capability.CLOSE}),
    "settings": frozenset({Capability.EDIT_PROJECT, Capability.ADD_PROJECT}),
    "members": frozenset({Capability.MANAGE_MEMBERS}),
    "audit": frozenset({Capability.READ_AUDIT}),
    "data": frozenset({Capability.EXPORT_DATA, Capability.ERASE_DATA}),
}
# Members are given rights by somebody who holds them: a service key holds no role.
PERSONAL_SCOPES = frozenset({"members"})


def held_by(actor: Actor) -> frozenset[Capability]:
    """Everything that an actor's role and key allow, wherever they may enter. Visitors have none of these."""
    if actor.kind == "system":
        return frozenset(Capability)
    by_role = ALLOWED[actor.role] if actor.role is not None else None
    if actor.scopes is None:
        return by_role or frozenset()
    by_key: frozenset[Capability] = frozenset().union(*(SCOPES.get(scope, frozenset()) for scope in actor.scopes))
    return by_key if by_role is None else by_key & by_role


def may(actor: Actor, capability: Capability, project: Project | None = None) -> bool:
    """Whether the actor has the capability, in `project` if one is given, else somewhere (or in the account as a whole)."""
    if capability not in held_by(actor):
        return False
    if project is None:
        return actor.projects is None or capability in IN_A_PROJECT
    return project.account_id == actor.account_id and actor.may_enter(project.pk)


def require(actor: Actor, capability: Capability, project: Project | None = None) -> None:
    """Raises Forbidden unless the actor has the capability."""
    if not may(actor, capability, project):
        raise Forbidden()


_RANK = {Role.VIEWER: 0, Role.OPERATOR: 1, Role.ADMIN: 2, Role.OWNER: 3}


def may_give(actor: Actor, role: Role) -> bool:
    """Whether the actor may make somebody `role`, or change somebody who is: nobody gives or takes more than they hold (AUZ5)."""
    return may(actor, Capability.MANAGE_MEMBERS) and actor.role is not None and _RANK[role] <= _RANK[actor.role]


def require_to_give(actor: Actor, role: Role) -> None:
    """Raises Forbidden unless the actor may give, or take, `role`."""
    if not may_give(actor, role):
        raise Forbidden(_("Nobody can give or take rights that they do not have."))

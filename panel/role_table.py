"""What each role may do, in words for the team page, read from the one table of capabilities."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.capabilities import ALLOWED, Capability
from accounts.models import Role

COLUMNS = (Role.OWNER, Role.ADMIN, Role.OPERATOR, Role.VIEWER)
# Sentences with the capabilities that make them true.
SENTENCES: tuple[tuple[Promise, tuple[Capability, ...]], ...] = (
    (_("Read conversations and reports"), (Capability.READ,)),
    (_("See visitors, answer, note, assign, close"), (Capability.SEE_VISITORS, Capability.REPLY, Capability.ASSIGN, Capability.CLOSE)),
    (_("Send a conversation to another system"), (Capability.SEND_ELSEWHERE,)),
    (_("Add and change projects"), (Capability.EDIT_PROJECT, Capability.ADD_PROJECT)),
    (_("Make keys for the team’s bot"), (Capability.MANAGE_KEYS,)),
    (_("Plan, billing and support access"), (Capability.MANAGE_BILLING, Capability.GIVE_GRANTS)),
)


def role_table() -> list[tuple[Promise, list[bool | Promise]]]:
    """Rows of a sentence and, for each role of COLUMNS, whether it is true of it (or how far)."""
    rows: list[tuple[Promise, list[bool | Promise]]] = [
        (words, [set(needed) <= ALLOWED[role] for role in COLUMNS]) for words, needed in SENTENCES
    ]
    rows.insert(-1, (_("Invite people and change roles"), [_invites(role) for role in COLUMNS]))
    return rows


def _invites(role: Role) -> bool | Promise:
    if Capability.MANAGE_MEMBERS not in ALLOWED[role]:
        return False
    return True if role == Role.OWNER else _("up to admin")

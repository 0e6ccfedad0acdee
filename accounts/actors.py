"""Who is doing this: the first argument of every action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from accounts.models import Member, Role

ActorKind = Literal["member", "visitor", "api_key", "system"]


@dataclass(frozen=True)
class Actor:
    """Someone who acts, as a door has authenticated them.

    `id` is the internal id of the member (also for that member's personal key), the visitor, or 0; `ref` the public one.
    `projects` are the internal ids an operator is limited to, None for all of the account. `subjects` are what a
    revocation may name (session, member, key).
    """

    kind: ActorKind
    id: int
    ref: str
    name: str
    account_id: int
    role: Role | None = None
    projects: frozenset[int] | None = None
    subjects: frozenset[str] = frozenset()

    @property
    def author_kind(self) -> Literal["visitor", "operator", "bot", "system"]:
        """How this actor's messages are signed."""
        if self.kind == "visitor":
            return "visitor"
        if self.kind == "system":
            return "system"
        return "operator" if self.id else "bot"

    @property
    def is_operator(self) -> bool:
        return self.kind in ("member", "api_key")

    def may_enter(self, project_id: int) -> bool:
        """Whether a limited member's list has this project."""
        return self.projects is None or project_id in self.projects


def actor_of_member(member: Member, projects: frozenset[int] | None, *, session: str = "", key_id: int = 0) -> Actor:
    """The actor of a member's browser session (`session` is its hash) or personal API key."""
    subjects = {f"member:{member.pk}"}
    if session:
        subjects.add(f"session:{session}")
    if key_id:
        subjects.add(f"key:{key_id}")
    return Actor(
        kind="api_key" if key_id else "member",
        id=member.pk,
        ref=str(member.public_id),
        name=member.name,
        account_id=member.account_id,
        role=Role(member.role),
        projects=projects,
        subjects=frozenset(subjects),
    )


def system_actor(account_id: int) -> Actor:
    """Parley itself, acting for an account."""
    return Actor(kind="system", id=0, ref="system", name="Parley", account_id=account_id)

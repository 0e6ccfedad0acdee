"""Who is doing this: the first argument of every action."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from accounts.models import ApiKey, Member, Role

ActorKind = Literal["member", "visitor", "api_key", "system"]


@dataclass(frozen=True)
class Actor:
    """Someone who acts, as a door has authenticated them.

    `id` is the internal id of the member (also for that member's personal key), the visitor, or 0; `ref` the public one.
    `projects` are the internal ids an operator is limited to, None for all of the account. `scopes` are what a key is
    limited to, None without a key. `subjects` are what a revocation may name (session, member, key, account), and
    `ends_at` is when the right ends by itself.
    """

    kind: ActorKind
    id: int
    ref: str
    name: str
    account_id: int
    role: Role | None = None
    projects: frozenset[int] | None = None
    subjects: frozenset[str] = frozenset()
    scopes: frozenset[str] | None = None
    ends_at: datetime | None = None

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


def actor_of_member(member: Member, projects: frozenset[int] | None, *, session: str = "") -> Actor:
    """The actor of a member, in a browser session if `session` (its hash) is given."""
    subjects = {f"member:{member.pk}", f"account:{member.account_id}"}
    if session:
        subjects.add(f"session:{session}")
    return Actor(
        kind="member",
        id=member.pk,
        ref=str(member.public_id),
        name=member.name,
        account_id=member.account_id,
        role=Role(member.role),
        projects=projects,
        subjects=frozenset(subjects),
    )


def actor_of_key(key: ApiKey, limits: frozenset[int] | None) -> Actor:
    """The actor of an API key: its member (who is limited to `limits`) with the key's limits on top, or the account's bot."""
    subjects = frozenset({f"key:{key.pk}", f"account:{key.account_id}"})
    only = frozenset({key.project_id}) if key.project_id is not None else None
    scopes = frozenset(key.scopes)
    if key.member is None:
        return Actor("api_key", 0, str(key.public_id), key.name, key.account_id, None, only, subjects, scopes, key.expires_at)
    member = actor_of_member(key.member, limits if only is None else only & limits if limits is not None else only)
    return replace(member, kind="api_key", subjects=member.subjects | subjects, scopes=scopes, ends_at=key.expires_at)


def system_actor(account_id: int) -> Actor:
    """Parley itself, acting for an account."""
    return Actor(kind="system", id=0, ref="system", name="Parley", account_id=account_id)

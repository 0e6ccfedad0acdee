"""The only way from an id to an account, a project or a member. Missing and forbidden look the same: NotFound.

What looks across tenants goes through definer functions that return internal ids only; the row itself is then read inside
its own tenant, under both walls.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from accounts.actors import Actor, actor_of_member
from accounts.errors import NotFound, SignInAgain
from accounts.models import Account, ApiKey, Member, MemberProject, Project, User
from accounts.tenancy import account, tenant


@dataclass(frozen=True)
class ProjectRef:
    """Internal ids of a project: enough to open its tenant."""

    id: int
    account_id: int


def _look_up(question: str, argument: str | int | bytes | uuid.UUID) -> list[tuple[int, int]]:
    """Rows of internal ids from one of the definer functions."""
    with connection.cursor() as cursor:
        cursor.execute(question, [argument])
        return [(int(first), int(second)) for first, second in cursor.fetchall()]


def as_uuid(value: object) -> uuid.UUID:
    """A public id. Raises NotFound for what is none, so that a wrong form tells nothing either."""
    try:
        return value if isinstance(value, uuid.UUID) else uuid.UUID(str(value))
    except ValueError:
        raise NotFound() from None


def _read_project(rows: list[tuple[int, int]]) -> Project | None:
    if not rows:
        return None
    ref = ProjectRef(*rows[0])
    with tenant(ref):
        project: Project | None = Project.objects.filter(pk=ref.id).first()
        return project


def project_by_key(key: str) -> Project | None:
    """The project whose public key stands in a script tag, or None."""
    if not key.isascii() or "\x00" in key:  # no key of ours, and nothing that Postgres could take
        return None
    return _read_project(_look_up("SELECT * FROM public.project_by_key(%s)", key))


def memberships_of(user: User) -> list[tuple[int, int]]:
    """(member id, account id) of every active membership of a user, oldest first."""
    return _look_up("SELECT * FROM public.memberships_of(%s)", user.pk)


def _limits_of(member: Member) -> frozenset[int] | None:
    if not member.limited:
        return None
    return frozenset(MemberProject.objects.filter(member=member).values_list("project_id", flat=True))


def session_hash(session_key: str | None) -> str:
    """What a revocation calls a browser session: never the key itself."""
    return hashlib.sha256((session_key or "").encode()).hexdigest() if session_key else ""


def actors_of(user: User, *, session_key: str | None = None) -> list[Actor]:
    """One actor for each account the user is a member of, oldest membership first."""
    actors = []
    for member_id, account_id in memberships_of(user):
        with account(account_id):
            member = Member.objects.get(pk=member_id)
            actors.append(actor_of_member(member, _limits_of(member), session=session_hash(session_key)))
    return actors


def account_of(actor: Actor) -> Account:
    """The actor's account."""
    with account(actor.account_id):
        found: Account = Account.objects.get(pk=actor.account_id)
        return found


def projects_of(actor: Actor) -> list[Project]:
    """The projects that an operator may enter, by name."""
    with account(actor.account_id):
        projects = Project.objects.order_by("name", "id")
        return [project for project in projects if actor.may_enter(project.pk)]


def project_for(actors: list[Actor], public_id: object) -> tuple[Actor, Project]:
    """The project with this public id and the actor who may enter it. Raises NotFound when no actor may."""
    rows = _look_up("SELECT * FROM public.project_by_public_id(%s)", as_uuid(public_id))
    for actor in actors:
        if rows and actor.account_id == rows[0][1] and actor.may_enter(rows[0][0]):
            project = _read_project(rows)
            if project is not None:
                return actor, project
    raise NotFound()


def member_for(project: Project, public_id: object) -> Member:
    """A member who may enter the open project. Raises NotFound."""
    member = Member.objects.filter(public_id=as_uuid(public_id), active=True).first()
    if member is None:
        raise NotFound()
    limits = _limits_of(member)
    if limits is not None and project.pk not in limits:
        raise NotFound()
    return member


def hash_of_key(key: str) -> bytes:
    """How an API key is stored. Keys are 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(key.encode()).digest()


def actor_by_key(key: str) -> Actor:
    """The actor of an API key. Raises SignInAgain for an unknown, revoked or expired one."""
    rows = _look_up("SELECT * FROM public.api_key_by_hash(%s)", hash_of_key(key))
    if not rows:
        raise SignInAgain("This API key is not valid.")
    key_id, account_id = rows[0]
    with account(account_id):
        found: ApiKey = ApiKey.objects.select_related("member").get(pk=key_id)
        expired = found.expires_at is not None and found.expires_at < timezone.now()
        if found.revoked_at is not None or expired or (found.member is not None and not found.member.active):
            raise SignInAgain("This API key is not valid.")
        if found.member is None:
            limits = None if found.project_id is None else frozenset({found.project_id})
            return Actor("api_key", 0, str(found.public_id), found.name, account_id, None, limits, frozenset({f"key:{key_id}"}))
        limits = _limits_of(found.member)
        if found.project_id is not None:
            limits = frozenset({found.project_id}) & (limits if limits is not None else {found.project_id})
        return actor_of_member(found.member, limits, key_id=key_id)

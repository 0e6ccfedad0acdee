"""The only way from an id to an account, a project or a member. Missing and forbidden look the same: NotFound.

What looks across tenants goes through definer functions that return internal ids only; the row itself is then read inside
its own tenant, under both walls.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor, actor_of_key, actor_of_member
from accounts.capabilities import Capability, may
from accounts.errors import Forbidden, NotFound, SignInAgain
from accounts.models import (
    Account,
    ApiKey,
    Erasure,
    Export,
    Invitation,
    Member,
    MemberProject,
    Project,
    Role,
    SignInIdentity,
    SignInProvider,
    User,
)
from accounts.models.invitation import OPEN
from accounts.tenancy import account, tenant

Found = TypeVar("Found")
USED_EVERY = timedelta(minutes=1)  # how exactly we know when a key was used: reading must not become writing


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


def project_ref(public_id: object) -> ProjectRef:
    """Where a project's tenant is, for a link that we have signed ourselves: whoever holds it need be nobody. Raises NotFound."""
    rows = _look_up("SELECT * FROM public.project_by_public_id(%s)", as_uuid(public_id))
    if not rows:
        raise NotFound()
    return ProjectRef(*rows[0])


def project_by_key(key: str) -> Project | None:
    """The project whose public key stands in a script tag, or None."""
    if not key.isascii() or "\x00" in key:  # no key of ours, and nothing that Postgres could take
        return None
    return _read_project(_look_up("SELECT * FROM public.project_by_key(%s)", key))


def project_by_slug(slug: str) -> Project | None:
    """The project whose help centre stands at this address, or None."""
    return _read_project(_look_up("SELECT * FROM public.project_by_slug(%s)", slug))


def memberships_of(user: User) -> list[tuple[int, int]]:
    """(member id, account id) of every active membership of a user, oldest first."""
    return _look_up("SELECT * FROM public.memberships_of(%s)", user.pk)


def limits_of(member: Member) -> frozenset[int] | None:
    """The internal ids of the projects that a member is limited to, None for all of the account."""
    if not member.limited:
        return None
    return frozenset(MemberProject.objects.filter(member=member).values_list("project_id", flat=True))


def session_hash(session_key: str | None) -> str:
    """What a revocation calls a browser session: never the key itself."""
    return hashlib.sha256((session_key or "").encode()).hexdigest() if session_key else ""


def lacks_second_factor(where: Account, user_id: int) -> bool:
    """Whether an account asks for a second factor that the person has not set up (AUN9)."""
    return where.require_2fa and not has_second_factor(user_id) and not _stepped_elsewhere(user_id)


def _stepped_elsewhere(user_id: int) -> bool:
    """Whether the open account's provider said of a member that they came in by a second step."""
    return SignInIdentity.objects.filter(member__user_id=user_id, second_step=True).exists()


def lacks_single_sign_on(member: Member, user: User) -> bool:
    """Whether a member came in by a password where only owners may: they must get in while the provider is down."""
    return member.account.require_sso and member.role != Role.OWNER and not user.single_sign_on


def provider_that_is_asked_for(user: User) -> uuid.UUID | None:
    """The public id of the provider of an account that keeps this person out until they come in by it."""
    for member_id, account_id in memberships_of(user):
        with account(account_id):
            member = Member.objects.select_related("account").get(pk=member_id)
            if lacks_single_sign_on(member, user):
                return SignInProvider.objects.values_list("public_id", flat=True).first()
    return None


def sign_in_provider(public_id: object) -> SignInProvider:
    """An account's provider by the id in its address. Raises NotFound for a missing one, and a suspended account's."""
    rows = _look_up("SELECT * FROM public.sign_in_provider_by_public_id(%s)", as_uuid(public_id))
    provider_id, account_id = _found(rows[0] if rows else None)
    with account(account_id):
        found: SignInProvider | None = SignInProvider.objects.select_related("account").filter(pk=provider_id).first()
        provider = _found(found)
        if provider.account.suspended_at is not None:
            raise NotFound()
        return provider


def membership_in(user: User, account_id: int) -> Member | None:
    """The person's active membership of an account, whatever that account asks for."""
    for member_id, where in memberships_of(user):
        if where == account_id:
            with account(account_id):
                member: Member = Member.objects.get(pk=member_id)
                return member
    return None


def has_second_factor(user_id: int) -> bool:
    """Whether a person has set up a passkey or an authenticator app."""
    return bool(Authenticator.objects.filter(user_id=user_id).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def must_add_second_factor(user: User) -> bool:
    """Whether an account keeps this person out until they have one."""
    for _member_id, account_id in memberships_of(user):
        with account(account_id):
            if lacks_second_factor(Account.objects.get(pk=account_id), user.pk):
                return True
    return False


def actors_of(user: User, *, session_key: str | None = None) -> list[Actor]:
    """One actor for each account the user is a member of, oldest membership first. In a suspended account nobody acts, nor
    without a second factor or the account's own provider in one that asks for it."""
    actors = []
    for member_id, account_id in memberships_of(user):
        with account(account_id):
            member = Member.objects.select_related("account").get(pk=member_id)
            kept_out = lacks_second_factor(member.account, user.pk) or lacks_single_sign_on(member, user)
            if member.account.suspended_at is not None or kept_out:
                continue
            actors.append(actor_of_member(member, limits_of(member), session=session_hash(session_key)))
    return actors


def account_of(actor: Actor) -> Account:
    """The actor's account."""
    with account(actor.account_id):
        found: Account = Account.objects.get(pk=actor.account_id)
        return found


def projects_of(actor: Actor) -> list[Project]:
    """The projects that an operator may enter, by name; none for a key without the scope to read."""
    if not may(actor, Capability.READ):
        return []
    with account(actor.account_id):
        projects = Project.objects.order_by("name", "id")
        return [project for project in projects if actor.may_enter(project.pk)]


def project_for(actors: list[Actor], public_id: object) -> tuple[Actor, Project]:
    """The project with this public id and the actor who may enter it. Raises NotFound when no actor may."""
    rows = _look_up("SELECT * FROM public.project_by_public_id(%s)", as_uuid(public_id))
    for actor in actors:
        if rows and actor.account_id == rows[0][1] and actor.may_enter(rows[0][0]) and may(actor, Capability.READ):
            project = _read_project(rows)
            if project is not None:
                return actor, project
    raise NotFound()


def member_for(project: Project, public_id: object) -> Member:
    """A member who may enter the open project. Raises NotFound."""
    member = Member.objects.filter(public_id=as_uuid(public_id), active=True).first()
    if member is None:
        raise NotFound()
    limits = limits_of(member)
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
        found: ApiKey = ApiKey.objects.select_related("member__user", "member__account", "account").get(pk=key_id)
        now = timezone.now()
        ended = found.revoked_at is not None or (found.expires_at is not None and found.expires_at <= now)
        away = found.member is not None and _is_away(found.member)
        if ended or away or found.account.suspended_at is not None:
            raise SignInAgain("This API key is not valid.")
        if found.last_used_at is None or found.last_used_at < now - USED_EVERY:
            ApiKey.objects.filter(pk=key_id).update(last_used_at=now)
        return actor_of_key(found, None if found.member is None else limits_of(found.member))


def _is_away(member: Member) -> bool:
    """Whether a personal key opens nothing, as its member could not come in by themselves."""
    return not member.active or lacks_second_factor(member.account, member.user_id) or lacks_single_sign_on(member, member.user)


def member_of(public_id: object) -> Member:
    """An active member of the open account. Raises NotFound."""
    return _found(Member.objects.select_related("user").filter(public_id=as_uuid(public_id), active=True).first())


def invitation_of(public_id: object) -> Invitation:
    """An invitation of the open account that somebody may still accept, or be sent again. Raises NotFound."""
    return _found(Invitation.objects.filter(OPEN, public_id=as_uuid(public_id)).first())


def invitation_by_token(token: str) -> tuple[int, int]:
    """(invitation id, account id) of a mailed link's token. Raises NotFound."""
    rows = _look_up("SELECT * FROM public.invitation_by_hash(%s)", hash_of_key(token))
    return _found(rows[0] if rows else None)


def keys_for(actor: Actor) -> QuerySet[ApiKey]:
    """The keys of the open account that a person may see: their own, with MANAGE_KEYS all. Raises Forbidden for a key."""
    if actor.kind != "member":
        raise Forbidden(_("A key neither makes nor shows keys."))
    keys = ApiKey.objects.filter(revoked_at=None).select_related("member", "project")
    return keys if may(actor, Capability.MANAGE_KEYS) else keys.filter(member_id=actor.id)


def key_for(actor: Actor, public_id: object) -> ApiKey:
    """One of the keys that a person may see. Raises NotFound, Forbidden."""
    return _found(keys_for(actor).filter(public_id=as_uuid(public_id)).first())


def export_of(public_id: object) -> Export:
    """An export of the open account. Raises NotFound."""
    return _found(Export.objects.select_related("project").filter(public_id=as_uuid(public_id)).first())


def erasure_of(public_id: object) -> Erasure:
    """An erasure of the open account. Raises NotFound."""
    return _found(Erasure.objects.filter(public_id=as_uuid(public_id)).first())


def _found(row: Found | None) -> Found:
    if row is None:
        raise NotFound()
    return row

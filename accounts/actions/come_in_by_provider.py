"""Let somebody in whom an account's own provider vouches for: into that account, and nowhere else."""

from __future__ import annotations

import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.actions.accept_invitation import held_invitation, join
from accounts.actions.revoke import revoke
from accounts.actors import Actor, actor_of_member
from accounts.billing.access import require_seat
from accounts.errors import Forbidden, NotFound
from accounts.models import Member, Role, SignInIdentity, SignInProvider, User
from accounts.sign_in_terms import Person
from accounts.tenancy import account


def come_in_by_provider(provider: SignInProvider, person: Person, *, invitation: str = "", moving: User | None = None) -> User:
    """The user of this subject: the one known, else a new one, who joins by an invitation or as the owner lets newcomers.

    A provider may say any address of anybody, so nobody is ever found by one, and every user made here is a member of this
    account alone, without a password. `moving` is a member who is signed in by password and goes on by the provider instead.
    Raises Forbidden with a sentence for the person, NotFound for a suspended account or a dead invitation, PlanEnded.
    """
    with account(provider.account_id):
        # One at a time: two first sign-ins of one subject make one member.
        held = SignInProvider.objects.select_related("account").select_for_update(no_key=True, of=("self",)).filter(pk=provider.pk).first()
        if held is None or held.account.suspended_at is not None:
            raise NotFound()
        if held.account.require_2fa and not person.second_step:
            raise Forbidden(_("Your team asks for a second step, and your provider did not say that there was one."))
        known = SignInIdentity.objects.select_related("member__user").filter(provider=held, subject=person.subject).first()
        if known is not None:
            member = _again(known.member, invitation)
        elif moving is not None:
            member = _move(moving, person)
        else:
            member = _join(held, _newcomer(person), invitation)
        facts = {"email": person.email[:254], "second_step": person.second_step, "last_at": timezone.now()}
        SignInIdentity.objects.update_or_create(
            account_id=held.account_id, provider=held, subject=person.subject, member=member, defaults=facts
        )
        return member.user


def _newcomer(person: Person) -> User:
    user = User(email=f"{uuid.uuid4().hex}@sso.invalid", name=person.name.strip()[:120] or _("New member"), single_sign_on=True)
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def _again(member: Member, invitation: str) -> Member:
    if not member.active and invitation:
        return _by_invitation(member.account_id, member.user, invitation)
    if not member.active:
        raise Forbidden(_("You are no longer in this team. Somebody in it can invite you again."))
    return member


def _join(provider: SignInProvider, user: User, invitation: str) -> Member:
    if invitation:
        return _by_invitation(provider.account_id, user, invitation)
    if not provider.newcomers:
        raise Forbidden(_("Nobody in this team has invited you yet. Ask for an invitation, then follow its link."))
    if provider.role != Role.VIEWER:
        require_seat()
    member = Member(account_id=provider.account_id, user=user, name=user.name, role=provider.role)
    member.save(force_insert=True)
    audit.record(_as(member), "member.joined", member, role=str(member.role))
    return member


def _by_invitation(account_id: int, user: User, token: str) -> Member:
    """Raises NotFound for a link that does not work here: one of another account neither."""
    with held_invitation(token) as held:
        if held.account_id != account_id:
            raise NotFound()
        if held.role == Role.OWNER:
            raise Forbidden(_("Owners sign in with a password or a passkey."))
        return join(held, user)


def _move(user: User, person: Person) -> Member:
    """The same member, under a sign-in of the provider's: name, rights and history stay, the password opens nothing here any more."""
    member: Member | None = Member.objects.select_for_update(no_key=True).filter(user=user, active=True).first()
    if member is None:
        raise NotFound()
    if member.role == Role.OWNER:
        raise Forbidden(_("Owners sign in with a password or a passkey."))
    member.user = _newcomer(Person(person.subject, member.name))
    member.save(update_fields=["user"])
    audit.record(_as(member), "member.moved_to_provider", member)
    revoke(f"member:{member.pk}")
    return member


def _as(member: Member) -> Actor:
    return actor_of_member(member, None)

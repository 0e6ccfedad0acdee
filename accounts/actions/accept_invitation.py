"""Join an account with the link of an invitation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import apart, audit
from accounts.access import invitation_by_token, limits_of
from accounts.actors import actor_of_member
from accounts.billing.access import require_seat
from accounts.cards import mask_cards
from accounts.errors import Conflict, Forbidden, Invalid, NotFound
from accounts.member_limits import write_limits
from accounts.models import Invitation, Member, Role, User
from accounts.models.invitation import OPEN
from accounts.tenancy import account


@contextmanager
def held_invitation(token: str) -> Iterator[Invitation]:
    """The invitation of a link that works, locked, inside its account: of fifty who follow one link, one gets in (AUN6).

    Raises NotFound for every link that does not work (any more), whatever the reason.
    """
    invitation_id, account_id = invitation_by_token(token)
    with account(account_id):
        rows = Invitation.objects.select_related("account", "invited_by").select_for_update(no_key=True, of=("self",))
        held = rows.filter(OPEN, pk=invitation_id, expires_at__gt=timezone.now()).first()
        if held is None or held.account.suspended_at is not None:
            raise NotFound()
        yield held


def is_theirs(user: User, invitation: Invitation) -> bool:
    """Whether somebody has confirmed the address that was invited."""
    confirmed: bool = EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True).exists()
    return confirmed


def accept_invitation(token: str, user: User) -> Member:
    """Let a signed-in person join. Raises NotFound for a dead link, Forbidden unless they have confirmed its address."""
    with held_invitation(token) as held:
        if not is_theirs(user, held):
            raise Forbidden(_("This invitation was sent to another address."))
        return join(held, user)


def accept_as_newcomer(token: str, *, name: str, password: str) -> User:
    """Sign somebody up and let them join: they have read the mail, so its address counts as confirmed.

    Raises NotFound for a dead link, Invalid for a name or password that cannot be, Conflict where the address has a person.
    """
    with held_invitation(token) as held:
        person = User(email=held.email, name=mask_cards(name.strip())[:120])
        if not person.name:
            raise Invalid(fields={"name": _("Visitors need a name to talk to.")})
        try:
            validate_password(password, person)
        except ValidationError as wrong:
            raise Invalid(fields={"password": " ".join(wrong.messages)}) from None
        person.set_password(password)
        try:
            with transaction.atomic():
                person.save(force_insert=True)
                EmailAddress.objects.create(user=person, email=held.email, verified=True, primary=True)
        except IntegrityError:
            raise Conflict(_("This address has a sign-in already. Sign in, then follow the link again.")) from None
        join(held, person)
    return person


def join(held: Invitation, user: User) -> Member:
    """Make a person a member as a held invitation says. Raises Conflict, PlanEnded; Forbidden for a partner."""
    apart.require_not_apart(user)
    held.accepted_at = timezone.now()
    held.save(update_fields=["accepted_at"])
    member = Member.objects.filter(user=user).first() or Member(account_id=held.account_id, user=user)
    if member.active and member.pk is not None:
        raise Conflict(_("You are in this team already."))
    if held.role != Role.VIEWER:
        require_seat()  # the plan may have changed since they were invited
    member.name, member.role, member.active = user.get_full_name()[:120], held.role, True
    member.save()
    write_limits(member, held.projects if held.limited else None)
    actor = actor_of_member(member, limits_of(member))
    audit.record(actor, "invitation.accepted", held, member=str(member.public_id), role=str(held.role))
    return member

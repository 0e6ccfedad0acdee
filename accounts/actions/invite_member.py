"""Invite somebody into an account, by e-mail."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, invitation_mail
from accounts.access import hash_of_key
from accounts.actions.revoke_invitation import revoke_invitation
from accounts.actors import Actor
from accounts.billing.access import require_open_plan, require_seat
from accounts.capabilities import Capability, require, require_to_give
from accounts.errors import Conflict, Invalid, SlowDown
from accounts.member_limits import clean_limits, clean_role
from accounts.models import Invitation, Member, Role
from accounts.models.invitation import OPEN
from accounts.owners import hold_actor

WORKS_FOR = timedelta(days=7)
# An account must not become a way to flood people with mail.
A_DAY_AT_MOST = 200
A_DAY_TO_ONE_AT_MOST = 5


def invite_member(actor: Actor, *, email: object, role: object = "operator", projects: object = None) -> Invitation:
    """Invite `email` into the open account as `role`, limited to `projects` (public ids; None for all).

    An open invitation to the same address is replaced. Whether anybody has signed up with the address is not told. Raises
    Forbidden without MANAGE_MEMBERS or beyond the actor's own rights, Conflict for a member, PlanEnded, Invalid, SlowDown.
    """
    require(actor, Capability.MANAGE_MEMBERS)
    address, wanted = clean_email(email), clean_role(role)
    require_to_give(actor, wanted)
    limits = clean_limits(actor, wanted, projects)
    _not_too_many(address)
    if Member.objects.filter(user__email=address, active=True).exists():
        raise Conflict(_("This person is in your team already."))
    now = timezone.now()
    made = Invitation(
        account_id=actor.account_id,
        email=address,
        role=wanted,
        limited=limits is not None,
        projects=limits or [],
        hash=unknown_hash(),
        invited_by_id=actor.id,
        sent_at=now,
        expires_at=now + WORKS_FOR,
    )
    try:
        with transaction.atomic():
            require_to_give(hold_actor(actor), wanted)  # demoted while this waited: AUZ5
            for former in Invitation.objects.filter(OPEN, email=address):
                revoke_invitation(actor, former)
            _require_room(wanted)
            made.save(force_insert=True)
    except IntegrityError:  # somebody invites the same address at this moment
        raise Conflict() from None
    audit.record(actor, "member.invited", made, email=address, role=str(wanted), projects=limits)
    invitation_mail.queue(made)
    return made


def _require_room(role: Role) -> None:
    """A seat for them and for everybody who is on their way. Raises PlanEnded."""
    if role == Role.VIEWER:
        require_open_plan()
    else:
        on_their_way = Invitation.objects.filter(OPEN, expires_at__gt=timezone.now()).exclude(role=Role.VIEWER)
        require_seat(invited=on_their_way.count())


def clean_email(raw: object) -> str:
    """An address in the spelling that it is compared in. Raises Invalid."""
    address = raw.strip().lower() if isinstance(raw, str) else ""
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid(fields={"email": _("This is not an email address.")}) from None
    if len(address) > 254:
        raise Invalid(fields={"email": _("This is not an email address.")})
    return address


def unknown_hash() -> bytes:
    """The hash of a token that nobody has: the token of the link is made when its mail is written, and never queued."""
    return hash_of_key(secrets.token_urlsafe(32))


def _not_too_many(address: str) -> None:
    today = Invitation.objects.filter(created_at__gt=timezone.now() - timedelta(days=1))
    if today.count() >= A_DAY_AT_MOST or today.filter(email=address).count() >= A_DAY_TO_ONE_AT_MOST:
        raise SlowDown(_("That is enough invitations for one day. Try again tomorrow."), retry_ms=3_600_000)

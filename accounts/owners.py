"""An account always has an owner: whoever changes members holds the owners' rows first, in order (AUZ7)."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.errors import Conflict, Forbidden, NotFound
from accounts.models import Member, Role


def hold_members(actor: Actor, member: Member) -> tuple[Actor, Member]:
    """Lock the open account's owners, the actor's own row and `member`, in one order, and give both as they stand now.

    A right may have ended while this waited: an owner who has just been demoted must not demote anybody. Raises Forbidden
    for an actor who is no member (any more), NotFound for a member who has gone.
    """
    wanted = Q(role=Role.OWNER, active=True) | Q(pk__in=[actor.id, member.pk])
    held = {row.pk: row for row in Member.objects.filter(wanted).order_by("pk").select_for_update(no_key=True)}
    me, them = held.get(actor.id), held.get(member.pk)
    if me is None or not me.active:
        raise Forbidden()
    if them is None or not them.active:
        raise NotFound()
    return replace(actor, role=Role(me.role)), them


def hold_actor(actor: Actor) -> Actor:
    """Lock the actor's own row in the open account, and give the actor as they stand now: what they give away, they must still hold.

    Raises Forbidden for whoever is no member (any more).
    """
    me = Member.objects.select_for_update(no_key=True).filter(pk=actor.id, active=True).first()
    if me is None:
        raise Forbidden()
    return replace(actor, role=Role(me.role))


def keep_an_owner(member: Member) -> None:
    """Raises Conflict where `member` is the last owner. Their rows must be held."""
    others = Member.objects.filter(role=Role.OWNER, active=True).exclude(pk=member.pk)
    if member.role == Role.OWNER and not others.exists():
        raise Conflict(_("This is the last owner. Make somebody else an owner first."))

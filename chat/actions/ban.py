"""Keep a visitor or a network out of a project."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actions.revoke import revoke
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.cards import masked
from accounts.errors import Conflict, Invalid
from accounts.models import Project
from chat import bans
from chat.models import Ban
from chat.networks import clean_network
from chat.text import clean_line

MAX_REASON = 300


def ban(actor: Actor, project: Project, *, target: object, reason: object, until: datetime | None) -> Ban:
    """Keep out `target` (a visitor's id, an address or a network) until a moment, or for good. A second ban replaces the first.

    Their open sockets end within a second. Raises Forbidden without BAN, Invalid, Conflict beyond BANS_AT_MOST.
    """
    require(actor, Capability.BAN, project)
    named, why = clean_target(target), masked(project, clean_line(reason, MAX_REASON))
    wrong = {}
    if not named:
        wrong["target"] = "Write an address (203.0.113.7), a network (203.0.113.0/24, 2001:db8::/56) or a visitor’s id."
    if not why:
        wrong["reason"] = "Write why: your colleagues will want to know."
    if until is not None and until <= timezone.now():
        wrong["until"] = "This moment has passed."
    if wrong:
        raise Invalid(fields=wrong)
    with transaction.atomic():
        Ban.objects.filter(target=named, lifted_at=None).update(lifted_at=timezone.now())
        if Ban.objects.filter(bans.in_force()).count() >= bans.BANS_AT_MOST:
            raise Conflict(f"A project has at most {bans.BANS_AT_MOST} bans: lift some, or ban a network.")
        made = Ban(project=project, target=named, reason=why, by_name=actor.name[:120], until=until)
        made.save(force_insert=True)
        revoke(bans.subject(project.pk, named))
        audit.record(actor, "visitor.banned", made, of=named, reason=why, until=until.isoformat() if until else None)
        transaction.on_commit(lambda: bans.forget(project.pk))
    return made


def lift_ban(actor: Actor, project: Project, ban_id: uuid.UUID) -> None:
    """Let them in again. One that is not there, or lifted already, is nothing to complain about. Raises Forbidden without BAN."""
    require(actor, Capability.BAN, project)
    with transaction.atomic():
        found = Ban.objects.select_for_update(no_key=True).filter(public_id=ban_id, lifted_at=None).first()
        if found is None:
            return
        found.lifted_at = timezone.now()
        found.save(update_fields=["lifted_at"])
        audit.record(actor, "visitor.ban_lifted", found, of=found.target)
        transaction.on_commit(lambda: bans.forget(project.pk))


def clean_target(raw: object) -> str:
    """A target as a ban names it: of a visitor, an address or a network; '' for anything else."""
    text = clean_line(raw, 60)
    try:
        return bans.target_of(uuid.UUID(text.removeprefix("visitor:")))
    except ValueError:
        return clean_network(text)

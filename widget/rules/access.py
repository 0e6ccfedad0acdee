"""The only way from an id to an automatic message, inside the open tenant."""

from __future__ import annotations

from accounts.access import as_uuid
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import NotFound
from accounts.models import Project
from widget.rules.models import Rule


def rule_for(actor: Actor, project: Project, public_id: object, *, needs: Capability = Capability.READ) -> Rule:
    """A rule that a member may look at, or do what `needs` it. Raises NotFound, Forbidden."""
    require(actor, needs, project)
    return rule_here(public_id)


def rule_here(public_id: object) -> Rule:
    """A rule of the open project. Raises NotFound."""
    found: Rule | None = Rule.objects.filter(public_id=as_uuid(public_id)).first()
    if found is None:
        raise NotFound()
    return found

"""Take an automatic message away for good, with its counts."""

from __future__ import annotations

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.models import Project
from widget.rules.models import Rule


def remove_rule(actor: Actor, project: Project, rule: Rule) -> None:
    """What it said in conversations stays there. Raises Forbidden without EDIT_PROJECT."""
    require(actor, Capability.EDIT_PROJECT, project)
    audit.record(actor, "rule.removed", rule, name=rule.name)
    rule.delete()

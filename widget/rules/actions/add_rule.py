"""Write one more automatic message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.models import Project
from widget.rules.drafts import clean_draft, require_room
from widget.rules.models import Rule


def add_rule(actor: Actor, project: Project, draft: Mapping[str, Any]) -> Rule:
    """Add a rule below the others. Raises Forbidden without EDIT_PROJECT, Invalid, Conflict where there is no more room."""
    require(actor, Capability.EDIT_PROJECT, project)
    fields, now = clean_draft(draft, whole=True), timezone.now()
    with transaction.atomic():
        lock_rules(project)
        last = Rule.objects.aggregate(last=Max("place"))["last"] or 0
        rule = Rule(project=project, place=last + 1, edited_at=now, edited_by=actor.name[:120], **fields)
        rule.off_since = None if rule.active else now
        rule.save(force_insert=True)
        require_room()
        audit.record(actor, "rule.added", rule, name=rule.name)
    return rule


def lock_rules(project: Project) -> None:
    """One change of a project's rules at a time: they have an order, and a weight together."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)

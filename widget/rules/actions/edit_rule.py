"""Change an automatic message, or turn it on or off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.models import Project
from widget.rules.actions.add_rule import lock_rules
from widget.rules.drafts import clean_draft, require_room
from widget.rules.models import Rule


def edit_rule(actor: Actor, project: Project, rule: Rule, draft: Mapping[str, Any]) -> Rule:
    """Change the fields that are in `draft`. Raises Forbidden without EDIT_PROJECT, Invalid, Conflict where there is no more room."""
    require(actor, Capability.EDIT_PROJECT, project)
    fields, now = clean_draft(draft, whole=False), timezone.now()
    with transaction.atomic():
        lock_rules(project)
        held: Rule = Rule.objects.get(pk=rule.pk)
        was_active = held.active
        for name, value in fields.items():
            setattr(held, name, value)
        if held.active != was_active:
            held.off_since = None if held.active else now
        held.edited_at, held.edited_by = now, actor.name[:120]
        held.save()
        require_room()
        audit.record(actor, "rule.edited", held, name=held.name, changed=sorted(fields))
    return held

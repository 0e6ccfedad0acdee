"""Stop an integration for a while, and start it again: nobody can press in between."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.billing.access import require_feature
from accounts.billing.plans import Feature
from accounts.capabilities import Capability, require
from chat.text import clean_line
from integrations.access import hold_integration
from integrations.models import Integration

MAX_REASON = 300


def disable_integration(actor: Actor, integration: Integration, *, reason: object = "") -> Integration:
    """Once is enough. Parley itself (`system_actor`) disables what answers that it is gone. Raises Forbidden, NotFound."""
    require(actor, Capability.EDIT_PROJECT, integration.project)
    with transaction.atomic():
        held = hold_integration(integration)
        if held.enabled:
            held.enabled, held.disabled_at, held.disabled_reason = False, timezone.now(), clean_line(reason, MAX_REASON)
            held.save(update_fields=["enabled", "disabled_at", "disabled_reason"])
            audit.record(actor, "integration.disabled", held, name=held.name, reason=held.disabled_reason)
    return held


def enable_integration(actor: Actor, integration: Integration) -> Integration:
    """Let it be pressed again. Raises Forbidden, PlanEnded, NotFound."""
    require(actor, Capability.EDIT_PROJECT, integration.project)
    require_feature(Feature.INTEGRATIONS)
    with transaction.atomic():
        held = hold_integration(integration)
        if not held.enabled:
            held.enabled, held.disabled_at, held.disabled_reason = True, None, ""
            held.save(update_fields=["enabled", "disabled_at", "disabled_reason"])
            audit.record(actor, "integration.enabled", held, name=held.name)
    return held

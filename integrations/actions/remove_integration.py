"""End a connection: its secrets and addresses are gone at once, its name stays in the log of what was sent."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from integrations.access import hold_integration
from integrations.models import Integration


def remove_integration(actor: Actor, integration: Integration) -> None:
    """Whatever still waits to be sent there is not sent. Also after the plan has ended. Raises Forbidden, NotFound."""
    require(actor, Capability.EDIT_PROJECT, integration.project)
    with transaction.atomic():
        held = hold_integration(integration)
        empty(held)
        held.save()
        audit.record(actor, "integration.removed", held, name=held.name, connector=held.connector)


def empty(integration: Integration) -> None:
    """Take away everything but the name; the caller saves it."""
    integration.removed_at = integration.removed_at or timezone.now()
    integration.settings, integration.mapping, integration.fields, integration.sealed = {}, {}, [], ""
    integration.enabled, integration.health_detail, integration.confirmed_at = False, "", None

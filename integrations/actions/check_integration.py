"""Find out whether an integration would work, without sending anything of a visitor's."""

from __future__ import annotations

from django.utils import timezone

from accounts.access import ProjectRef
from accounts.actors import Actor
from accounts.billing.access import require_feature
from accounts.billing.plans import Feature
from accounts.capabilities import Capability, require
from accounts.tenancy import tenant
from chat.limits import require_room
from integrations.access import integration_by_id
from integrations.actions.note_health import note_health
from integrations.connectors import connector_named
from integrations.models import Integration
from integrations.queued import queue
from integrations.sealing import secrets_of


def request_check(actor: Actor, integration: Integration) -> None:
    """Have it checked by a worker. Raises Forbidden without EDIT_PROJECT, PlanEnded, SlowDown."""
    require(actor, Capability.EDIT_PROJECT, integration.project)
    require_feature(Feature.INTEGRATIONS)
    require_room("checks", str(integration.project_id))
    queue("check_integration", integration)


def check_integration(project: ProjectRef, integration_id: int) -> None:
    """Ask, and write down how it is. One that was removed meanwhile is passed over."""
    with tenant(project):
        integration = integration_by_id(integration_id)
        if integration is None:
            return
        secrets = secrets_of(integration)
    # Outside the transaction: the other side may take its time.
    outcome = connector_named(integration.connector).check(integration, secrets)
    with tenant(project):
        note_health(integration, outcome, at=timezone.now())

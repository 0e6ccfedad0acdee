"""Send something invented, so that people see what a conversation will look like there."""

from __future__ import annotations

import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.access import ProjectRef
from accounts.actors import Actor
from accounts.billing.access import require_feature
from accounts.billing.plans import Feature
from accounts.capabilities import Capability, require
from accounts.errors import Conflict
from accounts.models import Member
from accounts.tenancy import tenant
from chat.limits import require_room
from integrations.access import integration_by_id
from integrations.actions.note_health import note_health
from integrations.connectors import connector_named
from integrations.models import Integration
from integrations.queries import ready_to_press
from integrations.queued import queue
from integrations.sample import sample_envelope
from integrations.sealing import secrets_of


def send_sample(actor: Actor, integration: Integration) -> None:
    """Have a sample sent by a worker: nothing of any visitor is in it.

    Raises Forbidden without EDIT_PROJECT, PlanEnded, SlowDown; Conflict where nothing can be sent now, or a sample would stay.
    """
    require(actor, Capability.EDIT_PROJECT, integration.project)
    require_feature(Feature.INTEGRATIONS)
    connector = connector_named(integration.connector)
    if not connector.sample or not ready_to_press(integration, connector):
        raise Conflict(_("No sample can be sent there now."))
    require_room("checks", str(integration.project_id))
    audit.record(actor, "integration.tested", integration, name=integration.name)
    queue("deliver_sample", integration, actor.id)


def deliver_sample(project: ProjectRef, integration_id: int, member_id: int) -> None:
    """Send it once, and write down how that ended. Where the integration, or the person, has gone meanwhile nothing is."""
    with tenant(project):
        integration = integration_by_id(integration_id)
        who = Member.objects.filter(pk=member_id, active=True).first()
        if integration is None or who is None or not ready_to_press(integration, connector_named(integration.connector)):
            return
        secrets = secrets_of(integration)
        envelope = sample_envelope(integration, who, forward=str(uuid.uuid4()), at=timezone.now())
    connector = connector_named(integration.connector)
    prepared = connector.prepare(envelope, integration)
    outcome = connector.send(prepared, integration, secrets, delivery_id=envelope.forward, at=envelope.pressed_at)
    with tenant(project):
        note_health(integration, outcome, at=timezone.now())

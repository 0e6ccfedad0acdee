"""End the older of two secrets at once: from now on only the newer one proves that a request is ours."""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from integrations.access import hold_integration
from integrations.connectors import connector_named
from integrations.models import Integration
from integrations.sealing import seal_secrets, secrets_of


def end_former_secret(actor: Actor, integration: Integration) -> None:
    """Once is enough. Raises Forbidden without EDIT_PROJECT, NotFound."""
    require(actor, Capability.EDIT_PROJECT, integration.project)
    with transaction.atomic():
        held = hold_integration(integration)
        secrets, former = secrets_of(held), connector_named(held.connector).former
        kept = {name: secret for name, secret in secrets.items() if name not in former}
        if kept != secrets:
            seal_secrets(held, kept)
            held.save(update_fields=["sealed"])
            audit.record(actor, "integration.former_secret_ended", held, name=held.name)

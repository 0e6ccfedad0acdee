"""Make a new secret of the kind that we make ourselves; the connector decides how long the former one goes on."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.actors import Actor
from accounts.billing.access import require_feature
from accounts.billing.plans import Feature
from accounts.capabilities import Capability, require
from accounts.errors import Conflict
from integrations.access import hold_integration
from integrations.connectors import connector_named
from integrations.models import Integration
from integrations.sealing import seal_secrets, secrets_of


def rotate_secret(actor: Actor, integration: Integration) -> dict[str, str]:
    """The new secrets, shown this once. Raises Forbidden without EDIT_PROJECT, PlanEnded, Conflict where the other side makes them."""
    require(actor, Capability.EDIT_PROJECT, integration.project)
    require_feature(Feature.INTEGRATIONS)
    with transaction.atomic():
        held = hold_integration(integration)
        former = secrets_of(held)
        made = connector_named(held.connector).make_secrets(former, timezone.now())
        if not made:
            raise Conflict(_("The other side makes this secret: make a new one there, and write it here."))
        seal_secrets(held, {**former, **made})
        held.save(update_fields=["sealed"])
        audit.record(actor, "integration.secret_rotated", held, name=held.name)
    return {name: value for name, value in made.items() if not name.startswith("former")}

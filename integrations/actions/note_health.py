"""Write down how an integration is, after a check or an attempt."""

from __future__ import annotations

from datetime import datetime

from integrations.connectors import Outcome
from integrations.models import Integration


def note_health(integration: Integration, outcome: Outcome, *, at: datetime) -> None:
    """One statement, without a lock: of two at once, either is true. `failing_since` is the first of the present failures."""
    health = Integration.Health.WORKING if outcome.delivered else Integration.Health.FAILING
    since = None if outcome.delivered else integration.failing_since or at
    Integration.objects.filter(pk=integration.pk, removed_at=None).update(
        health=health, health_at=at, health_detail="" if outcome.delivered else outcome.detail, failing_since=since
    )
    integration.health, integration.health_at, integration.failing_since = health, at, since

"""Reads of integrations, inside the open tenant."""

from __future__ import annotations

from datetime import timedelta
from typing import TypedDict

from django.db.models import Count, Exists, OuterRef, QuerySet

from integrations import clock
from integrations.connectors import Connector, connectors
from integrations.models import Attempt, Delivery, Integration

COUNTED = timedelta(days=30)


def integrations_here() -> QuerySet[Integration]:
    """The integrations of the open project, by name. Bounded by INTEGRATIONS_AT_MOST."""
    return Integration.objects.filter(removed_at=None).order_by("name", "id")


def removed_with_log() -> QuerySet[Integration]:
    """Those of the open project that were removed after something had been sent there, the last one first."""
    sent = Delivery.objects.filter(integration=OuterRef("pk"))
    return Integration.objects.filter(Exists(sent), removed_at__isnull=False).order_by("-removed_at")


def ready_to_press(integration: Integration, connector: Connector) -> bool:
    """Whether somebody could press: enabled, confirmed where that is needed, not removed. What the plan says is asked apart."""
    confirmed = integration.confirmed_at is not None or not connector.needs_confirmation
    return integration.enabled and integration.removed_at is None and confirmed


def pressable() -> list[tuple[Integration, Connector]]:
    """What an operator may send to now, with its connector."""
    rows = [(each, connectors()[each.connector]) for each in integrations_here() if each.connector in connectors()]
    return [(each, connector) for each, connector in rows if ready_to_press(each, connector)]


def deliveries() -> QuerySet[Delivery]:
    """Everything that was pressed in the open project, with what it belongs to."""
    return Delivery.objects.select_related("forward", "integration").defer("forward__body")


class Counts(TypedDict):
    """What became of what was pressed within COUNTED."""

    delivered: int
    under_way: int
    failed: int


def delivery_counts(integration: Integration) -> Counts:
    """Of one integration, in one query."""
    rows = Delivery.objects.filter(integration=integration, created_at__gte=clock.now() - COUNTED)
    found = dict(rows.values_list("state").annotate(Count("id")))
    under_way = sum(found.get(state, 0) for state in Delivery.UNDER_WAY)
    return {"delivered": found.get("delivered", 0), "under_way": under_way, "failed": found.get("failed", 0)}


def attempts_of(delivery: Delivery) -> list[Attempt]:
    """Every try, the first one first."""
    return list(Attempt.objects.filter(delivery=delivery).order_by("number"))

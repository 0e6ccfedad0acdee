"""Tells operators' browsers now how a delivery stands."""

from __future__ import annotations

from accounts.models import Project
from chat import live
from integrations.models import Delivery
from integrations.shapes import delivery_shape


def announce_delivery(project: Project, delivery: Delivery) -> None:
    """Its present shape, after the commit."""
    live.to_operators(project, {"type": "delivery", "delivery": delivery_shape(delivery)})

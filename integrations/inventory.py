"""What an integration was sent, in numbers: of which fields, how often, when last, and how many of the bodies we still hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from integrations.fields import FIELDS, Field
from integrations.models import Integration

_FORWARDS = """
SELECT count(*), count(*) FILTER (WHERE f.purged_at IS NULL), max(f.created_at) FROM integrations_forward f
WHERE f.project_id = %s AND f.integration_id = %s
"""
_FIELDS = """
SELECT name, count(*) FROM integrations_forward f, unnest(f.fields) AS name
WHERE f.project_id = %s AND f.integration_id = %s GROUP BY name
"""


@dataclass(frozen=True)
class Inventory:
    """`fields` are counts of forwards; `kept` those whose body is still here, and can be purged."""

    forwards: int
    kept: int
    last_at: datetime | None
    fields: list[tuple[Field, int]]


def inventory_of(integration: Integration) -> Inventory:
    """Inside the tenant: counted whenever somebody looks, over an index that begins with the integration."""
    of = [integration.project_id, integration.pk]
    with connection.cursor() as cursor:
        cursor.execute(_FORWARDS, of)
        forwards, kept, last_at = cursor.fetchone()
        cursor.execute(_FIELDS, of)
        counts = dict(cursor.fetchall())
    return Inventory(forwards, kept, last_at, [(field, counts[name]) for name, field in FIELDS.items() if name in counts])

"""One JSON shape a noun of integrations: the same for REST, the panel and webhooks."""

from __future__ import annotations

from datetime import datetime

from chat.times import rfc3339
from integrations.connectors import Prepared, connectors
from integrations.fields import FIELDS
from integrations.models import Attempt, Delivery, Integration
from integrations.queries import attempts_of, ready_to_press
from integrations.schedule import MOST_TRIES
from integrations.wire import (
    AttemptShape,
    DeliveryShape,
    IntegrationShape,
    PreparedShape,
    PreviewShape,
    State,
    WholeDeliveryShape,
)


def integration_shape(integration: Integration) -> IntegrationShape:
    connector = connectors()[integration.connector]
    state: State = "ready" if ready_to_press(integration, connector) else "waiting" if integration.enabled else "disabled"
    return {
        "id": str(integration.public_id),
        "connector": integration.connector,
        "name": integration.name,
        "place": connector.place(integration),
        "state": state,
        "health": integration.health,  # type: ignore[typeddict-item]  # one of Health
        "failing_since": rfc3339(integration.failing_since),
        "fields": integration.fields,
        "choices": [{"name": name, "words": str(FIELDS[name].words)} for name in connector.fields],
        "glyph": connector.glyph,
        "disabled_reason": integration.disabled_reason,
        "created_by": integration.created_by,
        "created_at": rfc3339(integration.created_at),
    }


def delivery_shape(delivery: Delivery) -> DeliveryShape:
    """With its forward and integration at hand, or one query each."""
    forward = delivery.forward
    return {
        "id": str(delivery.public_id),
        "forward": str(forward.public_id),
        "integration": str(delivery.integration.public_id),
        "integration_name": delivery.integration.name,
        "conversation": str(forward.conversation),
        "conversation_number": forward.conversation_number,
        "state": delivery.state,  # type: ignore[typeddict-item]  # one of State
        "tries": delivery.tries,
        "most_tries": MOST_TRIES,
        "next_at": rfc3339(delivery.next_at) if delivery.under_way else None,
        "status": delivery.status,
        "detail": delivery.detail,
        "reason": delivery.reason,
        "pressed_by": delivery.actor_name,
        "created_at": rfc3339(delivery.created_at),
        "ended_at": rfc3339(delivery.ended_at),
    }


def whole_delivery_shape(delivery: Delivery) -> WholeDeliveryShape:
    forward = delivery.forward
    request: PreparedShape = {
        "method": forward.method,
        "url": forward.url,
        "content_type": forward.content_type,
        "headers": forward.headers,
        "body": None if forward.purged_at else bytes(forward.body).decode("utf-8", "replace"),
    }
    return {**delivery_shape(delivery), "request": request, "attempts": [_attempt(one) for one in attempts_of(delivery)]}


def preview_shape(prepared: Prepared, fields: list[str], at: datetime) -> PreviewShape:
    return {
        "method": prepared.method,
        "url": prepared.url,
        "content_type": prepared.content_type,
        "headers": dict(prepared.headers),
        "body": prepared.body.decode("utf-8", "replace"),
        "fields": fields,
        "at": at.isoformat(),
        "digest": prepared.digest,
    }


def _attempt(attempt: Attempt) -> AttemptShape:
    return {
        "number": attempt.number,
        "at": rfc3339(attempt.at),
        "took_ms": attempt.took_ms,
        "delivered": attempt.delivered,
        "status": attempt.status,
        "detail": attempt.detail,
    }

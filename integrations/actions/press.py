"""Send a conversation to another system: the only producer of forwards, and with `resend_delivery` of deliveries."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts import audit
from accounts.actors import Actor
from accounts.billing.access import require_feature
from accounts.billing.plans import Feature
from accounts.capabilities import Capability, require
from accounts.errors import Conflict, Invalid
from accounts.models import Project
from chat import live as chat_live
from chat.access import hold, read_again
from chat.actions.append_activity import append_activity
from chat.models import Conversation
from integrations import clock, live, queued
from integrations.actions.edit_integration import clean_fields
from integrations.composing import envelope_of, forward_id
from integrations.connectors import Connector, Prepared, connector_named
from integrations.errors import PressNeedsOperator
from integrations.models import Delivery, Forward, Integration
from integrations.queries import ready_to_press
from integrations.schedule import SHOWN_FOR

Shown = tuple[Prepared, list[str], datetime]


def require_press(actor: Actor, project: Project) -> None:
    """Raises PressNeedsOperator for whatever is no person, Forbidden for who may not, PlanEnded where the plan does not hold it."""
    if actor.kind != "member":
        raise PressNeedsOperator()
    require(actor, Capability.SEND_ELSEWHERE, project)
    require_feature(Feature.INTEGRATIONS)


def preview(actor: Actor, conversation: Conversation, integration: Integration, *, request_id: uuid.UUID, fields: object = None) -> Shown:
    """What `press` would send now, byte for byte, with the fields and the time that it was made with. Nothing is kept.

    Raises what `press` raises.
    """
    project = integration.project
    require_press(actor, project)
    return _made(actor, conversation, integration, request_id=request_id, fields=fields, at=clock.now())


def press(
    actor: Actor,
    conversation: Conversation,
    integration: Integration,
    *,
    request_id: uuid.UUID,
    fields: object = None,
    shown: tuple[object, object] | None = None,
) -> tuple[Forward, Delivery]:
    """Send it, once for a `request_id` however often it is pressed. `fields` None means those of the integration.

    `shown` are the time and the digest of a preview: then exactly that is sent, or nothing. Raises PressNeedsOperator, Forbidden,
    PlanEnded, Invalid, Unsendable; Conflict when it is not what was shown, or cannot be pressed just now.
    """
    project = integration.project
    require_press(actor, project)
    with transaction.atomic():
        held = hold(conversation)
        former = _pressed_before(held, integration, request_id)
        if former is not None:
            return former
        at = clock.now() if shown is None else _time_shown(shown[0])
        prepared, chosen, at = _made(actor, held, integration, request_id=request_id, fields=fields, at=at)
        if shown is not None and shown[1] != prepared.digest:
            raise Conflict(_("Something changed since you looked. Look again, then send it."))
        forward = _written(actor, held, integration, prepared, request_id=request_id, fields=chosen)
        delivery = deliver_later(actor, forward, integration)
        append_activity(actor, project, held, "forwarded", to=integration.name, forward=str(forward.public_id))
        audit.record(actor, "forward.pressed", forward, to=integration.name, fields=chosen, conversation=str(held.public_id))
        chat_live.announce_conversation(project, read_again(held))
    return forward, delivery


def deliver_later(actor: Actor, forward: Forward, integration: Integration, *, reason: str = "") -> Delivery:
    """One more delivery of a forward, due now. The caller has asked for the right, and is a person."""
    now = clock.now()
    made = Delivery(
        project_id=forward.project_id,
        forward=forward,
        integration=integration,
        conversation_id=forward.conversation_id,
        actor_id=actor.id,
        actor_name=actor.name[:120],
        reason=reason,
        next_at=now,
        created_at=now,
    )
    made.save(force_insert=True)
    live.announce_delivery(integration.project, made)
    queued.queue_deliveries(integration.project, integration.pk)
    return made


def _pressed_before(conversation: Conversation, integration: Integration, request_id: uuid.UUID) -> tuple[Forward, Delivery] | None:
    former = Forward.objects.filter(integration=integration, conversation=conversation.public_id, request_id=request_id).first()
    if former is None:
        return None
    former.integration = integration
    first: Delivery = Delivery.objects.filter(forward=former).order_by("id")[0]
    first.forward, first.integration = former, integration
    return former, first


def _made(
    actor: Actor,
    conversation: Conversation,
    integration: Integration,
    *,
    request_id: uuid.UUID,
    fields: object,
    at: datetime,
) -> Shown:
    connector: Connector = connector_named(integration.connector)
    project = integration.project
    if not ready_to_press(integration, connector):
        raise Conflict(integration.disabled_reason or _("It is switched off, or waits to be confirmed: see the settings."))
    chosen = clean_fields(connector, integration.fields if fields is None else fields)
    name = forward_id(project, integration.public_id, conversation, request_id)
    return connector.prepare(envelope_of(actor, project, conversation, fields=chosen, forward=name, at=at), integration), chosen, at


def _written(
    actor: Actor, conversation: Conversation, integration: Integration, prepared: Prepared, *, request_id: uuid.UUID, fields: list[str]
) -> Forward:
    project = integration.project
    kept: dict[str, Any] = {name: getattr(prepared, name) for name in ("method", "url", "content_type", "body")}
    made = Forward(
        project=project,
        public_id=forward_id(project, integration.public_id, conversation, request_id),
        integration=integration,
        request_id=request_id,
        conversation_id=conversation.pk,
        conversation=conversation.public_id,
        conversation_number=conversation.number,
        visitor=conversation.visitor.public_id,
        actor_id=actor.id,
        actor_name=actor.name[:120],
        fields=fields,
        headers=dict(prepared.headers),
        created_at=clock.now(),
        **kept,
    )
    made.save(force_insert=True)
    return made


def _time_shown(raw: object) -> datetime:
    """The time that a preview named: not longer ago than people look at one. Raises Invalid, Conflict."""
    try:
        at = parse_datetime(raw) if isinstance(raw, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Invalid(fields={"at": _("The time that the preview named.")})
    if not clock.now() - SHOWN_FOR <= at <= clock.now():
        raise Conflict(_("You looked at it long ago. Look again, then send it."))
    return at

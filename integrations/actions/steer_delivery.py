"""Do not wait for the next try of a delivery, or stop trying."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.actors import Actor
from accounts.errors import Conflict
from accounts.models import Project
from integrations import clock, live, queued
from integrations.access import hold_delivery
from integrations.actions.press import require_press
from integrations.models import Delivery, Integration

State = Delivery.State


def try_now(actor: Actor, project: Project, delivery: Delivery) -> Delivery:
    """The next try comes now, and the endpoint rests no longer. Raises PressNeedsOperator, Forbidden, PlanEnded, Conflict."""
    require_press(actor, project)
    with transaction.atomic():
        # The endpoint first, as the worker does: two locks, one order.
        Integration.objects.filter(pk=delivery.integration_id).update(rests_until=None)
        held = hold_delivery(delivery)
        if held.state not in (State.QUEUED, State.WAITING):
            raise Conflict(_("Nothing waits to be tried."))
        held.next_at = clock.now()
        held.save(update_fields=["next_at"])
        live.announce_delivery(project, held)
        queued.queue_deliveries(project, held.integration_id)
    return held


def cancel_delivery(actor: Actor, project: Project, delivery: Delivery) -> Delivery:
    """No further try; one that runs at this moment may still arrive, and then says so. Raises PressNeedsOperator, Forbidden, Conflict."""
    require_press(actor, project)
    with transaction.atomic():
        held = hold_delivery(delivery)
        if not held.under_way:
            raise Conflict(_("Nothing is under way."))
        held.state, held.ended_at, held.next_at, held.leased_until = State.CANCELLED, clock.now(), None, None
        held.save(update_fields=["state", "ended_at", "next_at", "leased_until"])
        audit.record(actor, "delivery.cancelled", held, to=held.integration.name)
        live.announce_delivery(project, held)
    return held

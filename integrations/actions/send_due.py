"""Send what is due for one endpoint: in order, once at a time, and never longer than a turn, so that no endpoint holds up another.

A turn takes one delivery after the other: claim it (committed, so that a killed worker leaves a lease that ends), send it with no
transaction open, settle it. A delivery may be sent twice when a worker dies between; `webhook-id` is the same then.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.access import ProjectRef, limits_of
from accounts.actors import actor_of_member
from accounts.billing.access import standing_here
from accounts.billing.plans import Feature
from accounts.capabilities import Capability, may
from accounts.models import Account, Member, Project
from accounts.tenancy import tenant
from integrations import clock, live, queued
from integrations.actions.settle_delivery import settle
from integrations.connectors import Connector, Outcome, Prepared, connectors
from integrations.models import Delivery, Integration
from integrations.schedule import LEASE, PLAN_AGAIN
from integrations.sealing import secrets_of

TURN_S = 20.0  # then the next turn is queued behind the others

logger = logging.getLogger(__name__)
State = Delivery.State
UNDER_WAY = Delivery.UNDER_WAY


@dataclass(frozen=True)
class Claimed:
    """A delivery that is ours for the length of a lease, with all that sending it needs."""

    delivery: Delivery
    integration: Integration
    connector: Connector
    prepared: Prepared
    secrets: dict[str, str]


def send_due(ref: ProjectRef, integration_id: int) -> int:
    """Send until nothing is due, something failed, or the turn is over. Returns how many tries were made."""
    until, tries = time.monotonic() + TURN_S, 0
    while (claimed := claim(ref, integration_id)) is not None:
        tries += 1
        started = time.monotonic()
        outcome = _send(claimed)
        settle(ref, claimed, outcome, took_ms=round((time.monotonic() - started) * 1000))
        if not outcome.delivered:
            break  # it rests: beat comes back to it
        if time.monotonic() > until:
            queued.queue_now(ref.account_id, ref.id, integration_id)
            break
    return tries


def claim(ref: ProjectRef, integration_id: int) -> Claimed | None:
    """The next delivery that may go now; None where there is none, where it rests, or where another worker is."""
    with tenant(ref):
        now = clock.now()
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        awake = Q(rests_until=None) | Q(rests_until__lte=now)
        # The row's lock decides who of two workers has it.
        held = Integration.objects.select_for_update(no_key=True).filter(free, awake, pk=integration_id).first()
        if held is None:
            return None
        held.project = Project.objects.get(pk=ref.id)
        if held.removed_at is not None:
            _cancel_all(held)
            return None
        if not held.enabled:
            return None
        delivery = _next(held, now)
        while delivery is not None and (problem := _no_right(delivery)):
            _end(delivery, State.CANCELLED, problem)
            delivery = _next(held, now)
        if delivery is None:
            return None
        if not standing_here().has(Feature.INTEGRATIONS):
            _wait_for_the_plan(held)
            return None
        return _leased(held, delivery, now)


def _leased(integration: Integration, delivery: Delivery, now: datetime) -> Claimed:
    delivery.state, delivery.tries, delivery.leased_until = State.SENDING, delivery.tries + 1, now + LEASE
    delivery.next_at = delivery.leased_until  # due again if we die
    delivery.save(update_fields=["state", "tries", "leased_until", "next_at"])
    integration.leased_until = delivery.leased_until
    integration.save(update_fields=["leased_until"])
    live.announce_delivery(integration.project, delivery)
    forward = delivery.forward
    prepared = Prepared(forward.method, forward.url, bytes(forward.body), forward.content_type, forward.headers)
    return Claimed(delivery, integration, connectors()[integration.connector], prepared, secrets_of(integration))


def _next(integration: Integration, now: datetime) -> Delivery | None:
    """The oldest that is due and before which, in its conversation, nothing is under way."""
    before = Delivery.objects.filter(
        integration=integration, conversation_id=OuterRef("conversation_id"), id__lt=OuterRef("id"), state__in=UNDER_WAY
    )
    due = Delivery.objects.filter(~Exists(before), integration=integration, state__in=UNDER_WAY, next_at__lte=now)
    found: Delivery | None = due.select_for_update(no_key=True, of=("self",)).select_related("forward").order_by("id").first()
    if found is not None:
        found.integration = integration
    return found


def _no_right(delivery: Delivery) -> str:
    """Why it may not go any more, or nothing (AUZ9): whoever pressed must still be somebody who may."""
    if delivery.forward.purged_at is not None:
        return _("What was to be sent has been purged.")
    member = Member.objects.filter(pk=delivery.actor_id, active=True).first()
    project = delivery.integration.project
    suspended = Account.objects.filter(suspended_at__isnull=False).exists()
    if member is None or suspended or not may(actor_of_member(member, limits_of(member)), Capability.SEND_ELSEWHERE, project):
        return _("%(name)s may not send this any more.") % {"name": delivery.actor_name}
    return ""


def _wait_for_the_plan(integration: Integration) -> None:
    """Nothing goes out without a plan; nothing is lost. Looked at again when it is paid, else every hour."""
    waiting = Delivery.objects.filter(integration=integration, state__in=UNDER_WAY)
    waiting.update(
        state=State.QUEUED,
        next_at=clock.now() + PLAN_AGAIN,
        detail=_("The plan has ended. This waits, and goes out when it is paid again."),
    )
    return


def _cancel_all(integration: Integration) -> None:
    for delivery in Delivery.objects.select_related("forward").filter(integration=integration, state__in=UNDER_WAY).order_by("id"):
        delivery.integration = integration
        _end(delivery, State.CANCELLED, _("The integration was removed."))
    return


def _end(delivery: Delivery, state: State, detail: str) -> None:
    delivery.state, delivery.detail, delivery.ended_at = state, detail[:1024], clock.now()
    delivery.next_at = delivery.leased_until = None
    delivery.save(update_fields=["state", "detail", "ended_at", "next_at", "leased_until"])
    live.announce_delivery(delivery.integration.project, delivery)


def _send(claimed: Claimed) -> Outcome:
    """One try. Whatever a connector raises that it does not know itself is a failure that may pass."""
    delivery_id, at = str(claimed.delivery.public_id), clock.now()
    try:
        return claimed.connector.send(claimed.prepared, claimed.integration, claimed.secrets, delivery_id=delivery_id, at=at)
    except Exception:
        logger.exception("delivery.broken", extra={"connector": claimed.connector.slug, "delivery": delivery_id})
        return Outcome(delivered=False, retry=True, detail=_("Something broke on our side."))

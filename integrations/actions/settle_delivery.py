"""Write down how a try ended, and what follows from it: delivered, tried again later, given up, or the endpoint switched off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.access import ProjectRef
from accounts.actors import system_actor
from accounts.tenancy import tenant
from integrations import clock, live
from integrations.actions.disable_integration import disable_integration
from integrations.actions.note_health import note_health
from integrations.connectors import Outcome
from integrations.models import Attempt, Delivery, Integration
from integrations.notices import mail_admins
from integrations.schedule import DISABLE_AFTER, MOST_TRIES, WARN_AFTER, rest_after, wait_after

if TYPE_CHECKING:
    from integrations.actions.send_due import Claimed

State = Delivery.State


def settle(ref: ProjectRef, claimed: Claimed, outcome: Outcome, *, took_ms: int) -> None:
    """The try, the delivery's next state and the endpoint's, together. One that was cancelled meanwhile stays cancelled."""
    with tenant(ref):
        now = clock.now()
        integration: Integration = Integration.objects.select_for_update(no_key=True).get(pk=claimed.integration.pk)
        integration.project = claimed.integration.project
        delivery: Delivery = Delivery.objects.select_for_update(no_key=True).get(pk=claimed.delivery.pk)
        delivery.forward, delivery.integration = claimed.delivery.forward, integration
        detail = outcome.detail[:1024]
        Attempt(
            project_id=ref.id,
            delivery=delivery,
            number=claimed.delivery.tries,
            at=now,
            took_ms=took_ms,
            delivered=outcome.delivered,
            status=outcome.status,
            detail=detail,
        ).save(force_insert=True)
        if delivery.state == State.SENDING or outcome.delivered:
            _move_on(delivery, outcome, now)
        _rest(integration, outcome, now)
        if not _of_this_body(outcome):
            note_health(integration, outcome, at=now)
        live.announce_delivery(integration.project, delivery)
        reason = _why_switched_off(integration, outcome, now)
        if reason and integration.enabled:
            disable_integration(system_actor(ref.account_id), integration, reason=reason)
            mail_admins(integration, "disabled", reason=reason)
        elif integration.failures == WARN_AFTER:
            mail_admins(integration, "failing", reason=detail)


def _move_on(delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    delivery.status, delivery.detail, delivery.leased_until = outcome.status, outcome.detail[:1024], None
    if outcome.delivered:
        delivery.state, delivery.next_at, delivery.ended_at = State.DELIVERED, None, now
    elif outcome.retry and delivery.tries < MOST_TRIES:
        delivery.state, delivery.next_at = State.WAITING, now + wait_after(delivery.tries, asked_s=outcome.retry_after_s)
    else:
        delivery.state, delivery.next_at, delivery.ended_at = State.FAILED, None, now
    delivery.save(update_fields=["state", "status", "detail", "leased_until", "next_at", "ended_at"])


def _rest(integration: Integration, outcome: Outcome, now: datetime) -> None:
    """An endpoint that fails rests, longer each time; one that answers is awake."""
    alone = _of_this_body(outcome)
    integration.failures = integration.failures if alone else 0 if outcome.delivered else integration.failures + 1
    rest = timedelta(0) if outcome.delivered or alone else rest_after(integration.failures, asked_s=outcome.retry_after_s)
    integration.rests_until = now + rest if rest else None
    integration.leased_until = None
    integration.save(update_fields=["failures", "rests_until", "leased_until"])


def _of_this_body(outcome: Outcome) -> bool:
    """What was said of one body alone (400, 422) is no failure of the endpoint's: the next one may go."""
    return not outcome.delivered and not outcome.retry and not outcome.disable


def _why_switched_off(integration: Integration, outcome: Outcome, now: datetime) -> str:
    if outcome.disable:
        return outcome.detail or _("It answered that it is gone.")
    if not outcome.delivered and integration.failing_since and now - integration.failing_since > DISABLE_AFTER:
        return _("It failed for five days.")
    return ""

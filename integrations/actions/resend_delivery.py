"""Send a forward once more, under a new id, and say why."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.actors import Actor
from accounts.cards import mask_cards
from accounts.errors import Conflict, Invalid
from accounts.models import Project
from chat.access import conversation_by_id, hold
from chat.actions.append_activity import append_activity
from chat.text import clean_line
from integrations.access import hold_delivery
from integrations.actions.press import deliver_later, require_press
from integrations.connectors import connectors
from integrations.models import Delivery
from integrations.queries import ready_to_press

MAX_REASON = 200


def resend_delivery(actor: Actor, project: Project, delivery: Delivery, *, reason: object) -> Delivery:
    """Another delivery of the same body. Raises PressNeedsOperator, Forbidden, PlanEnded, Invalid without a reason; Conflict while
    the former one is under way, where the body was purged, or where the integration cannot be pressed."""
    require_press(actor, project)
    why = mask_cards(clean_line(reason, MAX_REASON + 1))
    if not why or len(str(reason)) > MAX_REASON:
        raise Invalid(fields={"reason": _("Say in at most 200 characters why it should go again.")})
    with transaction.atomic():
        talk = conversation_by_id(delivery.forward.conversation)
        held_talk = hold(talk) if talk is not None else None
        held = hold_delivery(delivery)
        if held.under_way:
            raise Conflict(_("It is on its way already."))
        if held.forward.purged_at is not None:
            raise Conflict(_("What was sent has been purged: nothing is left to send again."))
        if not ready_to_press(held.integration, connectors()[held.integration.connector]):
            raise Conflict(held.integration.disabled_reason or _("It is switched off, or removed: see the settings."))
        made = deliver_later(actor, held.forward, held.integration, reason=why)
        if held_talk is not None:
            append_activity(
                actor, project, held_talk, "forwarded", to=held.integration.name, forward=str(held.forward.public_id), again=True
            )
        audit.record(actor, "delivery.resent", made, to=held.integration.name, reason=why)
    return made

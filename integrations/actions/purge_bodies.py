"""Take away what we hold of what was sent to an integration; that it was sent, by whom and when, stays."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from integrations import clock
from integrations.models import Attempt, Delivery, Forward, Integration


def purge_bodies(actor: Actor, integration: Integration) -> int:
    """Bodies, addresses and answers of everything that is no longer on its way; how many those were. They cannot be sent again.

    Also after the plan has ended. Raises Forbidden without EDIT_PROJECT.
    """
    require(actor, Capability.EDIT_PROJECT, integration.project)
    under_way = Delivery.objects.filter(forward=OuterRef("pk"), ended_at=None)
    with transaction.atomic():
        ended = Forward.objects.filter(~Exists(under_way), integration=integration, purged_at=None)
        found = list(ended.select_for_update(no_key=True).values_list("pk", flat=True))
        Attempt.objects.filter(delivery__forward__in=found).update(detail="")
        Delivery.objects.filter(forward__in=found).update(detail="")
        Forward.objects.filter(pk__in=found).update(body=b"", url="", headers={}, purged_at=clock.now())
        if found:
            audit.record(actor, "integration.purged", integration, name=integration.name, count=len(found))
    return len(found)

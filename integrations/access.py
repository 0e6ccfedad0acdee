"""The only way from an id to an integration, inside the open tenant."""

from __future__ import annotations

from accounts.access import as_uuid
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import NotFound
from accounts.models import Project
from integrations.models import Delivery, Integration


def integration_for(actor: Actor, project: Project, public_id: object, *, needs: Capability = Capability.READ) -> Integration:
    """An integration that has not been removed. Raises NotFound; Forbidden without `needs`."""
    require(actor, needs, project)
    found: Integration | None = Integration.objects.filter(public_id=as_uuid(public_id), removed_at=None).first()
    if found is None:
        raise NotFound()
    found.project = project
    return found


def logged_integration(actor: Actor, project: Project, public_id: object) -> Integration:
    """An integration whose log may be read: also one that was removed, for what has left stays visible. Raises NotFound, Forbidden."""
    require(actor, Capability.READ, project)
    found: Integration | None = Integration.objects.filter(public_id=as_uuid(public_id)).first()
    if found is None:
        raise NotFound()
    found.project = project
    return found


def integration_by_id(integration_id: int) -> Integration | None:
    """For work that our own code has queued: the row of the open tenant with its project; None when it was removed meanwhile."""
    found: Integration | None = Integration.objects.select_related("project").filter(pk=integration_id, removed_at=None).first()
    return found


def integration_by_public_id(public_id: object) -> Integration | None:
    """For a link that we have signed ourselves. Raises NotFound for what is no id."""
    rows = Integration.objects.select_related("project").filter(public_id=as_uuid(public_id), removed_at=None)
    found: Integration | None = rows.first()
    return found


def hold_integration(integration: Integration) -> Integration:
    """The row, locked for this transaction. Raises NotFound when it was removed meanwhile."""
    held: Integration | None = Integration.objects.select_for_update(no_key=True).filter(pk=integration.pk, removed_at=None).first()
    if held is None:
        raise NotFound()
    held.project = integration.project
    return held


def delivery_for(actor: Actor, project: Project, public_id: object) -> Delivery:
    """A delivery of the open project, with its forward and integration. Raises NotFound; Forbidden without READ."""
    require(actor, Capability.READ, project)
    found: Delivery | None = Delivery.objects.select_related("forward", "integration").filter(public_id=as_uuid(public_id)).first()
    if found is None:
        raise NotFound()
    found.integration.project = found.forward.project = project
    return found


def hold_delivery(delivery: Delivery) -> Delivery:
    """The row, locked for this transaction."""
    held: Delivery = Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    held.forward, held.integration = delivery.forward, delivery.integration
    return held

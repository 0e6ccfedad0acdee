"""What integrations hold about a project or an account, for exports and erasures."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from accounts.erasure import OF_ACCOUNT, OF_VISITOR, RECEIVERS
from accounts.export import Part, hand_out
from accounts.models import Project
from accounts.secrets import on_reseal
from accounts.tenancy import account, tenant
from integrations import clock
from integrations.actions.remove_integration import empty
from integrations.models import Attempt, Delivery, Forward, Integration
from integrations.sealing import reseal_integrations


def register() -> None:
    hand_out(Part("integrations", Integration, leave_out=frozenset({"sealed"})))
    hand_out(Part("forwards", Forward, of_visitor=lambda visitor: Q(visitor=visitor)))
    hand_out(Part("deliveries", Delivery, of_visitor=lambda visitor: Q(forward__visitor=visitor)))
    hand_out(Part("attempts", Attempt, of_visitor=lambda visitor: Q(delivery__forward__visitor=visitor)))
    OF_VISITOR["integrations"] = erase_visitor
    RECEIVERS.append(receivers_of)
    OF_ACCOUNT["integrations"] = erase_account
    on_reseal("integrations", reseal_integrations)


def erase_account(account_id: int) -> dict[str, int]:
    """Secrets, addresses and names of everything that an account was connected to."""
    count = forwards = 0
    with account(account_id):
        projects = list(Project.objects.order_by("id"))
    for project in projects:
        with tenant(project):
            forwards += _purge(Q())["forwards"]
            for model in (Forward, Delivery):
                model.objects.update(actor_name="")
            for integration in Integration.objects.all():
                count += integration.removed_at is None
                empty(integration)
                integration.name = integration.created_by = ""
                integration.save()
    return {"integrations": count, "forwards": forwards}


def receivers_of(project: Project, visitor: UUID) -> list[str]:
    """Who was sent something about a visitor, or may have been: by name and kind, once each."""
    with tenant(project):
        tried = Delivery.objects.filter(forward__visitor=visitor, tries__gt=0).select_related("integration")
        return sorted({f"{each.integration.name} ({each.integration.connector})" for each in tried})


def erase_visitor(project: Project, visitor: UUID) -> dict[str, int]:
    """What was sent, and what the other sides said; nothing that waits goes out. Who pressed, when and to whom stays."""
    return _purge(Q(visitor=visitor))


def _purge(which: Q) -> dict[str, int]:
    now, whole = clock.now(), Forward.objects.filter(which, purged_at=None)
    waiting = Delivery.objects.filter(forward__in=Forward.objects.filter(which), ended_at=None)
    waiting.update(state=Delivery.State.CANCELLED, ended_at=now, next_at=None, detail="")
    Delivery.objects.filter(forward__in=Forward.objects.filter(which)).update(detail="", reason="")
    Attempt.objects.filter(delivery__forward__in=Forward.objects.filter(which)).update(detail="")
    return {"forwards": whole.update(body=b"", url="", headers={}, purged_at=now)}

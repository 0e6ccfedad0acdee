"""The audit record of an act, written in the act's own transaction: both happen, or neither."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.actors import Actor
from accounts.models import AuditRecord
from accounts.tenancy import current_scope


def record(actor: Actor, action: str, target: models.Model, **data: Any) -> None:
    """Write down that `actor` did `action` (as "conversation.assigned") to `target`; `data` must be JSON."""
    scope = current_scope()
    AuditRecord(
        account_id=scope.account_id,
        project_id=scope.project_id,
        actor_kind=actor.kind,
        actor_id=actor.ref,
        actor_name=actor.name[:120],
        action=action,
        target_kind=target._meta.model_name or "",
        target_id=str(getattr(target, "public_id", target.pk)),
        data=data,
    ).save(force_insert=True)

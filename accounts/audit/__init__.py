"""The audit record of an act, written in the act's own transaction: both happen, or neither."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.actors import Actor
from accounts.models import AuditPersonal, AuditRecord
from accounts.tenancy import current_scope
from accounts.tracing import client_address

# What may say who somebody is: it stands beside the chain, salted, so that it can be erased while the chain stays whole.
OF_TARGET = frozenset({"name", "email", "of", "reason"})


def record(actor: Actor, action: str, target: models.Model, **data: Any) -> None:
    """Write down that `actor` did `action` (as "conversation.assigned") to `target`.

    `data` must be JSON without fractions, and never a secret or a message's text.
    """
    scope, target_kind = current_scope(), target._meta.model_name or ""
    target_id = str(getattr(target, "public_id", target.pk))
    by, of = f"{actor.kind}:{actor.ref}", f"{target_kind}:{target_id}"
    personal = {"actor_name": [by, actor.name[:120]], "address": [by, client_address.get()]}
    personal |= {name: [of, str(data.pop(name))] for name in sorted(OF_TARGET & data.keys())}
    AuditRecord(
        account_id=scope.account_id,
        project_id=scope.project_id,
        actor_kind=actor.kind,
        actor_id=actor.ref,
        action=action,
        target_kind=target_kind,
        target_id=target_id,
        data=data,
        personal={name: words for name, words in personal.items() if words[1]},
    ).save(force_insert=True)


def forget(*subjects: str, words: tuple[str, ...] = ()) -> int:
    """Erase, in the open account, what the log says about these subjects (as "visitor:<id>") and these very words. Counts them."""
    erased, _ = AuditPersonal.objects.filter(Q(subject__in=subjects) | Q(value__in=words)).delete()
    return erased

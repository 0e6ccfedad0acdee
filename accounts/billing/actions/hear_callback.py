"""A payment company calls back: verified, heard once, in whatever order it comes."""

from __future__ import annotations

import uuid

from django.db import connection, transaction

from accounts.billing.actions.settle_charge import settle_charge
from accounts.billing.gateway import Gateway
from accounts.billing.models import Callback
from accounts.errors import NotFound


def hear_callback(company: Gateway, body: bytes, signature: str) -> bool:
    """Settle the charge that the callback is about. Whether it was new.

    Raises Forged; Unreachable when the company cannot be asked about the card, and then it will call again.
    """
    event = company.event_of(body, signature)
    # Asked before anything is locked: a callback may wait for the company, a customer may not wait for a callback.
    facts = company.facts_of(event.outcome.card) if event.outcome.card else None
    with transaction.atomic():
        _heard, fresh = Callback.objects.get_or_create(provider=company.name, event=event.id[:255])
        if fresh and event.key is not None:
            settle_charge(_account_of(event.key), event.key, event.outcome, facts)
    return fresh


def _account_of(key: uuid.UUID) -> int:
    """The account of a charge. Raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT account_id FROM public.charge_by_key(%s)", [key])
        row = cursor.fetchone()
    if row is None:
        raise NotFound()
    return int(row[0])

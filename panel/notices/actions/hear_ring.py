"""A browser says that a push has arrived. The token was inside the encrypted push: only that browser can know it."""

from __future__ import annotations

import uuid

from django.core import signing

from accounts.access import ProjectRef
from accounts.errors import NotFound
from accounts.tenancy import tenant
from panel.notices import clock
from panel.notices.models import Device, Ring
from panel.notices.payload import HEARD_WITHIN_S, SALT

WAYS = ("shown", "panel")


def hear_ring(token: str, *, way: str) -> None:
    """Note the first time. Raises NotFound for a token that is none, too old, or of what has gone."""
    try:
        first, second, third = signing.loads(token, salt=SALT, max_age=HEARD_WITHIN_S)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound() from None
    if first == "test":
        _hear_test(uuid.UUID(second), uuid.UUID(third))
        return
    now = clock.now()
    with tenant(ProjectRef(second, first)):
        ring: Ring | None = Ring.objects.select_for_update(no_key=True).filter(public_id=uuid.UUID(third)).first()
        if ring is None:
            raise NotFound()
        if ring.heard_at is None:
            ring.heard_at, ring.heard_in = now, way if way in WAYS else WAYS[0]
            ring.state = Ring.State.HEARD
            ring.next_at = None
            ring.save(update_fields=["heard_at", "heard_in", "state", "next_at"])
        device_id = ring.device_id or 0
    Device.objects.filter(pk=device_id).update(heard_at=now, unheard=0)


def _hear_test(device: uuid.UUID, test: uuid.UUID) -> None:
    now = clock.now()
    if not Device.objects.filter(public_id=device, test_id=test, test_heard_at=None).update(test_heard_at=now, heard_at=now, unheard=0):
        raise NotFound()

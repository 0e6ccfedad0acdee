"""Write down how a try ended: taken, tried again, given up, or the browser rings no more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Case, F, When

from accounts.access import ProjectRef
from accounts.tenancy import tenant
from panel.notices import clock
from panel.notices.models import Device, Ring
from panel.notices.push import Outcome
from panel.notices.words import Channel

# After so many tries, how long until the next. A push is stale within the hour, a mail is not.
PAUSES = {
    Channel.PUSH: tuple(timedelta(seconds=seconds) for seconds in (15, 60, 300)),
    Channel.EMAIL: tuple(timedelta(seconds=seconds) for seconds in (60, 300, 900, 3600, 3 * 3600)),
}
State = Ring.State


def settle_ring(ref: ProjectRef, ring: Ring, device: Device | None, outcome: Outcome, *, began: datetime) -> None:
    """The ring's next state and the device's, together. A browser may have said that it heard before the service answered us."""
    now = clock.now()
    with tenant(ref):
        held: Ring = Ring.objects.select_for_update(no_key=True).get(pk=ring.pk)
        pauses = PAUSES[Channel(held.channel)]
        again = outcome.retry and held.tries <= len(pauses) and held.state == State.SENDING
        held.status, held.detail, held.next_at = outcome.status, outcome.detail[:300], None
        if outcome.taken:
            held.sent_at = held.sent_at or now
            held.state = State.HEARD if held.heard_at else State.SENT
        elif again:
            held.state, held.next_at = State.QUEUED, now + max(pauses[held.tries - 1], timedelta(seconds=outcome.retry_after_s or 0))
        else:
            held.state = State.FAILED
        held.save(update_fields=["status", "detail", "next_at", "sent_at", "state"])
    if device is not None and not again:
        note_of_device(device, outcome, began=began)


def note_of_device(device: Device, outcome: Outcome, *, began: datetime) -> None:
    """What was last sent to a browser, and whether it can be called any more: a dead subscription is not asked again."""
    # A browser may have answered before the service did.
    unheard = Case(When(heard_at__gte=began, then=F("unheard")), default=F("unheard") + 1)
    now, row = clock.now(), Device.objects.filter(pk=device.pk, endpoint_hash=device.endpoint_hash)
    row.update(sent_at=now, status=outcome.status, detail=outcome.detail[:300], unheard=unheard)
    if outcome.ended:
        row.filter(ended_at=None).update(ended_at=now, ended_why=outcome.ended)

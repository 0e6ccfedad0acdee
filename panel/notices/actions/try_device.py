"""Send a push that somebody asked for, to hear whether this browser rings."""

from __future__ import annotations

import time
import uuid

from panel.notices import clock, payload, push, queued, vapid
from panel.notices.actions.settle_ring import note_of_device
from panel.notices.models import Device
from panel.notices.queries import manner_of


def ask_for_test(device: Device) -> None:
    """Have a test sent by the worker, as every other push is. A later test takes the place of an earlier one."""
    fresh = {"test_id": uuid.uuid4(), "test_at": clock.now(), "test_taken_ms": None, "test_trouble": "", "test_heard_at": None}
    Device.objects.filter(pk=device.pk).update(**fresh)
    queued.test_soon(device.pk)


def send_test(device_id: int) -> bool:
    """Send it; whether there was one to send. Twice sends it twice, and the browser shows one."""
    device = Device.objects.select_related("user", "session").filter(pk=device_id, ended_at=None).first()
    if device is None or device.test_id is None or not vapid.public_key():
        return False
    letter = push.letter(device, payload.test_payload(device, manner_of(device.user)), topic="test")
    at, began = clock.now(), time.monotonic()
    outcome = push.send(letter)
    took = {"test_taken_ms": round((time.monotonic() - began) * 1000)} if outcome.taken else {}
    trouble = "" if outcome.taken else " ".join(str(each) for each in (outcome.status, outcome.detail) if each)[:300] or "?"
    Device.objects.filter(pk=device.pk, test_id=device.test_id).update(test_trouble=trouble, **took)
    note_of_device(device, outcome, began=at)
    return outcome.taken

"""Somebody has reacted: nothing more is climbed, and what has not gone out yet stays here."""

from __future__ import annotations

from panel.notices import clock
from panel.notices.models import Ring, Wait


def end_wait(wait: Wait, how: str) -> None:
    """End a wait whose row the caller holds."""
    wait.ended_at, wait.ended_by, wait.next_at = clock.now(), how, None
    wait.save(update_fields=["ended_at", "ended_by", "next_at"])
    waiting = Ring.objects.filter(call__wait=wait, state=Ring.State.QUEUED)
    waiting.update(state=Ring.State.CANCELLED, next_at=None)

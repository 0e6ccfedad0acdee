"""Tells subscribers afterwards, in Celery: the registry that upper floors fill in `apps.py: ready()`.

Nothing is queued per message. A project's followers are woken at most once a second, and catch up by their own cursor over the
timeline; a wake-up that got lost is made good by the next one, or by beat.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from functools import partial

from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import Project
from chat import doorbell, threads

logger = logging.getLogger(__name__)

# Gets the project's internal id and the new rows' internal ids, inside the tenant. Must be safe to run twice.
Follow = Callable[[Project, list[int]], None]

FOLLOWERS: dict[str, Follow] = {}
WAKE_EVERY_S = 1

_woken: dict[int, float] = {}  # when this process woke a project last (time.monotonic)
_waking: set[asyncio.Future[None]] = set()


def follow(name: str, callback: Follow) -> None:
    """Register a follower of every project's timeline under a name that is its cursor's."""
    FOLLOWERS[name] = callback


def wake(project: Project) -> None:
    """After the commit, wake the project's followers unless somebody did within the last second."""
    if FOLLOWERS:
        transaction.on_commit(partial(_enqueue, project.pk, project.account_id))


def wake_soon(project_id: int, account_id: int) -> None:
    """The same for the event loop, where nothing may wait: at most once a second a project, in a thread."""
    now = time.monotonic()
    if not FOLLOWERS or now - _woken.get(project_id, 0.0) < WAKE_EVERY_S:
        return
    _woken[project_id] = now
    task = asyncio.ensure_future(threads.run(_enqueue, project_id, account_id))
    _waking.add(task)
    task.add_done_callback(_waking.discard)


def _enqueue(project_id: int, account_id: int) -> None:
    key = f"parley:woken:{project_id}"
    if doorbell.ask(lambda shard: shard.set(key, "1", nx=True, ex=WAKE_EVERY_S), otherwise=None, key=key):
        from chat.tasks import follow_timeline  # the broker is only needed where somebody follows

        try:
            follow_timeline.apply_async((project_id, account_id), countdown=WAKE_EVERY_S, retry=False)
        except OperationalError as error:  # the message is stored: its sender must not hear of this
            logger.warning("later.not_woken", extra={"reason": type(error).__name__})

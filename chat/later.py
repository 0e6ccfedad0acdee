"""Tells subscribers afterwards, in Celery: the registry that upper floors fill in `apps.py: ready()`.

Nothing is queued per message. A project's followers are woken at most once a second, and catch up by their own cursor over the
timeline; a wake-up that got lost is made good by the next one, or by beat.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import Project
from chat import doorbell

logger = logging.getLogger(__name__)

# Gets the project's internal id and the new rows' internal ids, inside the tenant. Must be safe to run twice.
Follow = Callable[[Project, list[int]], None]

FOLLOWERS: dict[str, Follow] = {}
WAKE_EVERY_S = 1


def follow(name: str, callback: Follow) -> None:
    """Register a follower of every project's timeline under a name that is its cursor's."""
    FOLLOWERS[name] = callback


def wake(project: Project) -> None:
    """After the commit, wake the project's followers unless somebody did within the last second."""
    if FOLLOWERS:
        transaction.on_commit(partial(_enqueue, project.pk, project.account_id))


def _enqueue(project_id: int, account_id: int) -> None:
    key = f"parley:woken:{project_id}"
    if doorbell.ask(lambda shard: shard.set(key, "1", nx=True, ex=WAKE_EVERY_S), otherwise=None, key=key):
        from chat.tasks import follow_timeline  # the broker is only needed where somebody follows

        try:
            follow_timeline.apply_async((project_id, account_id), countdown=WAKE_EVERY_S, retry=False)
        except OperationalError as error:  # the message is stored: its sender must not hear of this
            logger.warning("later.not_woken", extra={"reason": type(error).__name__})

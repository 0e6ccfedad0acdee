"""Who is kept out of a project: asked before each frame of a visitor, from a list that is half a second old at most.

A socket that says nothing, or sends texts on the hot path, hears of a ban by a revocation instead (`subjects`).
"""

from __future__ import annotations

import time
import uuid
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from accounts.errors import Banned
from accounts.models import Project
from chat import revocations
from chat.models import Ban
from chat.networks import networks_around

FRESH_S = 0.5
PROJECTS_KEPT = 1_000
BANS_AT_MOST = 1_000  # in force in one project: the list is read as a whole


class _List(NamedTuple):
    read_at: float
    until: dict[str, datetime | None]


_lists: dict[int, _List] = {}
_changed: dict[int, float] = {}  # by project: a list that was read before this is old


def places_of(visitor: uuid.UUID, address: str) -> frozenset[str]:
    """What a ban could name to keep this visitor out."""
    return networks_around(address) | {target_of(visitor)}


def target_of(visitor: uuid.UUID) -> str:
    """How a ban names a visitor."""
    return f"visitor:{visitor}"


def subject(project_id: int, target: str) -> str:
    """What a revocation names when a ban begins."""
    return f"ban:{project_id}:{target}"


def refuse_banned(project: Project, places: frozenset[str]) -> None:
    """Inside the tenant. Raises Banned when one of the places is kept out now."""
    found = _in_force(project)
    if not found:
        return
    now = timezone.now()
    for place in places & found.keys():
        until = found[place]
        if until is None or until > now:
            raise Banned()


def in_force() -> Q:
    """The bans that have neither ended nor been lifted."""
    return Q(lifted_at=None) & (Q(until=None) | Q(until__gt=timezone.now()))


def forget(project_id: int) -> None:
    """A ban of this project began or was lifted: read again."""
    if len(_changed) >= PROJECTS_KEPT:
        _changed.clear()
        _lists.clear()
    _changed[project_id] = time.monotonic()


def hear(subject_: str) -> None:
    """Something was revoked, here or in another process. Who is sent away by a new ban must not come in by an old list."""
    kind, _, rest = subject_.partition(":")
    if kind == "ban":
        forget(int(rest.partition(":")[0]))


revocations.HEARERS.append(hear)


def _in_force(project: Project) -> dict[str, datetime | None]:
    now, known = time.monotonic(), _lists.get(project.pk)
    if known is None or now - known.read_at >= FRESH_S or known.read_at <= _changed.get(project.pk, 0.0):
        if len(_lists) >= PROJECTS_KEPT:
            _lists.clear()
        rows = Ban.objects.filter(in_force()).order_by("-id").values_list("target", "until")
        known = _lists[project.pk] = _List(now, dict(rows[:BANS_AT_MOST]))
    return known.until

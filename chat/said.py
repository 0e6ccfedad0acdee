"""What a page said of a visitor who has no row yet: in Redis for some hours, and in the row once there is one.

So that a page may call `set` and `track` for everybody who passes, and whoever never writes leaves nothing.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import redis

from accounts.errors import Busy
from chat import doorbell

KEPT_S = 6 * 3600
EVENTS_AT_MOST = 50


def _key(project_id: int, visitor: uuid.UUID) -> str:
    return f"parley:said:{project_id}:{visitor.hex}"


def said_of(project_id: int, visitor: uuid.UUID) -> dict[str, Any]:
    """`data`, `events`, `agreed`, `agreed_at`, as far as something was said."""
    key = _key(project_id, visitor)
    found = doorbell.ask(lambda shard: shard.get(key), otherwise=None, key=key)
    return dict(json.loads(str(found))) if found else {}


def change(project_id: int, visitor: uuid.UUID, changed: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """What was said before becomes `changed` of it. Two tabs at once: the later one's words stand, which is all that anybody loses.

    Raises Busy while Redis is away: there is no other place for it yet, and the page says it again.
    """
    key = _key(project_id, visitor)

    def note(shard: redis.Redis) -> bool:
        found = shard.get(key)
        return bool(shard.set(key, json.dumps(changed(json.loads(str(found)) if found else {})), ex=KEPT_S))

    if not doorbell.ask(note, otherwise=False, key=key):
        raise Busy


def forget(project_id: int, visitor: uuid.UUID) -> None:
    key = _key(project_id, visitor)
    doorbell.ask(lambda shard: shard.delete(key), otherwise=0, key=key)

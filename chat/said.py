"""What a page said of a visitor who has no row yet: in Redis for some hours, and in the row once there is one.

So that a page may call `set` and `track` for everybody who passes, and whoever never writes leaves nothing.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

import redis

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


def keep(project_id: int, visitor: uuid.UUID, said: dict[str, Any]) -> None:
    """This instead of what was kept. Two tabs at once: the later one's words stand, which is all that anybody loses."""
    key, text = _key(project_id, visitor), json.dumps(said)

    def note(shard: redis.Redis) -> None:
        shard.set(key, text, ex=KEPT_S)

    doorbell.ask(note, otherwise=None, key=key)


def forget(project_id: int, visitor: uuid.UUID) -> None:
    key = _key(project_id, visitor)
    doorbell.ask(lambda shard: shard.delete(key), otherwise=0, key=key)

"""Which members are here, and which conversation they look at: in Redis, for seconds.

A member is here while one of their tabs pings; each tab has its own place, so that closing one leaves the others.
"""

from __future__ import annotations

import time
import uuid

import redis

from chat import doorbell

HERE_S = 60  # three heartbeats: one lost ping does not make somebody leave


def _key(project_id: int) -> str:
    return f"parley:presence:{project_id}"


def arrive(project_id: int, member_id: int, tab: str) -> bool:
    """Note that a member's tab is alive; True when they were not here before."""
    key, now = _key(project_id), time.time()

    def note(shard: redis.Redis) -> bool:
        before = member_id in _members(shard, key)
        pipe = shard.pipeline(transaction=False)
        pipe.zadd(key, {f"{member_id}:{tab}": now + HERE_S})
        pipe.zremrangebyscore(key, "-inf", now)
        pipe.expire(key, HERE_S * 2)
        pipe.execute()
        return not before

    return doorbell.ask(note, otherwise=False, key=key)


def leave(project_id: int, member_id: int, tab: str) -> bool:
    """Note that a member's tab has gone; True when it was their last."""
    key = _key(project_id)

    def note(shard: redis.Redis) -> bool:
        return bool(shard.zrem(key, f"{member_id}:{tab}")) and member_id not in _members(shard, key)

    return doorbell.ask(note, otherwise=False, key=key)


def here(project_id: int) -> set[int]:
    """Internal ids of the members who are here; empty while Redis is away."""
    key = _key(project_id)
    return doorbell.ask(lambda shard: _members(shard, key), otherwise=set(), key=key)


def _members(shard: redis.Redis, key: str) -> set[int]:
    return {int(str(place).partition(":")[0]) for place in shard.zrangebyscore(key, time.time(), "+inf")}


def _viewers_key(project_id: int, conversation: uuid.UUID) -> str:
    return f"parley:viewers:{project_id}:{conversation.hex}"


def look(project_id: int, conversation: uuid.UUID, member: str) -> list[str]:
    """Note that a member looks at a conversation; the public ids of everyone who does."""
    key, now = _viewers_key(project_id, conversation), time.time()

    def note(shard: redis.Redis) -> list[str]:
        shard.zadd(key, {member: now + HERE_S})
        shard.expire(key, HERE_S)
        return [str(one) for one in shard.zrangebyscore(key, now, "+inf")]

    return doorbell.ask(note, otherwise=[member], key=key)


def look_away(project_id: int, conversation: uuid.UUID, member: str) -> list[str]:
    """Note that a member looks elsewhere; who still looks."""
    key = _viewers_key(project_id, conversation)

    def note(shard: redis.Redis) -> list[str]:
        shard.zrem(key, member)
        return [str(one) for one in shard.zrangebyscore(key, time.time(), "+inf")]

    return doorbell.ask(note, otherwise=[], key=key)

"""Which members are here, and which conversation they look at: in Redis, for seconds.

A member is here while one of their tabs pings; each tab has its own place, so that closing one leaves the others. An open tab alone
is no presence: they are awake while they have touched something lately. Who can answer is `people.who_answers`.
"""

from __future__ import annotations

import time
import uuid

import redis

from chat import doorbell

HERE_S = 60  # three heartbeats: one lost ping does not make somebody leave
TOUCHED_KEPT_S = 24 * 3600  # longer than anybody may let an operator sit still


def _key(project_id: int) -> str:
    return f"parley:presence:{project_id}"


def _touched_key(project_id: int) -> str:
    return f"parley:touched:{project_id}"


def arrive(project_id: int, member_id: int, tab: str, *, idle_s: float = 0) -> bool:
    """Note that a member's tab is alive, and that they touched something `idle_s` ago; True when they were not here before."""
    key, now = _key(project_id), time.time()

    def note(shard: redis.Redis) -> bool:
        before = member_id in _members(shard, key)
        pipe = shard.pipeline(transaction=False)
        pipe.zadd(key, {f"{member_id}:{tab}": now + HERE_S})
        pipe.zremrangebyscore(key, "-inf", now)
        pipe.expire(key, HERE_S * 2)
        # Another tab of theirs may have been touched later: the newest counts.
        pipe.zadd(_touched_key(project_id), {str(member_id): now - idle_s}, gt=True)
        pipe.expire(_touched_key(project_id), TOUCHED_KEPT_S)
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


def awake(project_id: int, within_s: float) -> set[int]:
    """The members who are here and have touched something within this time; empty while Redis is away."""
    key = _key(project_id)

    def read(shard: redis.Redis) -> set[int]:
        lately = {int(str(one)) for one in shard.zrangebyscore(_touched_key(project_id), time.time() - within_s, "+inf")}
        return _members(shard, key) & lately

    return doorbell.ask(read, otherwise=set(), key=key)


def turned(project_id: int, now: str) -> bool:
    """Note how it stands who answers; whether something else was noted last. Of many who ask at once one hears True."""
    key = _key(project_id)

    def note(shard: redis.Redis) -> bool:
        return bool(shard.set(f"parley:answering:{project_id}", now, ex=TOUCHED_KEPT_S, get=True) != now)

    return doorbell.ask(note, otherwise=False, key=key)


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

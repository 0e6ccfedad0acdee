"""The present visit of everyone on the site: in Redis, for as long as a page is open. A page view leaves no row."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import redis
from django.utils import timezone

from chat import doorbell
from chat.shapes import PageShape
from chat.times import rfc3339

HERE_S = 65  # three heartbeats and a little
PAGES_KEPT = 50
FORGOTTEN_AFTER_S = 600


@dataclass
class Visit:
    """One visitor's open visit. `meta` has referrer, locale, device and since (RFC 3339)."""

    visitor: uuid.UUID
    meta: dict[str, Any] = field(default_factory=dict)
    pages: list[PageShape] = field(default_factory=list)
    online: bool = False
    fresh: bool = False  # it began just now


def _all(project_id: int) -> str:
    return f"parley:visits:{project_id}"


def _meta(project_id: int, visitor: uuid.UUID) -> str:
    return f"parley:visit:{project_id}:{visitor.hex}"


def _pages(project_id: int, visitor: uuid.UUID) -> str:
    return f"parley:pages:{project_id}:{visitor.hex}"


def _tabs(project_id: int, visitor: uuid.UUID) -> str:
    return f"parley:tabs:{project_id}:{visitor.hex}"


def arrive(
    project_id: int, visitor: uuid.UUID, tab: str, meta: dict[str, Any], page: PageShape | None = None, *, for_s: int = HERE_S
) -> Visit:
    """Note an open tab for `for_s` seconds, and the page in it. A visit that begins with it keeps `meta`. Two trips."""
    key, now = _all(project_id), time.time()

    def note(shard: redis.Redis) -> Visit:
        meta_key, pages_key = _meta(project_id, visitor), _pages(project_id, visitor)
        pipe = shard.pipeline(transaction=False)
        pipe.zscore(key, visitor.hex)
        pipe.lindex(pages_key, -1)
        until, last = pipe.execute()
        pipe = shard.pipeline(transaction=False)
        if until is None:
            pipe.delete(meta_key, pages_key)
        pipe.set(meta_key, json.dumps({"since": rfc3339(timezone.now()), **meta}), nx=True)
        pipe.zadd(key, {visitor.hex: now + for_s})
        # Operators sweep what has ended; where no operator is ever here, the list must not grow for ever.
        pipe.zremrangebyscore(key, "-inf", now - FORGOTTEN_AFTER_S)
        pipe.zadd(_tabs(project_id, visitor), {tab: now + for_s})
        if page is not None:
            _open(pipe, pages_key, page, None if until is None else last)
        _keep(pipe, project_id, visitor, for_s)
        _read(pipe, project_id, visitor)
        return _visit(visitor, pipe.execute()[-3:], now, fresh=until is None)

    return doorbell.ask(note, otherwise=Visit(visitor), key=key)


def stay(project_id: int, visitor: uuid.UUID, tab: str) -> None:
    """Note that a tab is still open."""
    key, until = _all(project_id), time.time() + HERE_S

    def note(shard: redis.Redis) -> None:
        pipe = shard.pipeline(transaction=False)
        pipe.zadd(key, {visitor.hex: until})
        pipe.zadd(_tabs(project_id, visitor), {tab: until})
        _keep(pipe, project_id, visitor, HERE_S)
        pipe.execute()

    doorbell.ask(note, otherwise=None, key=key)


def _keep(pipe: Any, project_id: int, visitor: uuid.UUID, for_s: int) -> None:
    for name in (_meta(project_id, visitor), _pages(project_id, visitor), _tabs(project_id, visitor)):
        pipe.expire(name, for_s * 3)


def walk(project_id: int, visitor: uuid.UUID, page: PageShape, *, for_s: int = HERE_S) -> None:
    """Add a page to the visit; the same address again only gets its new title and keeps its time."""

    def note(shard: redis.Redis) -> None:
        name = _pages(project_id, visitor)
        last = shard.lindex(name, -1)
        pipe = shard.pipeline(transaction=False)
        _open(pipe, name, page, last)
        pipe.expire(name, for_s * 3)
        pipe.execute()

    doorbell.ask(note, otherwise=None, key=_all(project_id))


def _open(pipe: Any, pages_key: str, page: PageShape, last: Any) -> None:
    """The page comes behind the `last` one, or in its place."""
    former = None if last is None else json.loads(last)
    if former is not None and former["url"] == page["url"]:
        page = {**page, "at": former["at"]}
        pipe.rpop(pages_key)
    pipe.rpush(pages_key, json.dumps(page))
    pipe.ltrim(pages_key, -PAGES_KEPT, -1)


def leave(project_id: int, visitor: uuid.UUID, tab: str) -> bool:
    """Note that a tab closed; True when it was the last and the visit is over."""
    key = _all(project_id)

    def note(shard: redis.Redis) -> bool:
        tabs = _tabs(project_id, visitor)
        shard.zrem(tabs, tab)
        if shard.zcount(tabs, time.time(), "+inf"):
            return False
        return bool(shard.zrem(key, visitor.hex))

    return doorbell.ask(note, otherwise=False, key=key)


def forget(project_id: int, visitor: uuid.UUID) -> None:
    """Take everything about a visitor's present visit away."""
    key = _all(project_id)

    def note(shard: redis.Redis) -> None:
        pipe = shard.pipeline(transaction=False)
        pipe.zrem(key, visitor.hex)
        pipe.delete(_meta(project_id, visitor), _pages(project_id, visitor), _tabs(project_id, visitor))
        pipe.execute()

    doorbell.ask(note, otherwise=None, key=key)


def sweep(project_id: int) -> list[uuid.UUID]:
    """Forget visits whose tabs died without a word; the visitors' ids."""
    key = _all(project_id)

    def note(shard: redis.Redis) -> list[str]:
        gone = [str(one) for one in shard.zrangebyscore(key, "-inf", time.time())]
        return [one for one in gone if shard.zrem(key, one)]

    nobody: list[str] = []
    return [uuid.UUID(one) for one in doorbell.ask(note, otherwise=nobody, key=key)]


def here(project_id: int) -> list[uuid.UUID]:
    """Public ids of the visitors with a page open, in no order that means anything; empty while Redis is away."""
    key = _all(project_id)
    nobody: list[Any] = []
    ids = doorbell.ask(lambda shard: list(shard.zrangebyscore(key, time.time(), "+inf")), otherwise=nobody, key=key)
    return [uuid.UUID(str(one)) for one in ids]


def visits_of(project_id: int, visitors: list[uuid.UUID]) -> dict[uuid.UUID, Visit]:
    """The present visits of these visitors, in one trip; those who are not here have an empty one."""
    found = {visitor: Visit(visitor) for visitor in visitors}
    key, now = _all(project_id), time.time()

    def read(shard: redis.Redis) -> list[Any]:
        pipe = shard.pipeline(transaction=False)
        for visitor in visitors:
            _read(pipe, project_id, visitor)
        return list(pipe.execute())

    nothing: list[Any] = []
    answers = doorbell.ask(read, otherwise=nothing, key=key) if visitors else nothing
    if answers:
        found |= {visitor: _visit(visitor, answers[3 * i : 3 * i + 3], now) for i, visitor in enumerate(visitors)}
    return found


def _read(pipe: Any, project_id: int, visitor: uuid.UUID) -> None:
    """Ask for what `_visit` takes."""
    pipe.zscore(_all(project_id), visitor.hex)
    pipe.get(_meta(project_id, visitor))
    pipe.lrange(_pages(project_id, visitor), 0, -1)


def _visit(visitor: uuid.UUID, answers: list[Any], now: float, *, fresh: bool = False) -> Visit:
    until, meta, pages = answers
    online = until is not None and until > now
    return Visit(visitor, json.loads(meta) if meta else {}, [json.loads(page) for page in pages], online, fresh)

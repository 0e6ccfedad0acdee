"""The cache that all processes share, for counting tries. Without Redis it forgets, and nobody is kept out by that."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError


class JsonSerializer:
    """JSON, never pickle: who could write into Redis must not run code here."""

    def dumps(self, value: Any) -> Any:
        return value if type(value) is int else json.dumps(value)

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


class SharedCache(RedisCache):
    """Django's Redis cache. While Redis is away every question is answered as by an empty cache."""

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return _or(default, lambda: super(SharedCache, self).get(key, default, version))

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        _or(None, lambda: super(SharedCache, self).set(key, value, *args, **kwargs))

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(_or(True, lambda: super(SharedCache, self).add(key, value, *args, **kwargs)))

    def delete(self, key: Any, version: Any = None) -> bool:
        return bool(_or(False, lambda: super(SharedCache, self).delete(key, version)))

    def clear(self) -> None:
        """Forget our own keys only: queues and doorbells live in the same Redis."""
        client = self._cache.get_client(write=True)
        for key in client.scan_iter(match=f"{self.key_prefix}:*"):
            client.delete(key)


def _or(otherwise: Any, ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except RedisError:
        return otherwise

"""The synchronous way to Redis for HTTP, Celery and commands: short timeouts, and silence for a second after a failure.

Redis is a doorbell and never the truth: every function that asks it has an answer for when it does not come.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

import redis
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from channels_redis.utils import _consistent_hash
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)
T = TypeVar("T")

TIMEOUT_S = 0.5  # a page waits this long at most for a doorbell that does not answer
SILENCE_S = 1.0  # and does not try again before this has passed
CHANNEL_PREFIX = "parley:group:"
PUSH = "parley.push"  # what a stock channel layer is told a text is


class Silence:
    """Until when this process does not ask (time.monotonic)."""

    until = 0.0


@lru_cache(maxsize=1)
def _shards() -> tuple[redis.Redis, ...]:
    options: dict[str, Any] = {"socket_timeout": TIMEOUT_S, "socket_connect_timeout": TIMEOUT_S, "decode_responses": True}
    # The client's own retries wait for seconds: whoever asks has an answer for when nobody comes.
    options["retry"] = Retry(NoBackoff(), 0)
    return tuple(redis.Redis.from_url(host, **options) for host in settings.DOORBELL_URLS)


def ask(question: Callable[[redis.Redis], T], *, otherwise: T, key: str = "") -> T:
    """What Redis answers to `question`, or `otherwise` while it is away. `key` chooses the shard."""
    if time.monotonic() < Silence.until:
        return otherwise
    shards = _shards()
    try:
        return question(shards[_consistent_hash(key, len(shards))])
    except redis.RedisError as error:
        Silence.until = time.monotonic() + SILENCE_S
        logger.warning("redis.away", extra={"reason": type(error).__name__})
        return otherwise


def ring(group: str, text: str) -> None:
    """Publish the JSON text of an event to a group: exactly what its browsers will get."""
    if not is_ours():
        async_to_sync(_send)(group, text)
        return
    channel = CHANNEL_PREFIX + group
    ask(lambda shard: shard.publish(channel, text), otherwise=0, key=channel)


def is_ours() -> bool:
    """Whether the channel layer is the hub. A stock one is asked for nothing but its own interface."""
    return bool(settings.CHANNEL_LAYERS["default"]["BACKEND"] == "chat.hub.Hub")


async def _send(group: str, text: str) -> None:
    layer: Any = get_channel_layer()
    await layer.group_send(group, {"type": PUSH, "group": group, "text": text})

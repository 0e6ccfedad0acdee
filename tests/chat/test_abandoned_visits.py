"""The live list of a project that no operator ever looks at does not grow for ever."""

from __future__ import annotations

import time
import uuid

from chat import doorbell, visits
from tests.cast import Cast


def test_visits_that_ended_long_ago_are_forgotten(cast: Cast) -> None:
    key = visits._all(cast.shop.pk)
    old = time.time() - visits.FORGOTTEN_AFTER_S - 1
    doorbell.ask(lambda shard: bool(shard.zadd(key, {uuid.uuid4().hex: old for _ in range(100)})), otherwise=False, key=key)
    visits.arrive(cast.shop.pk, uuid.uuid4(), "tab", {})
    assert doorbell.ask(lambda shard: shard.zcard(key), otherwise=0, key=key) == 1

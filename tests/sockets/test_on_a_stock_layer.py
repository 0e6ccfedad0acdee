"""The stock channel layer of channels-redis stays selectable: the same talks, over its groups.

Everything else: `PARLEY_CHANNEL_LAYER=pubsub make test ARGS="tests/sockets -m 'not faults'"`.
"""

from __future__ import annotations

from tests.sockets import test_pushes

STOCK = {"PARLEY_CHANNEL_LAYER": "pubsub"}


class TestTalking(test_pushes.TestTalking):
    env = STOCK


class TestResuming(test_pushes.TestResuming):
    env = STOCK


class TestNotes(test_pushes.TestNotes):
    env = STOCK

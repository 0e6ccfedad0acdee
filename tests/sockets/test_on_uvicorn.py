"""What talks with a server's own code is asked of uvicorn too. Everything else: `PARLEY_ASGI=uvicorn make test ARGS=tests/sockets`."""

from __future__ import annotations

from tests.sockets import test_draining, test_frames, test_wire

UVICORN = {"PARLEY_ASGI": "uvicorn"}


class TestWire(test_wire.TestWire):
    env = UVICORN


class TestBadFrames(test_frames.TestBadFrames):
    env = UVICORN


class TestFuzz(test_frames.TestFuzz):
    env = UVICORN


class TestDraining(test_draining.TestDraining):
    env = {**test_draining.TestDraining.env, **UVICORN}

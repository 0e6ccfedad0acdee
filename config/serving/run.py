"""Runs one of the two servers from its first connection to its last: the signals, the loop and the time to end are ours."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from django.conf import settings

from chat import draining
from config.measures import TASKS
from config.serving.blocked import Watch
from config.serving.manners import BACKLOG

logger = logging.getLogger(__name__)

SIGNALS = (signal.SIGTERM, signal.SIGINT)
# Of the time to drain: what the server needs afterwards to flush and to close.
LAST_PART = 0.25
LAST_S = 2.0


class PortTaken(Exception):
    """Nobody can listen there; the message says why."""


class Server(Protocol):
    """What both servers can do."""

    def new_loop(self) -> asyncio.AbstractEventLoop: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...


def listen(host: str, port: int) -> socket.socket:
    """The port that either server takes. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise PortTaken(f"Port {port} of {host} cannot be had: {error.strerror}.") from error
    listening.setblocking(False)  # Twisted takes it as it is, and would wait in `accept` for ever
    return listening


def serve(application: Any, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; then drain, and return within DRAIN_S. A second signal ends the process at once.

    Raises PortTaken.
    """
    chosen = _chosen()
    server = chosen(application, listen(host, port))  # not before everything is imported: who connects is served at once
    gc.collect()
    gc.freeze()  # what there is now stays: no collection needs to walk through all of Django again
    with asyncio.Runner(loop_factory=server.new_loop) as runner:
        runner.run(_serve(server))


def _chosen() -> Callable[[Any, socket.socket], Server]:
    """Only the server that is wanted is imported: daphne takes the loop when it is."""
    if settings.ASGI_SERVER == "uvicorn":
        from config.serving import uvicorn

        return uvicorn.Server
    from config.serving import daphne

    return daphne.Server


async def _serve(server: Server) -> None:
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    TASKS.set_function(lambda: len(asyncio.all_tasks(loop)))
    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    if settings.WATCH_LOOP:
        Watch(asyncio.get_running_loop())
    await server.start()
    await told.wait()
    for number in SIGNALS:
        asyncio.get_running_loop().remove_signal_handler(number)
        signal.signal(number, signal.SIG_DFL)
    _end_after(settings.DRAIN_S)
    await _drain(server)


async def _drain(server: Server) -> None:
    started = time.monotonic()
    left = await draining.see_off(settings.DRAIN_S - min(LAST_S, LAST_PART * settings.DRAIN_S))
    await server.stop()
    logger.info("serve.drained", extra={"left": left, "seconds": round(time.monotonic() - started, 2)})


def _end_after(seconds: float) -> None:
    """End the process then, whatever still runs: a thread that waits for a store must not keep it."""
    last_resort = threading.Timer(seconds, os._exit, [0])
    last_resort.daemon = True
    last_resort.start()

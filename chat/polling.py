"""What both long-poll doors share: frames in a request, and waiting for a push without a socket."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from django.db import DatabaseError, InterfaceError

from accounts.errors import BadFrame, Banned, Invalid, Refused, SignInAgain, SlowDown, UnknownType
from accounts.tracing import request_id
from chat import draining, speed
from chat.consumers import refusal_shape
from chat.hub import hub
from chat.parsing import check_frame

logger = logging.getLogger(__name__)

FRAMES_AT_MOST = 50
WAIT_AT_MOST_S = 25
GATHER_S = 0.05  # pushes come in small bursts: one answer for the burst
LOOK_AGAIN_S = 1.0  # with Redis away nothing rings: Postgres is asked once a second

Run = Callable[[dict[str, Any]], dict[str, Any]]


def frames_of(body: Any) -> list[Any]:
    """The frames of a polling request. Raises Invalid."""
    frames = body.get("frames") if isinstance(body, dict) else None
    if not isinstance(frames, list) or len(frames) > FRAMES_AT_MOST:
        raise Invalid(f"frames is a list of at most {FRAMES_AT_MOST} frames.")
    return frames


def answer_frames(frames: Iterable[Any], run: Callable[[str], Run | None], *, holder: str) -> list[dict[str, Any]]:
    """Exactly one reply a frame, in order: what a socket would have said. `run` finds the command of a type.

    Frames of one `holder` are as fast as on a socket. Raises SignInAgain and Banned, which end the request as they would end the socket.
    """
    return [_answer(frame, run, holder) for frame in frames]


def _answer(raw: Any, run: Callable[[str], Run | None], holder: str) -> dict[str, Any]:
    ref: Any = None
    try:
        frame, ref = check_frame(raw)
        if wait_ms := speed.take(holder):
            raise SlowDown(retry_ms=wait_ms)
        command = run(frame["type"])
        if command is None:
            raise UnknownType()
        return {"type": "reply", "ref": ref, "ok": True, **command(frame)}
    except (SignInAgain, Banned):
        raise
    except Refused as refusal:
        return {"type": "reply", "ref": ref, "ok": False, "error": refusal_shape(refusal)}
    except (DatabaseError, InterfaceError):
        error = {"code": "busy", "detail": "We could not store this just now: send it again.", "retry_ms": 1000}
        return {"type": "reply", "ref": ref, "ok": False, "error": error}
    except Exception:
        logger.exception("frame.failed")
        error = {"code": "internal", "detail": f"Something broke on our side. Tell us {request_id.get()} and we can find it."}
        return {"type": "reply", "ref": ref, "ok": False, "error": error}


def seconds_of(raw: str | None) -> float:
    """How long a feed request may wait. Raises BadFrame."""
    try:
        return max(0.0, min(float(raw or 0), WAIT_AT_MOST_S))
    except ValueError:
        raise BadFrame("wait is a number of seconds.") from None


Read = Callable[[], Awaitable[dict[str, Any] | None]]


async def first_news(groups: Iterable[str], wait_s: float, read: Read) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """Wait until `read` finds something, a push comes, `wait_s` is over, or the process wants to end.

    The groups are joined before the first read, so nothing falls between. Returns what `read` found last (None for nothing)
    and the pushes that came, without those of type message: these are read from Postgres.
    """
    pushes: list[str] = []
    rung, clock = asyncio.Event(), asyncio.get_running_loop().time

    def sink(text: str) -> None:
        pushes.append(text)
        rung.set()

    here = hub()
    joined = list(groups)
    await asyncio.gather(*(here.attach(group, sink) for group in joined))
    try:
        with draining.guest(rung.set):
            found = await read()
            deadline = clock() + wait_s
            while found is None and not _others(pushes) and (left := deadline - clock()) > 0 and not draining.begun():
                try:
                    await asyncio.wait_for(rung.wait(), min(left, LOOK_AGAIN_S))
                    await asyncio.sleep(GATHER_S)
                except TimeoutError:
                    pass
                rung.clear()
                found = await read()
        return found, _others(pushes)
    finally:
        for group in joined:
            here.detach(group, sink)


def _others(pushes: list[str]) -> list[dict[str, Any]]:
    return [push for push in map(json.loads, pushes) if push["type"] != "message"]

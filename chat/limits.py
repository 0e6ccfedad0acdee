"""How much of anything one visitor, one network, one project or one account may do: every limit of Parley in one table.

A limit is a bucket of `burst` tokens, filled again with `rate` a second. Each process has its own buckets and asks Redis for
those that all processes share. While Redis is away its own ones still hold: more is let through then, never without bound.
docs/limits.md has the same table for customers, and a test compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import redis
from django.conf import settings

from accounts.errors import SlowDown
from chat import doorbell, speed

Holder = Literal["connection", "visitor", "person", "network", "project", "account"]


@dataclass(frozen=True)
class Limit:
    """`rate` tokens a second, `burst` at once, for each `per`. `what` says in words what takes one."""

    per: Holder
    rate: float
    burst: int
    what: str


# Sized so that two hundred people behind one office's address come at once and notice nothing (tests/chat/test_limits.py).
LIMITS: dict[str, Limit] = {
    "frames": Limit("connection", 20, 40, "frames on one socket"),
    "hello": Limit("network", 100, 3_000, "connections of visitors"),
    "first_words": Limit("visitor", 2, 60, "messages that begin a conversation, or come without a socket"),
    "first_words_network": Limit("network", 50, 2_000, "the same, from one network"),
    "first_words_project": Limit("project", 200, 10_000, "the same, in one project"),
    "facts": Limit("visitor", 2, 40, "names, answers to forms, ratings, ends of conversations, and what became of automatic messages"),
    "transcripts": Limit("visitor", 0.001, 3, "copies of a conversation that a visitor has mailed to themselves"),
    "tracks": Limit("visitor", 1, 60, "what pages say of their visitors: attributes, events, consent"),
    "pages": Limit("network", 50, 3_000, "pages of the site and the panel"),
    "sign_in": Limit("network", 5, 600, "sign-in, sign-up and password forms that are sent"),
    "api": Limit("network", 200, 10_000, "requests to the REST API"),
    "api_person": Limit("person", 20, 400, "requests to the REST API, by one person or key"),
    "api_account": Limit("account", 200, 4_000, "requests to the REST API, in one account"),
    "loads": Limit("network", 200, 10_000, "loads of the widget"),
    "polls": Limit("network", 200, 5_000, "requests of visitors whose network blocks sockets"),
    "reports": Limit("network", 1, 60, "reports of errors in the widget"),
    "files": Limit("person", 1, 120, "files that are announced; a line that broke asks again"),
    "bytes": Limit("network", 50, 3_000, "parts of files that come in, and files that are looked at"),
    "checks": Limit("project", 0.1, 20, "checks and samples of integrations, and mails that ask somebody to agree to one"),
    "health": Limit("network", 20, 200, "questions of monitors"),
}

# What a frame takes besides `frames`. Texts on the hot path take nothing else: they never leave the process.
FRAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "widget": {
        "hello": ("hello",),
        "send": ("first_words", "first_words_network", "first_words_project"),
        "identify": ("facts",),
        "consent": ("facts", "first_words_network", "first_words_project"),
        "form": ("facts", "first_words_network", "first_words_project"),
        "rate": ("facts",),
        "end": ("facts",),
        "rule": ("facts",),
        "transcript": ("facts",),
        "reset": ("facts",),
        **dict.fromkeys(("set", "track", "consent"), ("tracks",)),
        **dict.fromkeys(("resume", "typing", "read", "page", "ping"), ()),
    },
    "panel": dict.fromkeys(("hello", "send", "resume", "watch", "unwatch", "typing", "read", "ping", "status"), ()),
}

# What a request takes, by the beginning of its path; the longest one counts. A form that signs somebody in takes `sign_in`.
PATHS: dict[str, str] = {
    "/": "pages",
    "/accounts/": "pages",
    "/panel/": "pages",
    "/billing/": "pages",
    "/integrations/": "pages",
    "/mail/": "pages",
    "/partners/": "pages",
    "/r/": "pages",
    "/help/": "pages",
    "/security/": "pages",
    "/staff/": "pages",
    "/.well-known/": "pages",
    "/favicon.ico": "pages",
    "/demo/": "pages",
    "/api/": "api",
    "/w/": "loads",
    "/w/api/": "polls",
    "/w/errors": "reports",
    "/files/": "bytes",
    "/healthz": "health",
    "/readyz": "health",
    "/metrics": "health",
}

# Forms for people who are nobody yet; the last two are the staff site's.
SIGNING_IN = ("/accounts/", "/sign-in/", "/enrol/")

# One number in Redis: when the bucket will be full again, in ms. It is late by one token's time for each token taken.
_TAKE = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000
local each, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0)) + each
local wait = full - now - each * burst
if wait > 0 then return {math.ceil(wait), 0} end
redis.call('SET', KEYS[1], string.format('%.3f', full), 'PX', math.ceil(full - now))
return {0, math.floor((each * burst - (full - now)) / each)}
"""


@dataclass(frozen=True)
class Taken:
    """`wait_ms` is 0 where one was taken; `left` of `burst` are there still, and all of them again in `full_s` seconds."""

    wait_ms: int
    left: int
    burst: int
    rate: float

    @property
    def full_s(self) -> int:
        return math.ceil((self.burst - self.left) / self.rate)


def taken(name: str, holder: str) -> Taken:
    """Take one from a holder's bucket."""
    limit = LIMITS[name]
    rate, burst = limit.rate * settings.LIMITS_TIMES, int(limit.burst * settings.LIMITS_TIMES)
    key = f"parley:limit:{name}:{holder}"
    # What this process alone has seen is too much for all of them: a flood is not carried on to Redis.
    if wait_ms := speed.take(key, rate=rate, burst=burst):
        return Taken(wait_ms, 0, burst, rate)

    def ask(shard: redis.Redis) -> tuple[int, int]:
        answer: Any = shard.eval(_TAKE, 1, key, f"{1000 / rate:.6f}", str(burst))
        return int(answer[0]), int(answer[1])

    return Taken(*doorbell.ask(ask, otherwise=(0, speed.left(key)), key=key), burst, rate)


def take(name: str, holder: str) -> int:
    """Take one; 0, or how many milliseconds to wait for the next."""
    return taken(name, holder).wait_ms


def require_room(name: str, holder: str) -> None:
    """Take one. Raises SlowDown with the time to wait."""
    if wait_ms := take(name, holder):
        raise SlowDown(retry_ms=wait_ms)


def take_frame(kind: str, frame: str, holders: Mapping[str, str]) -> None:
    """Take what a frame of a `widget` or `panel` connection takes, each from its holder. Raises SlowDown."""
    for name in FRAMES[kind].get(frame, ()):
        require_room(name, holders[LIMITS[name].per])


def limit_of(method: str, path: str) -> str:
    """The name of the limit that a request takes from."""
    if method == "POST" and path.startswith(SIGNING_IN):
        return "sign_in"
    return PATHS[max((beginning for beginning in PATHS if path.startswith(beginning)), key=len)]


def as_table() -> str:
    """The table of docs/limits.md."""
    head = "| limit | for each | a second | at once | counts |\n| --- | --- | --- | --- | --- |\n"
    return head + "".join(f"| `{name}` | {limit.per} | {limit.rate:g} | {limit.burst} | {limit.what} |\n" for name, limit in LIMITS.items())

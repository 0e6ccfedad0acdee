"""When a delivery is tried again, how long an endpoint rests that fails, and when Parley gives up."""

from __future__ import annotations

import random
from datetime import timedelta

# INT6: the example of Standard Webhooks, ten tries over 75 h 35 min. The first stands for the press itself.
TRIES = tuple(timedelta(seconds=seconds) for seconds in (0, 5, 300, 1800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400))
MOST_TRIES = len(TRIES)
JITTER = 0.1  # so that what failed together does not come back together
LONGEST_WAIT = timedelta(days=1)  # whatever the other side asks for

# One endpoint that fails rests, so that its queue costs one try a rest and not one try a delivery.
RESTS = tuple(timedelta(seconds=seconds) for seconds in (0, 5, 15, 60, 120, 300))
WARN_AFTER = 5  # failures in a row: the admins get a mail
DISABLE_AFTER = timedelta(days=5)  # of nothing but failures

SHOWN_FOR = timedelta(minutes=30)  # what was shown before the press can be pressed for so long
PLAN_AGAIN = timedelta(hours=1)  # a plan that has ended is asked for again
LEASE = timedelta(seconds=45)  # a try takes 15 s at most; whoever holds it longer is dead


def wait_after(tries: int, *, asked_s: int | None) -> timedelta:
    """How long to wait after `tries` tries; what the other side asked for (`Retry-After`), where that is longer."""
    planned = TRIES[min(tries, MOST_TRIES - 1)] * (1 + random.uniform(0, JITTER))  # noqa: S311  nobody gains by guessing it
    return max(planned, min(timedelta(seconds=asked_s or 0), LONGEST_WAIT))


def rest_after(failures: int, *, asked_s: int | None) -> timedelta:
    """How long an endpoint rests after so many failures in a row."""
    return max(RESTS[min(failures, len(RESTS) - 1)], min(timedelta(seconds=asked_s or 0), LONGEST_WAIT))

"""`make faults`: at least 100 000 messages while everything breaks, then the checker. The exit status is the checker's.

`FAULT_SEED` repeats a run's faults. `FAULT_SECONDS` makes it as long as that, however many messages these are.
"""

import os

from launcher.places import VAR
from launcher.python import PYTHON, ensure_python
from launcher.say import Trouble, say
from launcher.tool import run_openly

MESSAGES = 100_000
SECONDS = 330.0
CAUGHT_UP_S = 5.0
THINK_S = 0.45  # each of 280 writers, between two messages


def faults() -> int:
    """Run it in the open. Returns the exit code."""
    ensure_python(tests=True)
    seconds = _number("FAULT_SECONDS")
    wanted = ["--seconds", str(seconds or SECONDS), "--messages", str(MESSAGES if seconds is None else 1)]
    seed = _number("FAULT_SEED")
    if seed is not None:
        wanted += ["--seed", str(int(seed))]
    say(f"\n  Faults: everything is in {VAR / 'faults'} afterwards\n")
    return run_openly([PYTHON, "-m", "tests.faults.run", *wanted, "--think", str(THINK_S), "--caught-up", str(CAUGHT_UP_S)])


def _number(name: str) -> float | None:
    raw = os.environ.get(name)
    try:
        return float(raw) if raw else None
    except ValueError:
        raise Trouble(f"{name} is a number.") from None

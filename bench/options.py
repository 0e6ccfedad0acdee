"""What the environment may change about a run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from launcher.say import Trouble


@dataclass(frozen=True)
class Options:
    """`only` names stacks (the floor always runs: without it there are no ratios); empty means all."""

    rounds: int = 3
    seconds: float = 4.0
    only: tuple[str, ...] = ()
    sockets: int = 1000
    talkers: int = 200
    rate: int = 200
    growth: bool = True
    minutes: float = 11.0  # no round begins that would not end by then; growth takes a few more

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Options:
        """Raises Trouble for a value that is no number."""
        try:
            return cls(
                rounds=int(environ.get("BENCH_ROUNDS", cls.rounds)),
                seconds=float(environ.get("BENCH_SECONDS", cls.seconds)),
                only=tuple(filter(None, environ.get("BENCH_ONLY", "").split(","))),
                sockets=int(environ.get("BENCH_SOCKETS", cls.sockets)),
                talkers=int(environ.get("BENCH_TALKERS", cls.talkers)),
                rate=int(environ.get("BENCH_RATE", cls.rate)),
                minutes=float(environ.get("BENCH_MINUTES", cls.minutes)),
                growth=environ.get("BENCH_GROWTH", "1") != "0",
            )
        except ValueError as error:
            raise Trouble(f"A BENCH_… setting is not a number: {error}") from None


def whole_of(environ: Mapping[str, str], name: str, default: int) -> int:
    """A whole number of the environment. Raises Trouble for anything else."""
    said = environ.get(name, str(default))
    if not said.isdecimal():
        raise Trouble(f"{name} is not a whole number.")
    return int(said)

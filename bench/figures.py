"""From rounds to figures: medians with their spread, and ratios to whoever played in the same round."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any

from bench.rounds import Round

# A figure's name, the phase and the number that it is, and whether more of it is better.
FIGURES: dict[str, tuple[str, str, bool]] = {
    "messages_per_s": ("saturate", "per_s", True),
    "server_cpu_us": ("saturate", "server_cpu_us", False),
    "postgres_cpu_us": ("saturate", "postgres_cpu_us", False),
    "redis_cpu_us": ("saturate", "valkey_cpu_us", False),
    "load_cpu_us": ("saturate", "load_cpu_us", False),
    "delivered": ("saturate", "delivered", True),
    "ack_p50_ms": ("rate", "ack_p50_ms", False),
    "ack_p95_ms": ("rate", "ack_p95_ms", False),
    "ack_p99_ms": ("rate", "ack_p99_ms", False),
    "push_p50_ms": ("rate", "push_p50_ms", False),
    "push_p95_ms": ("rate", "push_p95_ms", False),
    "push_p99_ms": ("rate", "push_p99_ms", False),
    "idle_socket_bytes": ("connect", "idle_socket_bytes", False),
    "connects_per_s": ("connect", "connects_per_s", True),
    **{f"fan_out_{count}_cpu_us": (f"fan_out_{count}", "server_cpu_us", False) for count in (10, 100, 500)},
    **{f"fan_out_{count}_p50_ms": (f"fan_out_{count}", "push_p50_ms", False) for count in (10, 100, 500)},
    "thread_per_s": ("thread", "per_s", True),
    "inbox_per_s": ("inbox", "per_s", True),
    "resume_per_s": ("resume", "per_s", True),
}


@dataclass(frozen=True)
class Figure:
    """What all rounds say together."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: list[float]) -> Figure:
        return cls(statistics.median(values), min(values), max(values))


def figures_of(rounds: list[Round]) -> dict[str, Figure]:
    """A stack's figures; those that it did not measure are left out."""
    found = {name: [value for one in rounds if (value := read(one, name)) is not None] for name in FIGURES}
    return {name: Figure.of(values) for name, values in found.items() if values}


def ratios_of(rounds: list[Round], others: list[Round]) -> dict[str, Figure]:
    """Each figure as a multiple of the other stack's in the same round, then the median: what a round did, it did to both."""
    found: dict[str, list[float]] = {}
    for one, other in zip(rounds, others, strict=True):
        for name in FIGURES:
            mine, theirs = read(one, name), read(other, name)
            if mine is not None and theirs:
                found.setdefault(name, []).append(mine / theirs)
    return {name: Figure.of(values) for name, values in found.items()}


def read(one: Round, name: str) -> float | None:
    phase, number, _ = FIGURES[name]
    value: Any = one.get(phase, {}).get(number)
    return None if value is None else float(value)

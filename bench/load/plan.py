"""What the load is told to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """One round: where, how many, how long, and which phases beyond those that all stacks pass."""

    port: int
    dialect: str
    world: str
    pids: dict[str, int]
    sockets: int
    talkers: int
    rate: int
    seconds: float
    fan_outs: list[int]
    reads: bool

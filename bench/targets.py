"""What Parley promises beside the floor, and whether a run has kept it."""

from __future__ import annotations

from dataclasses import dataclass

from bench.figures import Figure


@dataclass(frozen=True)
class Target:
    """A bound on a ratio to the floor, or on a figure itself when `absolute`."""

    name: str
    bound: float
    at_least: bool = False
    absolute: bool = False

    def kept(self, figures: dict[str, Figure], ratios: dict[str, Figure]) -> bool | None:
        """None where it was not measured."""
        found = (figures if self.absolute else ratios).get(self.name)
        if found is None:
            return None
        return found.median >= self.bound if self.at_least else found.median <= self.bound


def targets(server: str) -> list[Target]:
    """daphne may cost more than uvicorn: its protocol is written in Python and knows no batches."""
    fast = server == "uvicorn"
    return [
        Target("messages_per_s", 0.8 if fast else 0.6, at_least=True),
        Target("server_cpu_us", 1.5 if fast else 2.0),
        Target("ack_p50_ms", 1.5),
        Target("idle_socket_bytes", 30_000, absolute=True),
        Target("fan_out_500_cpu_us", 1.5),
        Target("delivered", 1.0, at_least=True, absolute=True),
    ]

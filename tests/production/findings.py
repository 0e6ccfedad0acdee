"""What the check has found: said at once, and once more as a table at the end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from launcher.say import say

WIDTH = 58


@dataclass
class Findings:
    """One line each: what was tried, whether it was as it must be, and what was seen."""

    lines: list[tuple[bool, str, str]] = field(default_factory=list)

    def add(self, good: bool, what: str, seen: object = "") -> None:
        """Say it and keep it."""
        self.lines.append((good, what, str(seen)))
        say(_line(good, what, str(seen)))

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """A part of the check with its seconds. What fails in it is a finding too, and the parts behind it go on."""
        say(f"\n  {name}")
        began = time.monotonic()
        try:
            yield
        except Exception as error:  # noqa: BLE001  (the report is the point: it ends in the exit status)
            self.add(False, name, f"{type(error).__name__}: {error}")
        say(f"     {time.monotonic() - began:.0f} s")

    def close(self) -> int:
        """Print the table, and give the exit status."""
        bad = [line for line in self.lines if not line[0]]
        if bad:
            say("\n  What is not as it must be\n")
            for line in bad:
                say(_line(*line))
        say(f"\n  {len(self.lines) - len(bad)} as it must be, {len(bad)} not")
        return 1 if bad or not self.lines else 0


def _line(good: bool, what: str, seen: str) -> str:
    return f"  {'✓' if good else '✗'}  {what:<{WIDTH}} {' '.join(seen.split())[:160]}".rstrip()

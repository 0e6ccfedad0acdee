"""For `make dev`: sees changed Python files and restarts what runs them."""

import os
from pathlib import Path

from launcher import places
from launcher.node import make_wire_types
from launcher.say import Trouble, say
from launcher.supervisor import Supervisor

APPS = ("config", "accounts", "chat", "widget", "panel", "integrations")
RESTARTED = ("web", "worker", "beat")


class Reloader:
    """Compares modification times at each look; a few hundred files take a millisecond or two."""

    def __init__(self, supervisor: Supervisor) -> None:
        self.supervisor = supervisor
        self.seen = _times()

    def look(self) -> None:
        """Restart the Python processes when a file of theirs has changed."""
        now = _times()
        if now == self.seen:
            return
        changed = sorted(str(file) for file in {file for file, _ in now.items() ^ self.seen.items()})
        self.seen = now
        say(f"  ↻  {', '.join(os.path.relpath(file, places.ROOT) for file in changed)}")
        try:
            make_wire_types()
        except Trouble as trouble:
            say(f"  ✗  {trouble}")
        for name in RESTARTED:
            self.supervisor.restart(name)


def _times() -> dict[Path, int]:
    found: dict[Path, int] = {}
    for app in APPS:
        for file in (places.ROOT / app).rglob("*.py"):
            try:
                found[file] = file.stat().st_mtime_ns
            except FileNotFoundError:
                continue
    return found

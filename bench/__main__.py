"""`python -m bench COMMAND`: what the launcher calls."""

from __future__ import annotations

import sys

from launcher.say import Trouble, say

COMMANDS = ("bench", "bench-growth", "bench-widget", "bench-panel", "bench-page", "soak")


def main(argv: list[str]) -> int:
    """Run one command, and return the exit code."""
    command = argv[0] if argv else "bench"
    try:
        return _run(command)
    except Trouble as trouble:
        say(f"\n  ✗  {trouble}")
        return 1
    except KeyboardInterrupt:
        return 130


def _run(command: str) -> int:
    if command == "bench":
        from bench.compare import compare

        return compare()
    if command == "bench-growth":
        from bench.growth.run import grow

        return grow()
    if command == "bench-widget":
        from bench.widget.run import measure

        return measure()
    if command == "bench-panel":
        from bench.panel.run import measure as at_work

        return at_work()
    if command == "soak":
        from bench.soak import soak

        return soak()
    if command == "bench-page":
        from bench.page import write_page

        return write_page()
    say(f"Commands: {' '.join(COMMANDS)}")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

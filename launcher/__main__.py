"""`python3 -m launcher COMMAND`: what the Makefile calls."""

import sys

from launcher.say import Trouble, say

EVERY_DAY = ("run", "dev", "staff", "test", "lint", "stores")
MEASURE = ("bench", "bench-growth", "bench-widget", "bench-panel", "bench-page", "soak")
COMMANDS = (*EVERY_DAY, *MEASURE, "faults", "mutants", "attack", "production-check", "backup", "restore")
OLDEST_PYTHON = (3, 11)


def main(argv: list[str]) -> int:
    """Run one command, and return the exit code."""
    if sys.version_info < OLDEST_PYTHON:
        say("Parley needs Python 3.11 or newer. Try: apt-get install python3.11 python3.11-venv")
        return 1
    command = argv[0] if argv else "help"
    try:
        return _run(command, argv[1:])
    except Trouble as trouble:
        say(f"\n  ✗  {trouble}")
        return 1
    except KeyboardInterrupt:
        return 130


def _run(command: str, rest: list[str]) -> int:
    # Imported here: each command pays only for what it needs.
    if command == "stores":
        from launcher.keep_stores import keep_stores

        return keep_stores()
    if command in ("run", "dev"):
        from launcher.run import run

        return run(reloading=command == "dev")
    if command == "staff":
        from launcher.staff import staff

        return staff()
    if command == "test":
        from launcher.test import test

        return test(rest)
    if command == "lint":
        from launcher.lint import lint

        return lint()
    return _run_seldom(command, rest)


def _run_seldom(command: str, rest: list[str]) -> int:
    """What is run when something is to be shown, measured, saved or brought back."""
    if command in MEASURE:
        from launcher.bench import bench

        return bench(command)
    if command == "faults":
        from launcher.faults import faults

        return faults()
    if command in ("mutants", "attack"):
        from launcher import attack

        return attack.mutants() if command == "mutants" else attack.attack()
    if command == "production-check":
        from launcher.production import production_check

        return production_check(rest)
    if command in ("backup", "restore"):
        from launcher.saving import saving

        return saving(command)
    say(f"Commands: {' '.join(COMMANDS)} help")
    return 0 if command == "help" else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

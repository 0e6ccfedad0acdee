"""`make bench`: all stacks in alternating rounds, then the growth to a million, as a table, a picture's data and ratios."""

from __future__ import annotations

from bench.house import keep_house
from bench.options import Options
from bench.rounds import play_rounds
from bench.stacks import FLOOR, parley


def compare() -> int:
    """Run it all. Returns the exit code."""
    options = Options.read()
    with keep_house(options.sockets) as house:
        play_rounds(house, [FLOOR, parley("daphne"), parley("uvicorn")], options)
    return 0

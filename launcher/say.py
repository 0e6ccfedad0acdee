"""What the launcher says: steps with their seconds, and troubles as one sentence."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Trouble(Exception):
    """Something the reader can do something about. Its text is a sentence, shown without a trace."""


def say(line: str = "") -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Show that a slow step runs, and how long it took."""
    on_terminal = sys.stdout.isatty()
    if on_terminal:
        print(f"  …  {name}", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        say(f"\r  ✗  {name}" if on_terminal else f"  ✗  {name}")
        raise
    seconds = time.monotonic() - began
    say(f"{chr(13) if on_terminal else ''}  ✓  {name:<42} {seconds:5.1f} s")

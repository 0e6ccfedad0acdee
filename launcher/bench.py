"""`make bench`, `make bench-growth`, `make bench-widget`, `make bench-panel` and `make soak`: what they need, then `bench/` itself."""

from launcher import places
from launcher.node import ensure_build, ensure_packages
from launcher.python import PYTHON, ensure_python
from launcher.tool import run_openly


def bench(command: str) -> int:
    """Run one command of `bench/`, and return its exit code."""
    ensure_python(tests=True)
    ensure_packages()
    ensure_build()
    places.VAR.mkdir(exist_ok=True)
    return run_openly([PYTHON, "-m", "bench", command])

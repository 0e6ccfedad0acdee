"""`make backup` and `make restore`: hands over to the virtual environment, which can seal and speak to Postgres."""

from launcher.python import PYTHON, ensure_python
from launcher.tool import run_openly

WORDS = {"backup": "make", "restore": "restore"}


def saving(command: str) -> int:
    """Run one of the two. Returns the exit code."""
    ensure_python(tests=False)
    return run_openly([PYTHON, "-m", "launcher.backup", WORDS[command]])

"""`make mutants` and `make attack`: what takes too long for `make test`, and tries to get past the doors."""

from launcher.node import ensure_build, ensure_packages
from launcher.python import PYTHON, ensure_python
from launcher.tool import run_openly


def mutants() -> int:
    """Take away one check at a time, and see that a test notices. Returns the exit code."""
    return _run("tests.doors.mutants")


def attack() -> int:
    """Ask every operation of the REST API whatever its schema allows, and what it does not. Returns the exit code."""
    return _run("pytest", "-q", "tests/attack/deep.py")


def _run(module: str, *words: str) -> int:
    ensure_python(tests=True)
    ensure_packages()
    ensure_build()
    return run_openly([PYTHON, "-m", module, *words])

"""The virtual environment: made once, filled from the hashed lock, again when the lock or Python changes."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from launcher import places
from launcher.say import Trouble, say, step
from launcher.stamps import digest_of, is_done, mark_done
from launcher.tool import must_run, run_quietly

PYTHON = places.VENV / "bin" / "python"
RUN_LOCK = places.ROOT / "requirements-local.txt"
TEST_LOCK = places.ROOT / "requirements-dev.txt"
UV_LOCK = places.ROOT / "launcher" / "uv.txt"
VERSION = ".".join(map(str, sys.version_info[:3]))


def ensure_python(*, tests: bool) -> None:
    """Have everything that running needs, and for `tests` what tests and lint need too."""
    run, test = digest_of([RUN_LOCK], VERSION), digest_of([TEST_LOCK], VERSION)
    fits = _interpreter_fits()
    # The lock for tests holds the other one, so an environment for tests can run Parley as well.
    if fits and (is_done("python-test", test) or (not tests and is_done("python-run", run))):
        return
    if not fits:
        with step(f"Python {VERSION} environment"):
            make_environment(places.VENV)
    with step("Python packages"):
        install(TEST_LOCK if tests else RUN_LOCK, PYTHON)
    mark_done("python-test" if tests else "python-run", test if tests else run)


def make_environment(folder: Path) -> None:
    """Make an empty virtual environment."""
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python3.{sys.version_info.minor}-venv"
        raise Trouble(f"This Python cannot make virtual environments. Try: apt-get install {package}")
    must_run([sys.executable, "-m", "venv", "--clear", folder], "The virtual environment could not be made.")


def install(lock: Path, python: Path) -> None:
    """Install a hashed lock: by uv, which is several times faster, else by pip, which knows the machine's mirrors."""
    uv = _uv(python)
    wanted: list[str | Path] = ["--require-hashes", "-r", lock]
    if uv:
        done = run_quietly([uv, "pip", "install", "--quiet", "--python", python, "--compile-bytecode", *wanted])
        if done.returncode == 0:
            return
        say("     uv could not install the packages; trying pip, which takes longer")
    must_run([python, "-m", "pip", "install", "--quiet", *wanted], "The Python packages could not be installed.")


def _uv(python: Path) -> Path | None:
    beside = python.with_name("uv")
    if not beside.exists():
        if found := shutil.which("uv"):
            return Path(found)
        run_quietly([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", UV_LOCK])
    return beside if os.access(beside, os.X_OK) else None


def _interpreter_fits() -> bool:
    """Whether the environment is whole, and made by this version of Python."""
    config = places.VENV / "pyvenv.cfg"
    if not config.exists() or not PYTHON.exists():
        return False
    lines = dict(line.split(" = ", 1) for line in config.read_text().splitlines() if " = " in line)
    return lines.get("version") == VERSION

"""`make mutants`: takes away one check of a right at a time, in a copy of the tree, and shows that a test turns red.

`MUTANTS_ONLY=key` takes those with this word in their name. Each has MUTANT_S at most; what hangs counts as not found.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.doors.removed_checks import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parent.parent.parent
AT_ONCE = 2
MUTANT_S = 300.0
# What is built or fetched is shared; the rest of the tree is copied.
SHARED = (".venv", "var/build", "node_modules")
LEFT_OUT = shutil.ignore_patterns("var", ".venv", ".git", "node_modules", "__pycache__")
RED = 1  # pytest: some tests failed


@dataclass(frozen=True)
class Found:
    """How it went with one mutant: the test that turned red, or "" and why not."""

    mutant: Mutant
    by: str
    trouble: str
    seconds: float


def main() -> int:
    """Try each, print the table, and return 1 where one survived."""
    only = os.environ.get("MUTANTS_ONLY", "")
    wanted = [one for one in MUTANTS if only in one.name]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="parley-mutants-") as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        results = []
        for found in pool.map(lambda one: _try(one, Path(folder)), wanted):
            results.append(found)
            print(_line(found), flush=True)
    survived = [one for one in results if not one.by]
    print(f"\n{len(results) - len(survived)} of {len(results)} were found, in {time.monotonic() - began:.0f} s")
    return 1 if survived or not results else 0


def _line(found: Found) -> str:
    mark = "✓" if found.by else "✗"
    return f"  {mark}  {found.mutant.name:<62}{found.seconds:>5.0f} s   {found.by or 'SURVIVED: ' + found.trouble}"


def _try(mutant: Mutant, folder: Path) -> Found:
    began = time.monotonic()
    with _copy(folder) as tree:
        remove(mutant, tree)
        by, trouble = _red_test(mutant, tree)
    return Found(mutant, by, trouble, time.monotonic() - began)


@contextmanager
def _copy(folder: Path) -> Iterator[Path]:
    """The tree as it stands, without what is made from it."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        tree = Path(place) / "parley"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT, symlinks=True)
        for name in SHARED:
            (tree / name).parent.mkdir(exist_ok=True)
            (tree / name).symlink_to(ROOT / name)
        yield tree


def remove(mutant: Mutant, tree: Path) -> None:
    """Write the file without the check. Raises ValueError when the lines are not there once."""
    file = tree / mutant.file
    text = file.read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        raise ValueError(f"{mutant.file} has {text.count(mutant.old)} times: {mutant.old}")
    file.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")


def _red_test(mutant: Mutant, tree: Path) -> tuple[str, str]:
    argv = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "--ignore=tests/doors/test_mutants.py"]
    env = {**os.environ, **mutant.env, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run([*argv, *mutant.tests], cwd=tree, env=env, capture_output=True, text=True, timeout=MUTANT_S, check=False)
    except subprocess.TimeoutExpired:
        return "", f"no answer in {MUTANT_S:.0f} s"
    red = [line.removeprefix("FAILED ").partition(" - ")[0] for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    if done.returncode == RED and red:
        return red[0], ""
    return "", (done.stdout + done.stderr).strip().splitlines()[-1][:120]


if __name__ == "__main__":
    sys.exit(main())

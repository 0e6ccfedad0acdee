"""Runs one tool to its end: quietly with its output shown only when it fails, or in the open."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from launcher import places
from launcher.program import end_with_parent
from launcher.say import Trouble

LAST_LINES = 30


def run_quietly(
    argv: Sequence[str | Path], *, env: Mapping[str, str] = os.environ, cwd: Path = places.ROOT
) -> subprocess.CompletedProcess[str]:
    """Run it and keep what it says. The caller looks at the exit code."""
    return subprocess.run(
        list(argv),
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        preexec_fn=end_with_parent(),
    )


def must_run(argv: Sequence[str | Path], sentence: str, *, env: Mapping[str, str] = os.environ) -> str:
    """Run it and return what it said. Raises Trouble with the sentence and its last lines."""
    done = run_quietly(argv, env=env)
    if done.returncode:
        lines = done.stdout.strip().splitlines()[-LAST_LINES:]
        raise Trouble("\n     ".join([sentence, *lines]))
    return done.stdout


def run_openly(argv: Sequence[str | Path], *, env: Mapping[str, str] = os.environ) -> int:
    """Run it with our own output, and return the exit code."""
    return subprocess.run(list(argv), cwd=places.ROOT, env=dict(env), check=False, preexec_fn=end_with_parent()).returncode

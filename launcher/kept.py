"""A program and its present process, as the supervisor keeps them."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from launcher.program import Program, start

LAST_LINES = 15


@dataclass
class Kept:
    """`pause` and `due` are for restarts: how long the last wait was, and when the next start is."""

    program: Program
    log: Path
    store: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    due: float | None = None

    def running(self) -> bool:
        """Whether there is a process that has not ended."""
        return self.process is not None and self.process.poll() is None

    def begin_log(self) -> None:
        """Keep the log of the run before this one, and no older."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".before.log"))

    def spawn(self, keep_open: Sequence[int], *, one_stream: bool) -> None:
        """Start the process."""
        self.due = None
        self.started = time.monotonic()
        if one_stream:
            self.process = start(self.program, subprocess.PIPE, keep_open)
            if self.process.stdout:
                threading.Thread(target=_copy, args=(self.program.name, self.process.stdout), daemon=True).start()
            return
        with self.log.open("ab") as log:
            self.process = start(self.program, log, keep_open)


def end_session(one: Kept) -> None:
    """End what a dead process left behind in its session. Postgres ends its own, and needs the time to do it."""
    if one.process and not one.store:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(one.process.pid, signal.SIGKILL)


def tail(log: Path) -> str:
    """The end of a log, to stand below a sentence."""
    if not log.exists():
        return ""
    lines = log.read_text(errors="replace").splitlines()[-LAST_LINES:]
    return "".join(f"\n     {line}" for line in [f"From {log}:", *lines])


def _copy(name: str, stream: IO[bytes]) -> None:
    for line in stream:
        sys.stdout.write(f"{name:>9} │ {line.decode(errors='replace').rstrip()}\n")
        sys.stdout.flush()

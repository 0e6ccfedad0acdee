"""Keeps processes alive: starts them in order, restarts what crashes, stops all of them in time."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from launcher.program import Program, start
from launcher.say import Trouble, say

READY_S = 60.0
ASK_EVERY_S = 0.05
FIRST_PAUSE_S = 0.3
LONGEST_PAUSE_S = 10.0
STEADY_S = 20.0

# Stopping takes at most 5 s in all: what serves people first, then the stores.
STOP_PROGRAMS_S = 3.0
STOP_STORES_S = 1.5

LAST_LINES = 12


@dataclass
class Kept:
    """A program and its present process."""

    program: Program
    log: Path
    store: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE_S
    due: float | None = None


@dataclass
class Supervisor:
    """Use it as a context: leaving it stops everything that it started.

    `output` gives the stream for a program's output: its log file, or one pipe in `make dev`.
    """

    logs: Path
    output: Callable[[Kept], IO[bytes]] | None = None
    kept: list[Kept] = field(default_factory=list)
    stopping: bool = False
    _wake: tuple[int, int] = field(default_factory=os.pipe)
    _before: dict[signal.Signals, object] = field(default_factory=dict)

    def __enter__(self) -> "Supervisor":
        for end in self._wake:
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._wake[1], warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._before[number] = signal.signal(number, self._stop_soon)
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, _only_wake)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_all()
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        for end in self._wake:
            os.close(end)

    def start(self, programs: Iterable[Program], *, stores: bool = False) -> None:
        """Start these together, and return when each is ready. Raises Trouble when one ends or takes too long."""
        new = [Kept(program, self.logs / f"{program.name}.log", stores) for program in programs]
        for one in new:
            self.kept.append(one)
            self._spawn(one)
        for one in new:
            self._await(one)

    def watch(self, every_s: float = 1.0, tick: Callable[[], None] | None = None) -> None:
        """Restart what ends, until a signal says stop. `tick` is called about every `every_s` seconds."""
        while not self.stopping:
            for one in self.kept:
                self._revive(one)
            if tick:
                tick()
            self.wait(every_s)

    def wait(self, seconds: float) -> None:
        """Sleep until a signal or a child's end, at most so long."""
        due = [one.due - time.monotonic() for one in self.kept if one.due is not None]
        select.select([self._wake[0]], [], [], max(0.0, min([seconds, *due])))
        with suppress(BlockingIOError):
            os.read(self._wake[0], 4096)

    def restart(self, name: str) -> None:
        """End a program; `watch` starts it again at once. For reloading."""
        for one in self.kept:
            if one.program.name == name and one.process and one.process.poll() is None:
                self._stop([one], STOP_PROGRAMS_S)
                self._spawn(one)

    def stop_all(self) -> None:
        """Stop what serves people, then the stores: nobody shall find a store gone while still at work."""
        self.stopping = True
        self._stop([one for one in self.kept if not one.store], STOP_PROGRAMS_S)
        self._stop([one for one in self.kept if one.store], STOP_STORES_S)

    def _stop_soon(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _spawn(self, one: Kept) -> None:
        one.due = None
        one.started = time.monotonic()
        if self.output:
            one.process = start(one.program, self.output(one))
            return
        one.log.parent.mkdir(parents=True, exist_ok=True)
        with one.log.open("ab") as log:
            one.process = start(one.program, log)

    def _await(self, one: Kept) -> None:
        """Ask until it is ready."""
        until = one.started + READY_S
        while not one.program.ready():
            if self.stopping:
                raise KeyboardInterrupt
            if one.process is None or one.process.poll() is not None:
                raise Trouble(f"{one.program.name} ended while starting.{_tail(one.log)}")
            if time.monotonic() > until:
                raise Trouble(f"{one.program.name} was not ready within {READY_S:.0f} s.{_tail(one.log)}")
            self.wait(ASK_EVERY_S)

    def _revive(self, one: Kept) -> None:
        """Notice an end, and start again after a pause that doubles while it keeps ending soon."""
        now = time.monotonic()
        if one.due is not None:
            if now >= one.due:
                self._spawn(one)
            return
        if one.process is None or one.process.poll() is None:
            return
        steady = now - one.started > STEADY_S
        one.pause = FIRST_PAUSE_S if steady else min(one.pause * 2, LONGEST_PAUSE_S)
        one.due = now + one.pause
        _end_session(one)
        say(f"  !  {one.program.name} ended ({one.process.returncode}), starting it again in {one.pause:.1f} s")

    def _stop(self, some: list[Kept], within_s: float) -> None:
        for one in some:
            one.due = None
            if one.process and one.process.poll() is None:
                with suppress(ProcessLookupError):
                    one.process.send_signal(one.program.stop)
        until = time.monotonic() + within_s
        for one in some:
            if one.process is None:
                continue
            try:
                one.process.wait(max(0.01, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                one.process.kill()
                one.process.wait()
            _end_session(one)


def _end_session(one: Kept) -> None:
    """End what a dead process left behind in its session. Postgres ends its own, and needs the time to do it."""
    if one.process and not one.store:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(one.process.pid, signal.SIGKILL)


def _only_wake(number: int, frame: FrameType | None) -> None:
    """A handler must stand there, or the wake-up pipe hears nothing."""


def _tail(log: Path) -> str:
    if not log.exists():
        return ""
    lines = log.read_text(errors="replace").splitlines()[-LAST_LINES:]
    return "".join(f"\n     {line}" for line in [f"From {log}:", *lines])

"""Keeps processes alive: starts them in order, restarts what crashes, stops all of them in time."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from launcher.kept import Kept, end_session, tail
from launcher.program import Program
from launcher.say import Trouble, say
from launcher.signals import Signals

READY_S = 60.0
ASK_EVERY_S = 0.05
FIRST_PAUSE_S = 0.3
LONGEST_PAUSE_S = 10.0
STEADY_S = 20.0

# Stopping takes less than 5 s in all: what serves people first, then the stores.
STOP_PROGRAMS_S = 3.0
STOP_ALL_S = 4.7


@dataclass
class Supervisor:
    """Use it as a context: leaving it stops everything that it started.

    `keep_open` are files that every process inherits; with `one_stream` their output goes to ours instead of to `logs`.
    """

    logs: Path
    keep_open: Sequence[int] = ()
    one_stream: bool = False
    kept: list[Kept] = field(default_factory=list)
    signals: Signals = field(default_factory=Signals)

    def __enter__(self) -> "Supervisor":
        self.signals.listen()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_all()
        self.signals.restore()

    def start(self, programs: Iterable[Program], *, stores: bool = False) -> None:
        """Start these together, and return when each is ready. Raises Trouble when one ends or takes too long."""
        new = [Kept(program, self.logs / f"{program.name}.log", stores) for program in programs]
        for one in new:
            one.begin_log()
            self.kept.append(one)
            self._spawn(one)
        for one in new:
            self._await(one)

    def once(self, program: Program) -> None:
        """Run a program to its end. Raises Trouble when it fails."""
        one = Kept(program, self.logs / f"{program.name}.log")
        one.begin_log()
        self.kept.append(one)
        self._spawn(one)
        while one.running():
            self._wait(ASK_EVERY_S)
        self.kept.remove(one)
        if one.process and one.process.returncode:
            raise Trouble(f"{program.name} failed.{tail(one.log)}")

    def watch(self, every_s: float = 1.0, tick: Callable[[], None] | None = None) -> None:
        """Restart what ends, until a signal says stop. `tick` is called about every `every_s` seconds."""
        while not self.signals.stop:
            for one in self.kept:
                self._revive(one)
            if tick:
                tick()
            due = [one.due - time.monotonic() for one in self.kept if one.due is not None]
            self.signals.wait(max(0.0, min([every_s, *due])))

    def restart(self, name: str) -> None:
        """Stop a program and start it again, for reloading."""
        for one in self.kept:
            if one.program.name == name:
                self._stop([one], STOP_PROGRAMS_S)
                self._spawn(one)

    def start_again(self, name: str) -> None:
        """Start a program that has ended, and return when it is ready."""
        for one in self.kept:
            if one.program.name == name:
                self._spawn(one)
                self._await(one)

    def stop_all(self) -> None:
        """Stop what serves people, then the stores: nobody shall find a store gone while still at work."""
        began = time.monotonic()
        self._stop([one for one in self.kept if not one.store], STOP_PROGRAMS_S)
        self._stop([one for one in self.kept if one.store], STOP_ALL_S - (time.monotonic() - began))

    def _spawn(self, one: Kept) -> None:
        one.spawn(self.keep_open, one_stream=self.one_stream)

    def _wait(self, seconds: float) -> None:
        """Wait while something starts. Raises KeyboardInterrupt when a signal says stop."""
        self.signals.wait(seconds)
        if self.signals.stop:
            raise KeyboardInterrupt

    def _await(self, one: Kept) -> None:
        """Ask until it is ready."""
        until = one.started + READY_S
        while not one.program.ready():
            if not one.running():
                raise Trouble(f"{one.program.name} ended while starting.{tail(one.log)}")
            if time.monotonic() > until:
                raise Trouble(f"{one.program.name} was not ready within {READY_S:.0f} s.{tail(one.log)}")
            self._wait(ASK_EVERY_S)

    def _revive(self, one: Kept) -> None:
        """Notice an end, and start again after a pause that doubles while it keeps ending soon."""
        now = time.monotonic()
        if one.due is not None:
            if now >= one.due:
                self._spawn(one)
            return
        if one.process is None or one.running():
            return
        steady = now - one.started > STEADY_S
        one.pause = FIRST_PAUSE_S if steady or not one.pause else min(one.pause * 2, LONGEST_PAUSE_S)
        one.due = now + one.pause
        end_session(one)
        say(f"  !  {one.program.name} ended ({one.process.returncode}), starting it again in {one.pause:.1f} s")

    def _stop(self, some: list[Kept], within_s: float) -> None:
        until = time.monotonic() + within_s
        for one in some:
            one.due = None
            if one.process and one.running():
                with suppress(ProcessLookupError):
                    one.process.send_signal(one.program.stop)
        for one in some:
            if one.process is None:
                continue
            try:
                one.process.wait(max(0.01, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                one.process.send_signal(signal.SIGKILL)
                one.process.wait()
            end_session(one)

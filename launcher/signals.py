"""Waiting that a signal or a child's end cuts short."""

import os
import select
import signal
from contextlib import suppress
from types import FrameType

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Signals:
    """`stop` becomes true with Ctrl-C, SIGTERM, or a closed terminal."""

    def __init__(self) -> None:
        self.stop = False
        self._reading, self._writing = -1, -1
        self._before: dict[signal.Signals, signal._HANDLER] = {}

    def listen(self) -> None:
        """Take over the signals; main thread only."""
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._reading, False)
        os.set_blocking(self._writing, False)
        signal.set_wakeup_fd(self._writing, warn_on_full_buffer=False)
        for number in ENDINGS:
            # nohup asks us to outlive the terminal.
            if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
                continue
            self._before[number] = signal.signal(number, self._stop_soon)
        # Python writes to the pipe only for signals that have a handler.
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, _heard)

    def restore(self) -> None:
        """Give the signals back."""
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.close(self._reading)
        os.close(self._writing)

    def wait(self, seconds: float) -> None:
        """Sleep until a signal or a child's end, at most so long."""
        select.select([self._reading], [], [], seconds)
        with suppress(BlockingIOError):
            os.read(self._reading, 4096)

    def _stop_soon(self, number: int, frame: FrameType | None) -> None:
        self.stop = True


def _heard(number: int, frame: FrameType | None) -> None:
    """Nothing to do: `wait` has returned."""

"""One process that we keep: how it starts, how we know that it is ready, how it stops."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from launcher.account import Account

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """`ready` is asked until it says yes; `stop` is the signal that ends the process politely."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    ready: Callable[[], bool]
    cwd: Path = Path("/")
    stop: signal.Signals = signal.SIGTERM
    account: Account | None = None


def start(program: Program, output: IO[bytes] | int, keep_open: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start the process in a session of its own, so that Ctrl-C reaches the launcher alone.

    `keep_open` are files that it inherits (the launcher's lock).
    Call it on the main thread: Linux ties the child's life to the thread that started it.
    """
    account = program.account
    return subprocess.Popen(
        list(program.argv),
        env=dict(program.env),
        cwd=program.cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        pass_fds=keep_open,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        preexec_fn=end_with_parent(program.stop),
    )


def end_with_parent(stop: signal.Signals = signal.SIGTERM) -> Callable[[], None] | None:
    """What a child runs before its program: ask the kernel for `stop` when the launcher dies, even by SIGKILL."""
    if sys.platform != "linux":
        return None
    # Loaded here and not in the child: between fork and exec as little as possible may happen.
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, int(stop))
        # The parent may have died before the kernel was asked.
        if os.getppid() != parent:
            os._exit(1)

    return ask

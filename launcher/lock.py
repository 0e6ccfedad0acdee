"""One launcher at a time in a checkout. The lock is an open file, so it dies with whoever holds it."""

import fcntl
import os
import time
from pathlib import Path
from typing import IO

from launcher.say import Trouble

LEFT_OVER_S = 10.0
ASK_EVERY_S = 0.1


def take_lock(file: Path, what: str) -> IO[str]:
    """Hold the lock as long as the returned file is open. Raises Trouble, naming the process that holds it.

    The processes that a launcher starts inherit the open file: after a SIGKILL of the launcher the lock stays taken until
    the last of them has ended, so that the next start does not meet them on the same port or the same data.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    held = file.open("a+")
    until = time.monotonic() + LEFT_OVER_S
    while not _try(held):
        held.seek(0)
        by = held.read().strip()
        if not by.isdigit() or _alive(int(by)):
            held.close()
            raise Trouble(f"{what} already runs from this folder (process {by or 'unknown'}). Stop that one first.")
        if time.monotonic() > until:
            held.close()
            raise Trouble(f"Processes of an earlier start ({by}) have not ended yet. Try again in a moment.")
        time.sleep(ASK_EVERY_S)
    held.truncate(0)
    held.write(str(os.getpid()))
    held.flush()
    return held


def _try(held: IO[str]) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True

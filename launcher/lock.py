"""One launcher at a time in a checkout, held by a file lock that dies with its process."""

import fcntl
import os
from pathlib import Path
from typing import IO

from launcher.say import Trouble


def take_lock(file: Path, what: str) -> IO[str]:
    """Hold the lock as long as the returned file is open. Raises Trouble, naming the process that holds it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    held = file.open("a+")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.seek(0)
        by = held.read().strip() or "unknown"
        held.close()
        raise Trouble(f"{what} already runs from this folder (process {by}). Stop that one first.") from None
    held.truncate(0)
    held.write(str(os.getpid()))
    held.flush()
    return held

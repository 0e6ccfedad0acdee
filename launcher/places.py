"""Where things lie: the checkout, its `var/`, its virtual environment, and short folders for sockets."""

import hashlib
import os
import re
import stat
import tempfile
from pathlib import Path

from launcher.say import Trouble

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
LOGS = VAR / "log"
VENV = ROOT / ".venv"

# Linux holds a socket's address in 108 bytes; Postgres adds "/.s.PGSQL.5432" to the folder.
LONGEST_SOCKET_FOLDER = 88


def checkout_id() -> str:
    """Eight characters that tell this checkout from the others on the machine."""
    return hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:8]


def make_private_folder(folder: Path) -> Path:
    """Make a folder that only its owner may enter. Raises Trouble when somebody else's stands there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    # In a world-writable parent the name can be guessed, so what is found is not believed.
    if stat.S_ISLNK(found.st_mode) or not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Trouble(f"{folder} is not a folder of ours. Remove it, then start again.")
    folder.chmod(0o700)
    return folder


def socket_folder() -> Path:
    """A private folder whose path is short and plain enough for a socket, also below a deep checkout."""
    inside = VAR / "sockets"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER and re.fullmatch(r"[\w./-]+", str(inside), re.ASCII):
        return make_private_folder(inside)
    return make_private_folder(Path(tempfile.gettempdir()) / f"parley-{os.geteuid()}-{checkout_id()}")

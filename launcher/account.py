"""The unprivileged user that Postgres runs as when we are root, and the folders made for it."""

import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from launcher.say import Trouble

READABLE_BY_ALL = 0o755


@dataclass(frozen=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int


def dropped_account() -> Account | None:
    """Whom to become for a server that refuses root; None when we are not root. Needs a passwd entry (initdb asks)."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise Trouble("Postgres refuses to run as root and there is no user 'postgres' or 'nobody': run as an ordinary user.")


def own_folder(folder: Path, account: Account) -> Path:
    """Make a 0700 folder of that user. Raises Trouble when something else has the name."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (0, account.uid):
        raise Trouble(f"{folder} is not a folder of ours. Remove it, then start again.")
    os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    folder.chmod(0o700)
    return folder


def copy_for_all(parts: list[Path], target: Path) -> Path:
    """Copy folders below `target`, root-owned and readable by everybody, once.

    The dropped user cannot enter a virtual environment below root's home, and we never open folders that are not ours.
    """
    if not target.exists():
        half = target.with_name(f"{target.name}.{os.getpid()}")
        for part in parts:
            shutil.copytree(part, half / part.name, symlinks=True)
        _open_to_all(half)
        try:
            half.rename(target)
        except OSError:
            # Another start was faster; its copy is as good, and is checked below.
            shutil.rmtree(half)
    found = target.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0 or stat.S_IMODE(found.st_mode) != READABLE_BY_ALL:
        raise Trouble(f"{target} is not a folder of root with mode 0755. Remove it, then start again.")
    return target


def _open_to_all(top: Path) -> None:
    """Give what we have just copied the modes it needs, whatever the umask was."""
    for folder, _, files in os.walk(top):
        Path(folder).chmod(READABLE_BY_ALL)
        for name in files:
            file = Path(folder, name)
            if not file.is_symlink():
                runnable = file.stat().st_mode & stat.S_IXUSR
                file.chmod(READABLE_BY_ALL if runnable else 0o644)

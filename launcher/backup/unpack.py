"""Take a backup apart into a folder of its own, and believe nothing before all of it has been read."""

import json
import shutil
import tarfile
from pathlib import Path, PurePosixPath
from typing import Any, cast

from launcher.backup.make import ABOUT, DUMP, FILES, FOLDERS, FORMAT
from launcher.backup.sealed import Opener
from launcher.say import Trouble


def unpack(backup: Path, key: bytes, folder: Path) -> dict[str, Any]:
    """Every file of a backup into `folder`, and what its `about.json` says. Raises Trouble, for a single byte that is not as it was."""
    try:
        with backup.open("rb") as file:
            opener = Opener(file, key)
            with tarfile.open(fileobj=cast("Any", opener), mode="r|") as tar:
                for entry in tar:
                    _extract(tar, entry, folder)
            opener.drain()
    except OSError as error:
        raise Trouble(f"{backup} cannot be read: {error.strerror}.") from error
    except tarfile.TarError as error:
        raise Trouble(f"{backup} is no backup that this version knows: {error}.") from error
    if not (folder / ABOUT).exists() or not (folder / DUMP).exists():
        raise Trouble(f"{backup} has no database in it.")
    about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    if about["format"] != FORMAT:
        raise Trouble(f"{backup} was made by another version: take the Parley that made it.")
    return about


def _extract(tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> None:
    """A plain file at a place that we know; nothing else is in a backup of ours."""
    data = tar.extractfile(entry) if entry.isreg() else None
    if data is None or not _known(entry.name):
        raise Trouble(f"There is something in this backup that does not belong there: {entry.name!r}.")
    target = folder / entry.name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with target.open("xb") as out:
        target.chmod(0o600)
        shutil.copyfileobj(data, out)


def _known(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if ".." in parts or name.startswith("/"):
        return False
    return name in (ABOUT, DUMP, *(f"var/{file}" for file in FILES)) or (len(parts) > 2 and parts[0] == "var" and parts[1] in FOLDERS)

"""Asks a process that may do nothing for a picture made anew, and does not wait for ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from chat.files import reencode
from chat.files.kinds import Unfit

WAIT_S = 60  # the child's own limit is less; this is for one that sleeps


@dataclass(frozen=True)
class Picture:
    """A picture made anew, with its thumbnail, as files. `width` and `height` are in pixels."""

    file: Path
    thumbnail: Path
    width: int
    height: int


def remade(source: Path, folder: Path) -> Picture:
    """The picture without anything but its pixels. Raises Unfit for what no decoder can read, or only with too much of everything."""
    child = [sys.executable, "-I", str(Path(reencode.__file__)), str(source), str(folder)]
    try:
        # No environment: nothing of it could be told to anybody by whatever takes a decoder over.
        done = subprocess.run(child, env={"PATH": os.defpath}, cwd=folder, capture_output=True, timeout=WAIT_S, check=False)
        said = json.loads(done.stdout) if done.returncode == 0 else {"refused": reencode.TOO_LARGE}
    except (subprocess.TimeoutExpired, ValueError):
        said = {"refused": reencode.TOO_LARGE}
    if "refused" in said:
        raise Unfit("broken" if said["refused"] == reencode.BROKEN else "too_large")
    return Picture(folder / "picture", folder / "thumbnail", int(said["width"]), int(said["height"]))

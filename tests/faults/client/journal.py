"""What a client did and saw, as JSON lines: all that the checker learns of it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import IO, Any


class Journal:
    """One client's part of a log file that several write to."""

    def __init__(self, file: IO[str], name: str) -> None:
        self.file, self.name = file, name

    def note(self, op: str, /, **fields: Any) -> None:
        self.file.write(json.dumps({"t": round(time.time(), 3), "who": self.name, "op": op, **fields}, ensure_ascii=False) + "\n")


def open_log(path: Path) -> IO[str]:
    return path.open("w", encoding="utf-8", buffering=1 << 16)

"""The files of the project: what git tracks, and what is new and not ignored."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from launcher import places

SKIPPED = {".git", ".venv", "var", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


def tracked() -> list[Path]:
    """Paths relative to the checkout, sorted. Without git (an archive), every file but what is made."""
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=places.ROOT,
        capture_output=True,
        check=False,
    )
    if asked.returncode == 0:
        files = {Path(os.fsdecode(name)) for name in asked.stdout.split(b"\0") if name}
    else:
        files = set(_walk(places.ROOT))
    return sorted(file for file in files if (places.ROOT / file).is_file())


def _walk(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name in SKIPPED:
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry)
        else:
            yield entry.relative_to(places.ROOT)

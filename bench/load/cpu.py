"""What processes cost, from /proc: CPU seconds and memory of a process with all its children, open descriptors."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
TICK_S = 1 / os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")

# Places in /proc/<pid>/stat behind the name, which may hold spaces: parent, then user, system, and what ended children had.
PARENT, TIMES = 1, slice(11, 15)


GONE = (FileNotFoundError, ProcessLookupError)  # a process may end while we look at it


def _fields(pid: int) -> list[str]:
    return (PROC / str(pid) / "stat").read_text().rpartition(") ")[2].split()


def tree(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdecimal():
            try:
                children.setdefault(int(_fields(int(entry.name))[PARENT]), []).append(int(entry.name))
            except GONE:
                continue
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def seconds(pid: int) -> float:
    """CPU seconds, user and system, that a tree of processes has used by now, ended children included."""
    ticks = 0
    for one in tree(pid):
        with suppress(*GONE):  # its parent has its time from then on
            ticks += sum(map(int, _fields(one)[TIMES]))
    return ticks * TICK_S


def memory(pid: int) -> int:
    """Bytes of resident memory of a tree of processes."""
    return sum(int((PROC / str(one) / "statm").read_text().split()[1]) for one in tree(pid)) * PAGE_BYTES


def descriptors(pid: int) -> int:
    """Open files and sockets of a tree of processes."""
    return sum(len(list((PROC / str(one) / "fd").iterdir())) for one in tree(pid))

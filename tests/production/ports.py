"""Ports: which are free, and on which addresses a process listens."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

LISTENING = "0A"  # /proc/net/tcp's word for it
LOOPBACK = {"0100007F", "00000000000000000000000001000000"}


def listening(port: int) -> bool:
    """Whether somebody listens there."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0):
        return True
    return False


def beyond_loopback(sessions: Iterable[int]) -> list[str]:
    """Where the processes of these sessions listen for more than this machine, as Linux tells it: `pid address:port`."""
    wanted = set(sessions)
    open_to_all = dict(_listening_for_all())
    return [
        f"{process.name} {open_to_all[inode]}"
        for process in Path("/proc").iterdir()
        if process.name.isdigit() and _session(process) in wanted
        for inode in _sockets(process) & open_to_all.keys()
    ]


def _listening_for_all() -> Iterator[tuple[str, str]]:
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            words = line.split()
            address, _, port = words[1].partition(":")
            if words[3] == LISTENING and address not in LOOPBACK:
                yield words[9], f"{address}:{int(port, 16)}"


def _session(process: Path) -> int:
    with suppress(OSError):
        # The name in brackets may hold blanks; the session is the fourth word behind it.
        return int((process / "stat").read_text().rpartition(")")[2].split()[3])
    return 0


def _sockets(process: Path) -> set[str]:
    found = set()
    with suppress(OSError):
        for file in (process / "fd").iterdir():
            with suppress(OSError):
                found.add(str(file.readlink()).removeprefix("socket:[").removesuffix("]"))
    return found

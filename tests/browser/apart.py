"""A network of its own for the product's processes: nothing is there but `lo`, and the kernel counts what they open.

Everything else of a story (Chromium, the customer's site, the stores on their sockets of the file system) stays where it is: into the
namespace leads one relay alone, which counts what it opens there.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

CLONE_NEWNET = 0x40000000
UNREACHABLE = ("192.0.2.1", 443)  # an address for documentation: nobody's

Made = TypeVar("Made")


def why_not() -> str:
    """Why no namespace can be made here; nothing where it can."""
    if not all(map(shutil.which, ("ip", "nsenter", "unshare"))):
        return "ip, nsenter or unshare is missing"
    tried = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "only root may make a network namespace"


class Apart:
    """A thread that lives in a new namespace, in which `lo` has these addresses besides its own."""

    def __init__(self, *addresses: str) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._task = self.within(lambda: self._enter(addresses))
        self._relayed, self._counting = 0, threading.Lock()

    @property
    def inside(self) -> tuple[str, ...]:
        """What a process is begun by to live there."""
        return ("nsenter", f"--net=/proc/{os.getpid()}/task/{self._task}/ns/net", "--")

    def within(self, make: Callable[[], Made]) -> Made:
        """Call it there: sockets that it makes, and threads that it starts, belong to the namespace."""
        return self._thread.submit(make).result()

    def opened(self) -> int:
        """TCP connections that were opened there, or tried, by anybody but the relay."""
        with self._counting:
            return self.within(lambda: _counter("net/snmp", "Tcp", "ActiveOpens")) - self._relayed

    def lost(self) -> int:
        """What was to leave for an address that is not there: nothing else can be reached, and each try is counted."""
        return self.within(lambda: _counter("net/snmp", "Ip", "OutNoRoutes") + _counter6("Ip6OutNoRoutes"))

    def try_to_leave(self) -> None:
        """What a product must never do: so it would be seen."""
        with socket.socket() as somewhere:
            somewhere.connect(UNREACHABLE)

    def relay(self, port: int) -> None:
        """From this port of ours to the same one there, until the process ends."""
        outside = socket.create_server(("127.0.0.1", port))
        self.within(lambda: threading.Thread(target=asyncio.run, args=(self._relay(outside, port),), daemon=True).start())

    def _enter(self, addresses: tuple[str, ...]) -> int:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "unshare")
        for words in (["link", "set", "lo", "up"], *(["addr", "add", each, "dev", "lo"] for each in addresses)):
            subprocess.run(["ip", *words], check=True)
        return threading.get_native_id()

    async def _relay(self, outside: socket.socket, port: int) -> None:
        async def relayed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                back, there = await asyncio.open_connection(sock=self._opened_there(port))
            except OSError:  # not listening yet
                writer.close()
                return
            await asyncio.gather(_pump(reader, there), _pump(back, writer))

        async with await asyncio.start_server(relayed, sock=outside) as server:
            await server.serve_forever()

    def _opened_there(self, port: int) -> socket.socket:
        """Counted with the connection itself, which on `lo` takes no time."""
        with self._counting:
            self._relayed += 1
            made = socket.create_connection(("127.0.0.1", port))
        made.setblocking(False)
        return made


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:  # one of the two has gone
        pass
    writer.close()


def _counter(file: str, protocol: str, name: str) -> int:
    """One of the kernel's counters of the thread's own namespace, from a line of names above a line of numbers."""
    lines = [line.split() for line in Path("/proc/thread-self", file).read_text().splitlines() if line.startswith(f"{protocol}:")]
    return int(dict(zip(*lines, strict=True))[name])


def _counter6(name: str) -> int:
    """The same of IPv6, a line each."""
    lines = Path("/proc/thread-self/net/snmp6").read_text().splitlines()
    return int(next(value for key, value in map(str.split, lines) if key == name))

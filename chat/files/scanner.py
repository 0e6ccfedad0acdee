"""Asks a scanner for malware, where one is configured: clamd, by its own INSTREAM (UPL9)."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from django.conf import settings

from chat.files.kinds import Unfit

CHUNK = 64 * 1024
WAIT_S = 30.0


class ScannerAway(Exception):
    """Nobody says whether it is clean: the file stays pending until somebody does."""


def require_clean(file: Path) -> None:
    """Raises Unfit for what the scanner knows, ScannerAway where it does not answer. Without a scanner nothing is asked."""
    if not settings.FILES_SCANNER:
        return
    try:
        answer = _ask(file)
    except OSError as error:
        raise ScannerAway(type(error).__name__) from error
    if answer.endswith("FOUND"):
        raise Unfit("harmful")
    if not answer.endswith("OK"):
        raise ScannerAway("no verdict")


def _ask(file: Path) -> str:
    with _connected() as line, file.open("rb") as data:
        line.sendall(b"zINSTREAM\0")
        while chunk := data.read(CHUNK):
            line.sendall(struct.pack("!I", len(chunk)) + chunk)
        line.sendall(struct.pack("!I", 0))
        said = b""
        while not said.endswith(b"\0") and (more := line.recv(1024)):
            said += more
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connected() -> socket.socket:
    """`/a/socket` or `host:port`."""
    place = settings.FILES_SCANNER
    if place.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(WAIT_S)
        line.connect(place)
        return line
    host, _colon, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=WAIT_S)

"""An uploaded archive, opened without believing it: sizes, names and checksums are looked at before anything in it is."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

MIB = 1024 * 1024
LARGEST_ARCHIVE = 1024 * MIB
LARGEST_DIRECTORY = 32 * MIB  # it is read whole
MOST_ENTRIES = 100_000
LARGEST_LINES = 1024 * MIB  # of all .jsonl files together, unpacked
LARGEST_LINE = MIB
MOST_LINES = 300_000  # they are loaded in one transaction
CHUNK = 256 * 1024

# Our own names and nobody else's. Nothing is ever written under a name of an archive.
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NAMES = re.compile(
    rf"export\.json|schema\.json|[a-z_]+\.jsonl|read/[^\\\x00]+\.html|files/{_UUID}/[^/\\\x00]+|pictures/{_UUID}/[^/\\\x00]+"
)
_END, _LOCATOR, _END64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"


class Broken(Exception):
    """What is wrong with an archive, or with a row of it, as `file:line: reason`."""


class Archive:
    """A ZIP whose directory is plausible. Raises Broken."""

    def __init__(self, file: IO[bytes]) -> None:
        _require_small_directory(file)
        try:
            self.zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, struct.error, OSError, NotImplementedError, UnicodeDecodeError) as error:
            raise Broken(f"archive: is no whole ZIP file ({error})") from None
        self.entries = {entry.filename: entry for entry in self.zip.infolist()}

    def faults(self) -> Iterator[str]:
        """What is wrong with it as a whole, before anything in it is read."""
        found = self.zip.infolist()
        if len(found) > MOST_ENTRIES:
            yield f"archive: has {len(found)} entries, more than {MOST_ENTRIES}"
            return
        if len(self.entries) != len(found):
            yield "archive: has two entries of one name"
        for entry in found:
            if trouble := _trouble(entry):
                yield f"{entry.filename[:200]!a}: {trouble}"
        lines = sum(entry.file_size for entry in found if entry.filename.endswith(".jsonl"))
        if lines > LARGEST_LINES:
            yield f"archive: its lines unpack to {lines} bytes, more than {LARGEST_LINES}"

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of an entry, exactly as many as its directory says, with the checksum that it says. Raises Broken."""
        entry, seen = self.entries[name], 0
        try:
            with self.zip.open(entry) as file:
                while chunk := file.read(CHUNK):
                    seen += len(chunk)
                    if seen > entry.file_size:
                        raise Broken(f"{name}: is longer than the archive says")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
            raise Broken(f"{name}: cannot be read ({error})") from None
        if seen != entry.file_size:
            raise Broken(f"{name}: is shorter than the archive says")

    def lines(self, name: str) -> Iterator[tuple[int, bytes]]:
        """Each line with its number, from 1. Raises Broken, also for a line without an end."""
        rest, number = b"", 0
        for chunk in self.chunks(name):
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole:
                number += 1
                if len(line) > LARGEST_LINE:
                    raise Broken(f"{name}:{number}: is longer than {LARGEST_LINE} bytes")
                yield number, line
            if len(rest) > LARGEST_LINE:
                raise Broken(f"{name}:{number + 1}: is longer than {LARGEST_LINE} bytes")
        if rest:
            yield number + 1, rest

    def text(self, name: str, most: int = MIB) -> bytes:
        """A small entry, whole. Raises Broken."""
        if name not in self.entries:
            raise Broken(f"{name}: is not in the archive")
        if self.entries[name].file_size > most:
            raise Broken(f"{name}: is larger than {most} bytes")
        return b"".join(self.chunks(name))


def _trouble(entry: zipfile.ZipInfo) -> str:
    name = entry.filename
    if not _NAMES.fullmatch(name) or ".." in name.split("/"):
        return "is no file of an export of a project"
    if entry.flag_bits & 0x1:
        return "is encrypted"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is packed in a way that we do not read"
    return ""


def _require_small_directory(file: IO[bytes]) -> None:
    """Raises Broken where the list of entries alone would fill the memory, and where there is none."""
    size = file.seek(0, 2)
    if size > LARGEST_ARCHIVE:
        raise Broken(f"archive: is larger than {LARGEST_ARCHIVE} bytes")
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise Broken("archive: is no whole ZIP file (it has no end)")
    (directory,) = struct.unpack_from("<L", tail, at + 12)
    if at >= 20 and tail[at - 20 : at - 16] == _LOCATOR:
        (where,) = struct.unpack_from("<Q", tail, at - 12)
        file.seek(min(where, size))
        record = file.read(56)
        if len(record) < 56 or record[:4] != _END64:
            raise Broken("archive: is no whole ZIP file (its end lies)")
        (directory,) = struct.unpack_from("<Q", record, 40)
    if directory > LARGEST_DIRECTORY:
        raise Broken(f"archive: its directory is larger than {LARGEST_DIRECTORY} bytes")
    file.seek(0)

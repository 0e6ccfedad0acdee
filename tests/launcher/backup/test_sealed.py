"""A sealed file opens whole, or says so (BAK5)."""

from __future__ import annotations

import io
import json
import os
import struct
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from launcher.backup import sealed
from launcher.backup.sealed import Opener, Sealer, key_in, read_key
from launcher.backup.unpack import unpack
from launcher.say import Trouble

KEY = bytes(range(32))
HEAD = len(sealed.MAGIC) + sealed.SALT_BYTES


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "PIECE", 64)


def seal(data: bytes, key: bytes = KEY) -> bytes:
    out = io.BytesIO()
    sealer = Sealer(out, key)
    for first in range(0, len(data), 37):
        sealer.write(data[first : first + 37])
    sealer.finish()
    return out.getvalue()


def opened(data: bytes, key: bytes = KEY) -> bytes:
    opener, found = Opener(io.BytesIO(data), key), bytearray()
    while piece := opener.read(50):
        found += piece
    opener.drain()
    return bytes(found)


def pieces(data: bytes) -> list[bytes]:
    at, found = HEAD, []
    while at < len(data):
        length = struct.unpack(">I", data[at : at + 4])[0] + 4
        found.append(data[at : at + length])
        at += length
    return found


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 128, 1000])
def test_what_went_in_comes_out(size: int) -> None:
    data = os.urandom(size)
    assert opened(seal(data)) == data
    assert size < 32 or data not in seal(data)


def test_a_byte_changed_anywhere() -> None:
    whole = seal(os.urandom(200))
    for at in range(len(whole)):
        with pytest.raises(Trouble):
            opened(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])


def test_cut_off_anywhere_also_between_two_pieces() -> None:
    whole = seal(os.urandom(200))
    for length in range(len(whole)):
        with pytest.raises(Trouble):
            opened(whole[:length])


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "something behind the end": lambda whole: whole + b"x",
    "two pieces the other way round": lambda whole: whole[:HEAD] + b"".join([pieces(whole)[1], pieces(whole)[0], *pieces(whole)[2:]]),
    "a piece twice": lambda whole: whole[:HEAD] + b"".join([pieces(whole)[0], *pieces(whole)]),
    "pieces of another backup": lambda whole: whole[:HEAD] + b"".join(pieces(seal(bytes(200)))),
    "not ours": lambda whole: b"PK" + whole,
}


@pytest.mark.parametrize("name", CHANGES)
def test_changed_on_purpose(name: str) -> None:
    with pytest.raises(Trouble):
        opened(CHANGES[name](seal(os.urandom(200))))


def test_another_key() -> None:
    with pytest.raises(Trouble, match="does not open: the key is another one"):
        opened(seal(b"Vera"), bytes(32))


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "backup.key"
    assert key_in(file) == key_in(file) and file.stat().st_mode & 0o777 == 0o600
    file.write_text("not a key")
    with pytest.raises(Trouble, match="is no key"):
        read_key(file)


def archive(entries: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in entries.items():
            entry = tarfile.TarInfo(name)
            if isinstance(data, bytes):
                entry.size = len(data)
                tar.addfile(entry, io.BytesIO(data))
            else:
                entry.type, entry.linkname = data
                tar.addfile(entry)
    return out.getvalue()


WHOLE = {"about.json": json.dumps({"format": 1}).encode(), "database.dump": b"PGDMP"}


@pytest.mark.parametrize(
    "more",
    [
        {"../evil": b"x"},
        {"/etc/evil": b"x"},
        {"var/files/../../../evil": b"x"},
        {"var/files/a": (tarfile.SYMTYPE, "/etc/passwd")},
        {"var/files/a": (tarfile.LNKTYPE, "/etc/passwd")},
        {"var/log/web.log": b"x"},
        {"var/files": b"x"},
        {"elsewhere": b"x"},
    ],
)
def test_nothing_is_written_where_it_does_not_belong(tmp_path: Path, more: dict[str, Any]) -> None:
    """A key may be known to whoever made the file: its names are still not believed."""
    backup, folder = tmp_path / "a.backup", tmp_path / "below" / "folder"
    folder.mkdir(parents=True)
    backup.write_bytes(seal(archive({**WHOLE, **more})))
    with pytest.raises(Trouble, match="does not belong there"):
        unpack(backup, KEY, folder)
    assert {file.name for file in tmp_path.rglob("*") if file.is_file()} == {"a.backup", "about.json", "database.dump"}


@pytest.mark.parametrize("lacks", WHOLE)
def test_half_a_backup(tmp_path: Path, lacks: str) -> None:
    backup = tmp_path / "a.backup"
    backup.write_bytes(seal(archive({name: data for name, data in WHOLE.items() if name != lacks})))
    with pytest.raises(Trouble, match="has no database in it"):
        unpack(backup, KEY, tmp_path)

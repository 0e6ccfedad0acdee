"""A sealed stream: AES-256-GCM, piece by piece. A wrong key, a changed byte, pieces in another order and a missing end are all refused."""

import base64
import os
import secrets
import struct
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from launcher.say import Trouble
from launcher.secret import write_private

MAGIC = b"parley backup 1\n"
SALT_BYTES = 32
PIECE = 1024 * 1024
KEY_BYTES = 32
_LENGTH = struct.Struct(">I")
_TAG = 16
MORE, LAST = b"more", b"last"


def key_in(file: Path) -> bytes:
    """The key of backups, made on first use."""
    if not file.exists():
        write_private(file, base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")
    return read_key(file)


def read_key(file: Path) -> bytes:
    """A key that was kept. Raises Trouble."""
    try:
        key = base64.b64decode(file.read_text(encoding="ascii").strip(), validate=True)
    except (OSError, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise Trouble(f"{file} is no key of a backup. Name the one that was kept: make restore FROM=… KEY=…")
    return key


class Sealer:
    """Write into it what is to be sealed; `finish` says that this was all."""

    def __init__(self, out: IO[bytes], key: bytes) -> None:
        salt = os.urandom(SALT_BYTES)
        out.write(MAGIC + salt)
        self._out, self._cipher, self._number, self._held = out, _cipher(key, salt), 0, bytearray()

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) > PIECE:
            self._seal(bytes(self._held[:PIECE]), MORE)
            del self._held[:PIECE]
        return len(data)

    def finish(self) -> None:
        self._seal(bytes(self._held), LAST)
        self._held.clear()

    def _seal(self, piece: bytes, which: bytes) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number), piece, which)
        self._out.write(_LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


class Opener:
    """Read from it what was sealed. Nothing of a piece is given before the whole piece is known to be right. Raises Trouble."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        if file.read(len(MAGIC)) != MAGIC:
            raise Trouble("This is no backup of Parley.")
        self._file, self._number, self._held, self.ended = file, 0, bytearray(), False
        self._cipher = _cipher(key, file.read(SALT_BYTES))

    def read(self, size: int = -1) -> bytes:
        while not self.ended and (size < 0 or len(self._held) < size):
            self._next()
        end = len(self._held) if size < 0 else size
        given = bytes(self._held[:end])
        del self._held[:end]
        return given

    def drain(self) -> None:
        """Read to the end: only then is it known that nothing was cut off."""
        while not self.ended:
            self._next()
        self._held.clear()
        if self._file.read(1):
            raise Trouble("There is something behind the end of this backup: it was changed.")

    def _next(self) -> None:
        head = self._file.read(_LENGTH.size)
        length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
        if not _TAG <= length <= PIECE + _TAG:
            raise Trouble("This backup is cut off, or was changed: it does not end where it should.")
        sealed = self._file.read(length)
        if len(sealed) != length:
            raise Trouble("This backup is cut off.")
        for which in (MORE, LAST):
            try:
                self._held += self._cipher.decrypt(_nonce(self._number), sealed, which)
            except InvalidTag:
                continue
            self._number += 1
            self.ended = which == LAST
            return
        raise Trouble("This backup does not open: the key is another one, or the file was changed or cut off.")


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    """A key of this file alone, so that counting pieces is nonce enough."""
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, b"parley backup").derive(key))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")

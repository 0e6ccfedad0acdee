"""The keys that wrap data keys. They stand outside the database: in a file that `PARLEY_KEY_FILE` names, or in AWS KMS.

The file has one key a line, `<id> <base64 of 32 bytes>`: the first wraps, all of them unwrap, so that two are valid while one
is rotated out. It is read again when it changes: no process needs a restart.
"""

from __future__ import annotations

import base64
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

NONCE_BYTES = 12
KEY_BYTES = 32
KMS = "kms:"


class KeyTrouble(Exception):
    """A wrapping key is missing or unusable, or does not open what it should. Never says a key."""


@dataclass(frozen=True)
class Wrapped:
    """A data key as the database holds it: `ring_key` names the key that opens it."""

    ring_key: str
    blob: bytes


def current_key() -> str:
    """The name of the key that wraps now. Raises KeyTrouble where none is set up."""
    return f"{KMS}{settings.KMS_KEY}" if settings.KMS_KEY else next(iter(_keys()))


def wrap(data_key: bytes, scope: str) -> Wrapped:
    """Lock a data key, bound to the scope whose secrets it seals. Raises KeyTrouble."""
    name = current_key()
    if name.startswith(KMS):
        answer = _kms().encrypt(KeyId=settings.KMS_KEY, Plaintext=data_key, EncryptionContext={"scope": scope})
        return Wrapped(name, answer["CiphertextBlob"])
    return Wrapped(name, encrypt(_keys()[name], data_key, scope.encode()))


@lru_cache(maxsize=2000)
def unwrap(wrapped: Wrapped, scope: str) -> bytes:
    """The data key. Raises KeyTrouble for another scope's, a changed one, or one whose key has gone."""
    if wrapped.ring_key.startswith(KMS):
        return _unwrap_by_kms(wrapped.blob, scope)
    key = _keys().get(wrapped.ring_key)
    if key is None:
        raise KeyTrouble(f"The key file has no key {wrapped.ring_key}.")
    try:
        return decrypt(key, wrapped.blob, scope.encode())
    except InvalidTag:
        raise KeyTrouble("A data key does not open: it was changed, or it is another scope's.") from None


def encrypt(key: bytes, value: bytes, bound_to: bytes) -> bytes:
    """AES-256-GCM, the nonce in front."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, value, bound_to)


def decrypt(key: bytes, blob: bytes, bound_to: bytes) -> bytes:
    """What `encrypt` was given. Raises InvalidTag, also for what is too short to be anything."""
    if len(blob) <= NONCE_BYTES:
        raise InvalidTag
    return AESGCM(key).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], bound_to)


def add_key() -> str:
    """Put a new key on top of the file, for its owner's eyes only, and name it; the others stay valid behind it."""
    file = _file()
    name = secrets.token_hex(4)
    line = f"{name} {base64.b64encode(os.urandom(KEY_BYTES)).decode()}\n"
    _write(file, line + (file.read_text(encoding="ascii") if file.exists() else ""))
    return name


def forget_keys_but(names: set[str]) -> list[str]:
    """Take out of the file every key that is neither the first nor in `names`; the names of those."""
    keys = _keys()
    gone = [name for name in list(keys)[1:] if name not in names]
    if gone:
        _write(_file(), "".join(f"{name} {base64.b64encode(key).decode()}\n" for name, key in keys.items() if name not in gone))
    return gone


def _file() -> Path:
    if not settings.KEY_FILE:
        raise KeyTrouble("PARLEY_KEY_FILE or PARLEY_KMS_KEY must be set.")
    return Path(settings.KEY_FILE)


def _write(file: Path, text: str) -> None:
    half = file.with_name(f".{file.name}.{os.getpid()}")
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:  # noqa: PTH123  for the mode
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    half.replace(file)


def _keys() -> dict[str, bytes]:
    try:
        found = _file().stat()
    except OSError:
        raise KeyTrouble("PARLEY_KEY_FILE names a file that cannot be read.") from None
    return _read(str(_file()), found.st_mtime_ns, found.st_ino)


@lru_cache(maxsize=4)
def _read(path: str, changed_at_ns: int, inode: int) -> dict[str, bytes]:
    try:
        lines = [line.split() for line in Path(path).read_text(encoding="ascii").splitlines() if line.strip()]
        keys = {name: base64.b64decode(text, validate=True) for name, text in lines}
    except (OSError, ValueError):
        raise KeyTrouble("PARLEY_KEY_FILE has a line that is no key.") from None
    if not keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise KeyTrouble("PARLEY_KEY_FILE has no key of 32 bytes.")
    return keys


@lru_cache(maxsize=1)
def _kms() -> KMSClient:
    import boto3  # only where KMS is used: it is slow to import

    return boto3.client("kms")


def _unwrap_by_kms(blob: bytes, scope: str) -> bytes:
    from botocore.exceptions import ClientError

    try:
        return _kms().decrypt(CiphertextBlob=blob, EncryptionContext={"scope": scope})["Plaintext"]
    except ClientError as error:
        raise KeyTrouble("KMS does not open a data key.") from error

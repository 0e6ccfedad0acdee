"""Secrets made once per checkout and kept in `var/`, readable by their owner alone."""

import base64
import json
import os
import secrets
from pathlib import Path

# `cluster` names the data folder that the other passwords belong to.
NAMES = ("secret_key", "superuser", "owner", "app", "staff", "cluster")


def secrets_in(folder: Path) -> dict[str, str]:
    """The secrets of this folder, made on first use."""
    file = folder / "secrets.json"
    kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    missing = [name for name in NAMES if name not in kept]
    if missing:
        kept |= {name: secrets.token_hex(4) if name == "cluster" else secrets.token_urlsafe(48) for name in missing}
        write_private(file, json.dumps(kept))
    return kept


def key_file_in(folder: Path) -> Path:
    """The file of the key that wraps data keys, made on first use: one line, an id and 32 bytes in base64."""
    file = folder / "keys"
    if not file.exists():
        write_private(file, f"{secrets.token_hex(4)} {base64.b64encode(secrets.token_bytes(32)).decode()}\n")
    return file


def vapid_key_in(folder: Path) -> str:
    """The key by which push services know this machine, made on first use: a number below the order of P-256, as base64url."""
    file = folder / "vapid"
    if not file.exists():
        number = secrets.randbits(255) | 1  # with one bit less than the curve has, any is right
        write_private(file, base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=") + "\n")
    return file.read_text(encoding="ascii").strip()


def write_private(file: Path, text: str) -> None:
    """Write a whole file that only its owner may read; a reader sees the old one or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f".{file.name}.{os.getpid()}")
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
    half.replace(file)

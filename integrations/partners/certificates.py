"""Where partners' certificates lie: sealed, in a folder here or in a bucket. What a file is, its first bytes say and not its name."""

from __future__ import annotations

import base64
import os
import uuid
from pathlib import Path
from typing import Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from accounts.secrets import place, seal, unseal
from integrations.partners.profile import SCOPE

LARGEST = 5 * 1024 * 1024
KINDS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
PATIENCE = Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 3})


class Place(Protocol):
    """Sealed texts by name. All of it is safe to do twice."""

    def put(self, name: str, text: str) -> None:
        """Whole, or not at all."""

    def get(self, name: str) -> str | None:
        """None where it is not there."""

    def remove(self, name: str) -> None:
        """Also where it is not there."""


class Folder:
    """A folder of this machine, for its user alone."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, name: str, text: str) -> None:
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = self.path / f".{name}.{os.getpid()}"
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:  # noqa: PTH123  for the mode
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        half.replace(self.path / name)

    def get(self, name: str) -> str | None:
        file = self.path / name
        return file.read_text(encoding="ascii") if file.exists() else None

    def remove(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)


class Bucket:
    """Objects of S3, or of what speaks like it."""

    FOLDER = "partners/"

    def __init__(self, name: str) -> None:
        self.name = name
        self.client = boto3.client("s3", endpoint_url=settings.EXPORT_ENDPOINT or None, config=PATIENCE)

    def put(self, name: str, text: str) -> None:
        self.client.put_object(Bucket=self.name, Key=self.FOLDER + name, Body=text.encode())

    def get(self, name: str) -> str | None:
        try:
            return str(self.client.get_object(Bucket=self.name, Key=self.FOLDER + name)["Body"].read().decode())
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                return None
            raise

    def remove(self, name: str) -> None:
        """Every version of it: in a bucket with versions, deleting alone would only hide it."""
        for page in self.client.get_paginator("list_object_versions").paginate(Bucket=self.name, Prefix=self.FOLDER + name):
            for found in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                self.client.delete_object(Bucket=self.name, Key=found["Key"], VersionId=found["VersionId"])


def where() -> Place:
    """Where the settings say: the bucket of exports, else the folder of partners."""
    return Bucket(settings.EXPORT_BUCKET) if settings.EXPORT_BUCKET else Folder(Path(settings.PARTNER_DIR))


def kind_of(content: bytes) -> str:
    """PDF, PNG or JPEG. Raises Invalid for everything else, and for what is too large."""
    if len(content) > LARGEST:
        raise Invalid(fields={"certificate": _("At most 5 MB.")})
    for beginning, kind in KINDS.items():
        if content.startswith(beginning):
            return kind
    raise Invalid(fields={"certificate": _("A PDF, PNG or JPEG file.")})


def keep(name: uuid.UUID, content: bytes) -> None:
    """Seal it, bound to its name, and put it away."""
    where().put(str(name), seal(SCOPE, base64.b64encode(content).decode(), _place(name)))


def read(name: uuid.UUID) -> bytes | None:
    """What was kept. Raises Unreadable for one that was changed or moved."""
    sealed = where().get(str(name))
    return base64.b64decode(unseal(SCOPE, sealed, _place(name))) if sealed else None


def _place(name: uuid.UUID) -> str:
    return place("partners_certificate", name, "content")

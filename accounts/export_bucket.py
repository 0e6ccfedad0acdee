"""Exports in a bucket of S3, or of what speaks like it: nothing of them stays on the machines that make and serve them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import datetime
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any, cast

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from django.conf import settings

from accounts.export_files import PartsLost, Things, add
from accounts.models import Export

FOLDER = "exports/"
# AVL4: a store that is away must not hold a worker. Three tries, then the task's own.
PATIENCE = Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 3})
AT_ONCE = 1000  # objects in one request to delete: the most that S3 takes


class Bucket:
    """An object a page and one for the ZIP, all below the account's and the export's ids: there is no appending to an object."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.client = boto3.client("s3", endpoint_url=settings.EXPORT_ENDPOINT or None, config=PATIENCE)

    def append(self, export: Export, name: str, at: int, lines: bytes) -> int:
        # Also where there are no lines: an interrupted run may have left some at this place.
        self.client.put_object(Bucket=self.name, Key=_page(export, name, at), Body=lines)
        return at + len(lines)

    def pack(self, export: Export, sizes: dict[str, int], texts: dict[str, str], beside: Things = ()) -> int:
        with TemporaryFile() as whole:
            with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, text in texts.items():
                    archive.writestr(name, text)
                for name, size in sizes.items():
                    self._add(archive, export, name, size)
                add(archive, beside)
            size = whole.tell()
            whole.seek(0)
            self.client.upload_fileobj(whole, self.name, _zip(export))
        return size

    def _add(self, archive: zipfile.ZipFile, export: Export, name: str, size: int) -> None:
        """Page after page, as far as the export has got."""
        at = 0
        with archive.open(name, "w", force_zip64=True) as file:
            while at < size:
                page = self._get(_page(export, name, at))
                if page is None or not page["ContentLength"]:
                    raise PartsLost(name)
                copyfileobj(page["Body"], file)
                at += page["ContentLength"]
        if at != size:
            raise PartsLost(name)

    def open(self, export: Export) -> IO[bytes] | None:
        found = self._get(_zip(export))
        return cast("IO[bytes]", found["Body"]) if found else None

    def tidy(self, export: Export) -> None:
        self._delete(_parts(export))

    def remove(self, export: Export) -> bool:
        return self._delete(_parts(export)) + self._delete(_zip(export)) > 0

    def sweep(self, before: datetime) -> int:
        written: dict[str, datetime] = {}
        for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=FOLDER):
            for found in page.get("Contents", []):
                one = "/".join(found["Key"].removesuffix(".zip").split("/")[:3])
                written[one] = max(found["LastModified"], written.get(one, found["LastModified"]))
        old = [one for one, at in written.items() if at < before]
        for one in old:
            self._delete(one)
        return len(old)

    def _get(self, key: str) -> Any:
        try:
            return self.client.get_object(Bucket=self.name, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                return None
            raise

    def _delete(self, prefix: str) -> int:
        """Every version of every object: in a bucket with versions, deleting alone would only hide them."""
        versions = list(self._versions(prefix))
        for first in range(0, len(versions), AT_ONCE):
            done = self.client.delete_objects(Bucket=self.name, Delete={"Objects": versions[first : first + AT_ONCE], "Quiet": True})
            if done.get("Errors"):  # it must not be taken for erased
                raise OSError(f"{len(done['Errors'])} objects of exports could not be deleted: {done['Errors'][0].get('Code')}")
        return len(versions)

    def _versions(self, prefix: str) -> Iterator[Any]:
        for page in self.client.get_paginator("list_object_versions").paginate(Bucket=self.name, Prefix=prefix):
            for found in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                yield {"Key": found["Key"], "VersionId": found["VersionId"]}


def _zip(export: Export) -> str:
    return f"{FOLDER}{export.account_id}/{export.public_id}.zip"


def _parts(export: Export) -> str:
    return f"{FOLDER}{export.account_id}/{export.public_id}/"


def _page(export: Export, name: str, at: int) -> str:
    return f"{_parts(export)}{name}/{at:020d}"

"""Files in a bucket of S3, or of what speaks like it. Browsers put them there themselves, by a form that we sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from django.conf import settings

from chat.files.shapes import FormShape
from chat.files.store import CHUNK, UPLOAD_FOR_S, Vanished

# AVL4: a store that is away must hold neither a page nor a worker.
PATIENCE = Config(
    connect_timeout=3,
    read_timeout=10,
    retries={"total_max_attempts": 3},
    signature_version="s3v4",
    s3={"addressing_style": "path" if settings.FILES_ENDPOINT else "auto"},
    # Other stores do not know the newer checksums; TLS has its own.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
AT_ONCE = 1000  # objects in one request to delete: the most that S3 takes
BYTES = "application/octet-stream"
GONE = ("NoSuchKey", "404", "NotFound")


class Bucket:
    """A private bucket (UPL8): no object has a list of who may, so the bucket's own policy decides, and it names us alone."""

    def __init__(self, name: str, endpoint: str) -> None:
        self.name = name
        self.client: Any = boto3.client("s3", endpoint_url=endpoint or None, config=PATIENCE)

    def form(self, key: str, size: int) -> FormShape:
        fields = {"Content-Type": BYTES, **{header.lower(): value for header, value in _encrypted().items()}}
        # Every field is a condition, or S3 would take whatever a browser sends in it.
        conditions: list[Any] = [{name: value} for name, value in fields.items()]
        signed = self.client.generate_presigned_post(
            Bucket=self.name,
            Key=key,
            Fields=dict(fields),
            Conditions=[*conditions, ["content-length-range", size, size]],
            ExpiresIn=UPLOAD_FOR_S,
        )
        return {"url": signed["url"], "fields": signed["fields"]}

    def sizes(self, prefix: str) -> dict[str, int]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix)
        return {found["Key"]: int(found["Size"]) for page in pages for found in page.get("Contents", [])}

    def read(self, key: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        wanted = {} if first == 0 and last is None else {"Range": f"bytes={first}-{'' if last is None else last}"}
        try:
            found = self.client.get_object(Bucket=self.name, Key=key, **wanted)
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                raise Vanished(key) from error
            raise
        chunks: Iterator[bytes] = found["Body"].iter_chunks(CHUNK)
        return chunks

    def write(self, key: str, file: IO[bytes]) -> None:
        headers = {"ServerSideEncryption": "x-amz-server-side-encryption", "SSEKMSKeyId": "x-amz-server-side-encryption-aws-kms-key-id"}
        sealed = {name: _encrypted()[header] for name, header in headers.items() if header in _encrypted()}
        self.client.put_object(Bucket=self.name, Key=key, Body=file, ContentType=BYTES, **sealed)

    def remove(self, prefix: str) -> int:
        """Every version: in a bucket with versions, deleting alone would only hide them."""
        versions = list(self._versions(prefix))
        for first in range(0, len(versions), AT_ONCE):
            done = self.client.delete_objects(Bucket=self.name, Delete={"Objects": versions[first : first + AT_ONCE], "Quiet": True})
            if done.get("Errors"):  # it must not be taken for erased
                raise OSError(f"{len(done['Errors'])} files could not be deleted: {done['Errors'][0].get('Code')}")
        return len(versions)

    def _versions(self, prefix: str) -> Iterator[Any]:
        for page in self.client.get_paginator("list_object_versions").paginate(Bucket=self.name, Prefix=prefix):
            for found in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                yield {"Key": found["Key"], "VersionId": found["VersionId"]}


def _encrypted() -> dict[str, str]:
    """What says how an object is encrypted where it lies: by the store's own key, or by one of KMS."""
    kind = settings.FILES_ENCRYPTION
    if not kind:
        return {}
    key = {"x-amz-server-side-encryption-aws-kms-key-id": settings.FILES_KMS_KEY} if settings.FILES_KMS_KEY else {}
    return {"x-amz-server-side-encryption": kind, **key}

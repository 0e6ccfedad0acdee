"""Where the ends of the chains are kept: a bucket with object lock, spoken to over HTTP, or a file that only grows."""

from __future__ import annotations

import json
import stat
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from django.core.management import CommandError, call_command
from moto.server import ThreadedMotoServer

from accounts.access import account_of
from accounts.audit.anchors import anchor_heads, anchors_of, place
from accounts.tasks import anchor_audit
from tests.accounts.audit.test_chain import CUT, HEAD, acme, act, tamper
from tests.cast import Cast

__all__ = ["acme"]


@pytest.fixture
def bucket(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A bucket with object lock, as its administrator sees it; Parley finds it by its settings."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "for-tests")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    # A name of its own: what the server keeps outlives it in this process.
    settings.AUDIT_BUCKET, settings.AUDIT_ENDPOINT = f"audit-{uuid.uuid4()}", f"http://{host}:{port}"
    client = boto3.client("s3", endpoint_url=settings.AUDIT_ENDPOINT)
    client.create_bucket(Bucket=settings.AUDIT_BUCKET, ObjectLockEnabledForBucket=True)
    yield client
    server.stop()


@pytest.fixture
def file(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path / "audit" / "anchors.jsonl"


def ours(cast: Cast) -> str:
    return str(account_of(cast.olga).public_id)


class TestBucket:
    def test_an_anchor_is_locked(self, acme: Cast, bucket: Any, settings: Any) -> None:
        name = settings.AUDIT_BUCKET
        anchor_audit()
        (found,) = bucket.list_objects_v2(Bucket=name)["Contents"]
        kept = bucket.head_object(Bucket=name, Key=found["Key"])
        assert kept["ObjectLockMode"] == "COMPLIANCE" and kept["ObjectLockRetainUntilDate"].year >= 2036
        (version,) = bucket.list_object_versions(Bucket=name)["Versions"]
        with pytest.raises(ClientError, match="AccessDenied"):
            bucket.delete_object(Bucket=name, Key=found["Key"], VersionId=version["VersionId"])
        assert [anchor["number"] for anchor in anchors_of(ours(acme))] == [13]

    def test_a_cut_end_is_seen(self, acme: Cast, bucket: Any, capsys: pytest.CaptureFixture[str]) -> None:
        anchor_heads()
        call_command("verify_audit")
        assert "all unbroken" in capsys.readouterr().out
        tamper(CUT, acme, 6, also=HEAD)
        with pytest.raises(CommandError, match="1 of 2"):
            call_command("verify_audit")
        assert f"account {ours(acme)}, row 13: missing" in capsys.readouterr().out


class TestFile:
    def test_it_grows_and_is_for_its_owner_alone(self, acme: Cast, file: Path) -> None:
        call_command("anchor_audit")
        before = file.read_text(encoding="utf-8")
        act(acme)
        call_command("anchor_audit", all=True)
        assert file.read_text(encoding="utf-8").startswith(before)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        assert [line["number"] for line in lines if line["account"] == ours(acme)] == [13, 14]
        assert [anchor["number"] for anchor in anchors_of(ours(acme))] == [13, 14]

    def test_nothing_anchored_is_nothing(self, file: Path) -> None:
        assert list(place().texts()) == []


class TestVerifying:
    def test_one_account(self, acme: Cast, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("verify_audit", account=ours(acme))
        assert "1 audit logs, all unbroken" in capsys.readouterr().out

    def test_an_unknown_account(self, acme: Cast, file: Path) -> None:
        with pytest.raises(CommandError, match="no audit log"):
            call_command("verify_audit", account="x")

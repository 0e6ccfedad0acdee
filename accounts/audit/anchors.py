"""The ends of all chains, written where this database cannot reach them: a bucket with object lock, else a file that only grows.

A chain cannot see that its own end was cut off; whoever holds an anchor can.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import boto3
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.audit.lines import Head

FOLDER = "anchors/"
# Hourly, and each end for a day and a bit: one lost hour, or twenty, loses no anchor.
ANCHORED_FOR = timedelta(hours=25)
BEGINNING = "-infinity"


class Place(Protocol):
    """Where anchors are kept."""

    def keep(self, text: str, at: datetime) -> None:
        """Keep these lines; returns once they are safe."""

    def texts(self) -> Iterator[str]:
        """Everything kept so far, oldest first."""


class File:
    """A file that is only ever appended to. It is as safe as the disk it is on: production wants the bucket."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, text: str, at: datetime) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, text.encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def texts(self) -> Iterator[str]:
        if self.path.exists():
            yield self.path.read_text(encoding="utf-8")


class Bucket:
    """A bucket of S3, or of what speaks like it, with object lock: nobody can remove an anchor before its time, not even we."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.client = boto3.client("s3", endpoint_url=settings.AUDIT_ENDPOINT or None)

    def keep(self, text: str, at: datetime) -> None:
        self.client.put_object(
            Bucket=self.name,
            Key=f"{FOLDER}{at:%Y/%m/%d/%H-%M-%S}-{uuid.uuid4().hex[:8]}.jsonl",
            Body=text.encode(),
            ContentType="application/x-ndjson",
            ChecksumAlgorithm="SHA256",
            ObjectLockMode="COMPLIANCE",
            ObjectLockRetainUntilDate=at + timedelta(days=settings.AUDIT_KEEP_DAYS),
        )

    def texts(self) -> Iterator[str]:
        for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=FOLDER):
            for found in page.get("Contents", []):
                yield self.client.get_object(Bucket=self.name, Key=found["Key"])["Body"].read().decode()


def place() -> Place:
    """Where the settings say that anchors go."""
    if settings.AUDIT_BUCKET:
        return Bucket(settings.AUDIT_BUCKET)
    return File(Path(settings.VAR_DIR) / "audit" / "anchors.jsonl")


def heads_since(since: Any) -> list[tuple[int, Head]]:
    """Where every chain ends that moved since then, each with its account's internal id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT account_id, account, number, hash FROM public.audit_heads(%s)", [since])
        return [(pk, {"account": str(account), "number": number, "hash": bytes(hashed).hex()}) for pk, account, number, hashed in cursor]


def anchor_heads(*, everything: bool = False) -> int:
    """Write down where each chain that moved lately ends (or every chain). Returns how many."""
    now = timezone.now()
    heads = [head for _, head in heads_since(BEGINNING if everything else now - ANCHORED_FOR)]
    if heads:
        place().keep("".join(json.dumps({"at": now.isoformat(), **head}) + "\n" for head in heads), now)
    return len(heads)


def anchors_of(account_id: str) -> list[Head]:
    """What was anchored of one account (its public id), oldest first."""
    lines = (json.loads(line) for text in place().texts() for line in text.splitlines() if account_id in line)
    return [{"account": one["account"], "number": one["number"], "hash": one["hash"]} for one in lines if one["account"] == account_id]

"""One line of the audit log, as export, REST and the verifiers read it: docs/audit.md says what each field means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any, TypedDict

from accounts.models import Account, AuditHead, AuditPersonal, AuditRecord, Project

CHUNK = 500


class Word(TypedDict):
    """A word about a person, with the salt that its hash was made with."""

    salt: str
    value: str


class Line(TypedDict):
    """What was hashed (everything but `hash` and `words`), its hash, and the words that are not erased."""

    account: str
    project: str | None
    number: int
    at: str
    actor_kind: str
    actor_id: str
    action: str
    target_kind: str
    target_id: str
    data: dict[str, Any]
    personal: dict[str, str]
    prev_hash: str
    hash: str
    words: dict[str, Word]


class Head(TypedDict):
    """Where a chain ends."""

    account: str
    number: int
    hash: str


def lines_of(account: Account, records: Iterable[AuditRecord]) -> Iterator[Line]:
    """Lines in the order of the records, which must be committed; their words are read by the chunk."""
    projects = {project.pk: str(project.public_id) for project in Project.objects.all()}
    chunk: list[AuditRecord] = []
    for record in records:
        chunk.append(record)
        if len(chunk) == CHUNK:
            yield from _chunk(account, projects, chunk)
            chunk = []
    yield from _chunk(account, projects, chunk)


def _chunk(account: Account, projects: dict[int, str], records: list[AuditRecord]) -> Iterator[Line]:
    words: dict[int, dict[str, Word]] = {record.pk: {} for record in records}
    for one in AuditPersonal.objects.filter(record__in=list(words)):
        words[one.record_id][one.field] = {"salt": bytes(one.salt).hex(), "value": one.value}
    for record in records:
        yield {
            "account": str(account.public_id),
            "project": projects.get(record.project_id) if record.project_id else None,
            "number": record.number or 0,
            "at": record.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "actor_kind": record.actor_kind,
            "actor_id": record.actor_id,
            "action": record.action,
            "target_kind": record.target_kind,
            "target_id": record.target_id,
            "data": record.data,
            "personal": record.personal,
            "prev_hash": bytes(record.prev_hash or b"").hex(),
            "hash": bytes(record.hash or b"").hex(),
            "words": words[record.pk],
        }


def head_of(account: Account) -> Head | None:
    """The end of the open account's chain, or None while nothing was done."""
    head = AuditHead.objects.filter(account=account).first()
    return None if head is None else {"account": str(account.public_id), "number": head.number, "hash": bytes(head.hash).hex()}

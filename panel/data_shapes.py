"""Exports and erasures as JSON and as rows of their page: one shape a noun."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.urls import reverse
from django.utils import timezone

from accounts.models import Erasure, Export
from panel.imports.models import Import
from panel.imports.queries import done_of


class ExportShape(TypedDict):
    id: str
    kind: str
    project: str | None
    visitor: str | None
    state: str
    done: int
    total: int
    size: int
    by: str
    created_at: datetime
    ready_at: datetime | None
    ends_at: datetime | None
    url: str | None


class ImportShape(TypedDict):
    id: str
    name: str
    state: str
    stage: str
    project: str | None
    done: int
    total: int
    faults: list[str]
    fault_count: int
    size: int
    by: str
    created_at: datetime
    ended_at: datetime | None


class ErasureShape(TypedDict):
    id: str
    kind: str
    project: str | None
    state: str
    tombstone: str
    rows: dict[str, int]
    receivers: list[str]
    by: str
    created_at: datetime
    due_at: datetime
    done_at: datetime | None


def state_of(export: Export) -> str:
    """The row's state, and `ended` once a ready one is not handed out any more."""
    if export.state == Export.State.READY and export.ends_at is not None and export.ends_at <= timezone.now():
        return "ended"
    return str(export.state)


def export_shape(export: Export) -> ExportShape:
    """`done` of `total` rows are written; `url` is where a signed-in person gets the file, while it is there."""
    state = state_of(export)
    return {
        "id": str(export.public_id),
        "kind": str(export.kind),
        "project": str(export.project.public_id) if export.project else None,
        "visitor": str(export.visitor) if export.visitor else None,
        "state": state,
        "done": sum(step["done"] for step in export.progress),
        "total": sum(max(step["total"], step["done"]) for step in export.progress),
        "size": export.size,
        "by": export.by_name,
        "created_at": export.created_at,
        "ready_at": export.ready_at,
        "ends_at": export.ends_at,
        "url": reverse("panel_export", kwargs={"export": export.public_id}) if state == "ready" else None,
    }


def import_shape(row: Import) -> ImportShape:
    """`done` of `total` rows are through `stage`; `faults` are the first hundred of `fault_count`, each as `file:line: reason`."""
    return {
        "id": str(row.public_id),
        "name": row.name,
        "state": str(row.state),
        "stage": str(row.stage),
        "project": str(row.project.public_id) if row.project else None,
        "done": done_of(row),
        "total": row.total,
        "faults": row.faults,
        "fault_count": row.fault_count,
        "size": row.size,
        "by": row.by_name,
        "created_at": row.created_at,
        "ended_at": row.ended_at,
    }


def erasure_shape(erasure: Erasure) -> ErasureShape:
    return {
        "id": str(erasure.public_id),
        "kind": str(erasure.kind),
        "project": str(erasure.project.public_id) if erasure.project else None,
        "state": str(erasure.state),
        "tombstone": erasure.tombstone,
        "rows": erasure.counts,
        "receivers": erasure.receivers,
        "by": erasure.by_name,
        "created_at": erasure.created_at,
        "due_at": erasure.due_at,
        "done_at": erasure.done_at,
    }

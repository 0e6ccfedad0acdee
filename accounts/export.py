"""What there is to hand out about a visitor, a project or an account: the registry that each app fills in `apps.py: ready()`.

Every table of a customer stands here, handed out or held back with the reason; a test compares that with the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from accounts.models import Export, Project
from accounts.tenancy import PROJECT_TABLES, account


@dataclass(frozen=True)
class Part:
    """One table as one file of an export.

    `of_visitor` and `of_project` say which rows are about a visitor (by public id) or a project (by internal id; the rows of a
    project's own tables all are); without one the table is in no such export. `order` is a key of the rows that an index has.
    """

    name: str
    model: type[models.Model]
    of_visitor: Callable[[UUID], Q] | None = None
    of_project: Callable[[int], Q] | None = None
    leave_out: frozenset[str] = frozenset()
    only: Q = field(default_factory=Q)
    order: tuple[str, ...] = ("pk",)

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def in_project(self) -> bool:
        return self.table in PROJECT_TABLES

    def fields(self) -> list[models.Field[Any, Any]]:
        """The columns that are handed out: never hashes, wrapped keys and what else is bytes."""
        return [
            column
            for column in self.model._meta.concrete_fields
            if not isinstance(column, models.BinaryField) and column.attname not in self.leave_out
        ]


PARTS: dict[str, Part] = {}
# What is no row: for an export, where each thing stands in the ZIP, and its bytes. Outside any transaction.
Beside = Callable[[Export], Iterator[tuple[str, Iterator[bytes]]]]
BESIDE: dict[str, Beside] = {}
HELD_BACK: dict[str, str] = {}


def hand_out(part: Part) -> None:
    """Register a table's rows as a part of exports."""
    PARTS[part.name] = part


def folders_of(export: Export) -> list[tuple[Project, str]]:
    """The projects of an export, each with the folder in which its files stand."""
    with account(export.account_id):
        if export.kind == Export.Kind.ACCOUNT:
            return [(project, f"projects/{project.public_id}/") for project in Project.objects.order_by("id")]
        return [(project, "") for project in Project.objects.filter(pk=export.project_id or 0)]


def hold_back(table: str, because: str) -> None:
    """Register a table that no export has, and why."""
    HELD_BACK[table] = because


TYPES: tuple[tuple[type[models.Field[Any, Any]], dict[str, Any]], ...] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.ForeignKey, {"type": "integer"}),
    (models.IntegerField, {"type": "integer"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.UUIDField, {"type": "string", "format": "uuid"}),
    (models.JSONField, {}),
    (models.CharField, {"type": "string"}),
    (models.TextField, {"type": "string"}),
)


def schema_of(parts: list[Part]) -> dict[str, Any]:
    """JSON Schema of the lines of each file, by the file's name."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Parley export: each .jsonl file has one JSON object a line",
        "$defs": {part.name: _schema_of_part(part) for part in parts},
    }


def _schema_of_part(part: Part) -> dict[str, Any]:
    columns = {column.attname: _schema_of_column(column) for column in part.fields()}
    return {"type": "object", "properties": columns, "required": sorted(columns), "additionalProperties": False}


def _schema_of_column(column: models.Field[Any, Any]) -> dict[str, Any]:
    shape = next((shape for kind, shape in TYPES if isinstance(column, kind)), {})
    if column.null and "type" in shape:
        return {**shape, "type": [shape["type"], "null"]}
    return dict(shape)
